/** How strongly a line is printed. */
export type Weight = 'plain' | 'strong' | 'large'

/**
 * A line of a paper, without its width: the screen, a printer and a mail each lay it out. Texts may be
 * longer than a line of the paper, and hold any character.
 */
export type PaperLine =
  | { kind: 'text'; text: string; align: 'left' | 'center'; weight: Weight }
  /** What it is on the left, how much on the right. */
  | { kind: 'row'; left: string; right: string; weight: Weight }
  /** Columns with a name above each; the first one names its row. */
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'rule' }
  | { kind: 'space' }

export const leftLine = (text: string, weight: Weight = 'plain'): PaperLine => ({
  kind: 'text',
  text,
  align: 'left',
  weight,
})
export const centredLine = (text: string, weight: Weight = 'plain'): PaperLine => ({
  kind: 'text',
  text,
  align: 'center',
  weight,
})
export const rowLine = (what: string, howMuch: string, weight: Weight = 'plain'): PaperLine => ({
  kind: 'row',
  left: what,
  right: howMuch,
  weight,
})
export const RULE: PaperLine = { kind: 'rule' }
export const SPACE: PaperLine = { kind: 'space' }
