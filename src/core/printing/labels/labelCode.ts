import { EAN13_QUIET, ean13Bars } from './ean13'
import type { Article } from '@/core/catalogue/article'
import { CODE_128_QUIET, code128 } from '@/core/documents/code128'
import { gtinsOf } from '@/core/scanning/gtin'

/** The barcode of a label: what a scanner reads, and what is written below it. */
export interface LabelCode {
  kind: 'ean-13' | 'code-128'
  text: string
}

/** A barcode in modules, to be drawn at any width of one module. */
export interface CodeModules {
  /** Bars and spaces in turn, beginning with a bar. */
  widths: number[]
  /** White before the bars, and after them. */
  quiet: { before: number; after: number }
  /** All of it, the white included. */
  total: number
}

/** What Code 128 writes in our set; longer texts have bars that fit on no label. */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]{0,28}[\x21-\x7e])?$/

/**
 * The code that names an article on its label: its first trade item number as an EAN-13 (an EAN-8,
 * a UPC or an ISBN-10 in that spelling, which the till reads as the same), else its first code or
 * its reference as Code 128, else none.
 */
export function labelCodeOf({
  barcodes,
  reference,
}: Pick<Article, 'barcodes' | 'reference'>): LabelCode | null {
  const gtin = barcodes.flatMap(gtinsOf).find(one => one.startsWith('0'))
  if (gtin !== undefined) return { kind: 'ean-13', text: gtin.slice(1) }
  const text = [...barcodes, reference].map(one => one.trim()).find(one => PLAIN.test(one))
  return text === undefined ? null : { kind: 'code-128', text }
}

/** The bars of a code, with the white they need. */
export function codeModules({ kind, text }: LabelCode): CodeModules {
  const widths = kind === 'ean-13' ? ean13Bars(text) : code128(text)
  const quiet = kind === 'ean-13' ? EAN13_QUIET : { before: CODE_128_QUIET, after: CODE_128_QUIET }
  const bars = widths.reduce((sum, width) => sum + width, 0)
  return { widths, quiet, total: quiet.before + bars + quiet.after }
}

/** The dark bars of a code, as a path in a box of its modules and a height of one. */
export function barsPath({ widths, quiet }: CodeModules): string {
  let x: number = quiet.before
  return widths
    .map((width, index) => {
      const bar = index % 2 === 0 ? `M${x} 0h${width}v1h-${width}z` : ''
      x += width
      return bar
    })
    .join('')
}
