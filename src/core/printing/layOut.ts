import {
  basicLines,
  centredLine,
  type BasicLine,
  type DrawnLine,
  type PaperLine,
  type Weight,
} from './paperLine'

/** Between a name and its amount, and between two columns. */
const GAP = 1

/** A line as it stands on the paper. */
export type SetLine = { kind: 'text'; text: string; weight: Weight } | DrawnLine

/**
 * A paper in a fixed number of characters a line, as a printer or a plain page shows it. No line is
 * longer, and no text is left out: what does not fit goes on below, between words where there are
 * any. Line breaks of a text are kept. Spaces of all kinds become plain ones, since printers know no
 * others, and characters that print nothing are dropped. A code or a logo is its caption alone.
 */
export function layOut(lines: readonly PaperLine[], columns: number): string[] {
  return typeset(lines, columns).flatMap(line => (line.kind === 'text' ? line.text : []))
}

/** The same, with how strongly each line is printed, and each code and logo above its caption. */
export function typeset(lines: readonly PaperLine[], columns: number): SetLine[] {
  return basicLines(lines).flatMap((line): SetLine[] => {
    if (line.kind === 'code' || line.kind === 'logo') {
      return [line, ...typeset(line.caption ? [centredLine(line.caption)] : [], columns)]
    }
    const weight = 'weight' in line ? line.weight : 'plain'
    return laidOut(line, columns).map(text => ({ kind: 'text', text, weight }))
  })
}

function laidOut(line: Exclude<BasicLine, DrawnLine>, columns: number): string[] {
  switch (line.kind) {
    case 'text': {
      const parts = wrapped(line.text, columns)
      return line.align === 'center' ? parts.map(part => centredIn(part, columns)) : parts
    }
    case 'row':
      return rowIn(line.left, line.right, columns)
    case 'table':
      return tableIn(line, columns)
    case 'rule':
      return ['-'.repeat(columns)]
    case 'space':
      return ['']
  }
}

/** The amount stands on the last line of its name, or below where there is no room. */
function rowIn(name: string, amount: string, columns: number): string[] {
  const howMuch = printable(amount)
  const room = columns - widthOf(howMuch) - GAP
  // A name in a gutter of a few letters reads worse than above its amount.
  if (room < columns / 3) {
    return [...wrapped(name, columns), ...wrapped(howMuch, columns).map(one => endIn(one, columns))]
  }
  const names = wrapped(name, room)
  const last = names.pop() ?? ''
  return [...names, last + endIn(howMuch, columns - widthOf(last))]
}

/** Columns side by side, amounts to the right; where they do not fit, a line for each amount. */
function tableIn({ head, rows }: BasicLine & { kind: 'table' }, columns: number): string[] {
  const all = [head, ...rows].map(cells => cells.map(printable))
  const widths = head.map((_name, at) => Math.max(...all.map(cells => widthOf(cells[at] ?? ''))))
  const used = widths.reduce((total, width) => total + width + GAP, 0 - GAP)
  if (used > columns) {
    return rows.flatMap(([name = '', ...amounts]) => [
      ...wrapped(name, columns),
      ...amounts.flatMap((amount, at) => rowIn(head[at + 1] ?? '', amount, columns)),
    ])
  }
  // What is left over goes before the amounts, in equal parts.
  const spare = Math.floor((columns - used) / Math.max(1, widths.length - 1))
  return all.map(cells =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0
        return at === 0 ? startIn(cell, width) : endIn(cell, width + spare + GAP)
      })
      .join('')
      .trimEnd(),
  )
}

/** A text in lines of at most so many characters; its own line breaks are kept. */
function wrapped(text: string, columns: number): string[] {
  return text.split(/\r\n|[\r\n\u2028\u2029]/).flatMap(paragraph => {
    const lines: string[] = []
    let line = ''
    for (const word of wordsOf(paragraph, columns)) {
      if (line !== '' && widthOf(line) + 1 + widthOf(word) <= columns) {
        line += ` ${word}`
        continue
      }
      if (line !== '') lines.push(line)
      line = word
      while (widthOf(line) > columns) {
        const letters = [...line]
        lines.push(letters.slice(0, columns).join(''))
        line = letters.slice(columns).join('')
      }
    }
    return [...lines, line]
  })
}

/** Spaces at which a line may end: those that keep a sign beside its word or number are none. */
const BREAKS = /[^\S\u00a0\u202f]+/u

/** What stays together of a text; more than a line holds is parted at any space. */
const wordsOf = (text: string, columns: number): string[] =>
  text
    .split(BREAKS)
    .map(word => printable(word).trim())
    .flatMap(word => (widthOf(word) > columns ? word.split(' ') : word))
    .filter(Boolean)

/** Letters, of which one may be two units of a text. */
const widthOf = (text: string): number => [...text].length

const spaces = (count: number): string => ' '.repeat(Math.max(0, count))
const startIn = (text: string, columns: number): string => text + spaces(columns - widthOf(text))
const endIn = (text: string, columns: number): string => spaces(columns - widthOf(text)) + text
const centredIn = (text: string, columns: number): string =>
  spaces(Math.floor((columns - widthOf(text)) / 2)) + text

/** A text with plain spaces, and nothing that moves a printer's head or hides. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Zs}\t\r\n\u2028\u2029]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
}
