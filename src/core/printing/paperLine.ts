import type { DotPicture } from './dotPicture'

/** How strongly a line is printed. A printer has no small letters that keep its columns: they are plain there. */
export type Weight = 'plain' | 'small' | 'strong' | 'large'

/**
 * A line of a paper, without its width: the screen, a printer and a mail each lay it out. Texts may be
 * longer than a line of the paper, and hold any character.
 */
export type PaperLine = BasicLine | GoodsLine | FrameLine | PartLine

/** What every paper is made of, by `basicLines`. */
export type BasicLine = TextLine | RowLine | TableLine | DrawnLine | { kind: 'rule' | 'space' }

interface TextLine {
  kind: 'text'
  text: string
  align: 'left' | 'center'
  weight: Weight
  /** What a touch shows on the screen in its place, where the text is short for it. */
  whole?: string
  /** How deep a heading it is; undefined where it is none. */
  heading?: 2 | 3
  /** The test id of the line on the screen. */
  mark?: string
}

/** What it is on the left, how much on the right. */
interface RowLine {
  kind: 'row'
  left: string
  right: string
  weight: Weight
  mark?: string
}

/** Columns with a name above each; the first one names its row. `name` is for who cannot see it. */
export interface TableLine {
  kind: 'table'
  name: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

/** What is drawn and has no letters, but for the caption below it; '' where it needs none. */
export type DrawnLine = CodeLine | LogoLine

interface Drawn {
  caption: string
  /** What it is, for who cannot see it. */
  label: string
}

/** A barcode as a printer draws it. */
export interface Barcode {
  symbology: 'code128' | 'ean13'
  text: string
}

/** A code that scanners read; Code 128 holds printable ASCII, EAN-13 its thirteen digits. */
export interface CodeLine extends Drawn {
  kind: 'code'
  symbology: 'qr' | Barcode['symbology']
  text: string
  mark?: string
}

interface LogoLine extends Drawn {
  kind: 'logo'
  picture: DotPicture
}

/** A line of goods: its name, how many at what price beside the amount, and what else is to be said. */
export interface GoodsLine {
  kind: 'goods'
  name: string
  /** `2 ×`, before the price that no longer holds ('' where it does) and the one that does. */
  count: string
  was: string
  price: string
  amount: string
  details: readonly string[]
}

/** Lines in a box on the screen: what sets the whole paper apart. */
interface FrameLine {
  kind: 'frame'
  isDashed: boolean
  lines: readonly BasicLine[]
}

/** The shop's picture, where it has one. */
export const logoLine = (picture: DotPicture | null, label: string): LogoLine[] =>
  picture ? [{ kind: 'logo', picture, caption: '', label }] : []

/** Lines that belong together, below a rule. `name` is for who cannot see it. */
interface PartLine {
  kind: 'part'
  name: string
  lines: readonly BasicLine[]
}

export const leftLine = (text: string, weight: Weight = 'plain'): TextLine => ({
  kind: 'text',
  text,
  align: 'left',
  weight,
})
export const centredLine = (text: string, weight: Weight = 'plain'): TextLine => ({
  kind: 'text',
  text,
  align: 'center',
  weight,
})
export const rowLine = (what: string, howMuch: string, weight: Weight = 'plain'): RowLine => ({
  kind: 'row',
  left: what,
  right: howMuch,
  weight,
})
export const RULE: BasicLine = { kind: 'rule' }
export const SPACE: BasicLine = { kind: 'space' }

/** A line as the test id of a screen finds it. */
export const marked = <T extends TextLine | RowLine>(line: T, mark: string): T => ({
  ...line,
  mark,
})

/** The same paper without what only the screen tells apart. */
export const basicLines = (lines: readonly PaperLine[]): BasicLine[] =>
  lines.flatMap((line): BasicLine[] => {
    switch (line.kind) {
      case 'goods':
        return [
          leftLine(line.name, 'strong'),
          rowLine(priceText(line), line.amount),
          ...line.details.map(detail => leftLine(detail)),
        ]
      case 'frame':
        return [...line.lines, SPACE]
      case 'part':
        return [RULE, ...line.lines]
      default:
        return [line]
    }
  })

/** `2 × 6,00 € → 5,00 €` of a line of goods. */
const priceText = ({ count, was, price }: GoodsLine): string =>
  [count, ...(was ? [was, '→'] : []), price].join(' ')

/** The same lines with each text that is read changed; what codes hold stays. */
export const withTexts = (
  lines: readonly BasicLine[],
  change: (text: string) => string,
): BasicLine[] =>
  lines.map(line => {
    switch (line.kind) {
      case 'text':
        return { ...line, text: change(line.text) }
      case 'row':
        return { ...line, left: change(line.left), right: change(line.right) }
      case 'table':
        return { ...line, head: line.head.map(change), rows: line.rows.map(row => row.map(change)) }
      case 'code':
      case 'logo':
        return { ...line, caption: change(line.caption) }
      case 'rule':
      case 'space':
        return line
    }
  })
