import { assert } from '@/core/assert'
import { checkDigitOf, kindOf } from './checkDigit'

/**
 * Layout of a scale's label, one letter for each of the 13 digits: `P` prefix, `A` article, `W`
 * weight in grams, `E` price in cents, `V` check digit of the weight or price (GS1), `X` unused
 * digit, `C` check digit of the whole code.
 */
export type LabelMask = string

/** Labels that begin with `prefix` have this layout. */
export interface LabelFormat {
  /**
   * `02` and `20` to `29`: prefixes reserved for codes given by a shop (GS1 General Specifications,
   * 1.4.2).
   */
  prefix: string
  mask: LabelMask
}

/** Content of a scale's label; either the weight or the price is null. */
export interface ScaleLabel {
  prefix: string
  articleCode: string
  weightGrams: number | null
  priceCents: number | null
  /** The label with its weight or price set to zero: the code of the article itself. */
  articleLabel: string
}

/** Label layouts of the scales sold in France, the most common first. */
export const FRENCH_MASKS: readonly LabelMask[] = [
  'PPAAAAAWWWWWC',
  'PPAAAAAEEEEEC',
  'PPAAAAVWWWWWC',
  'PPAAAAVEEEEEC',
  'PPAAAAAAWWWWC',
  'PPAAAAAAEEEEC',
  'PPAAAAXWWWWWC',
  'PPAAAAXEEEEEC',
]

/** The prefix of a code given by a shop; undefined for any other code. */
export function inStorePrefix(code: string): string | undefined {
  return kindOf(code) === 'ean-13' && /^(?:2|02)/.test(code) ? code.slice(0, 2) : undefined
}

/** Reads a label by the layout of its prefix; undefined when no layout fits. */
export function readLabel(code: string, formats: readonly LabelFormat[]): ScaleLabel | undefined {
  const prefix = inStorePrefix(code)
  const format = formats.find(one => one.prefix === prefix)
  return format && readMask(code, format.mask)
}

/** Reads a label by a given layout; undefined when the code does not fit it. */
export function readMask(code: string, mask: LabelMask): ScaleLabel | undefined {
  assert(mask.length === 13, 'a mask has a character for each digit')
  const prefix = inStorePrefix(code)
  if (prefix === undefined) return undefined
  const digitsAt = (character: string) =>
    [...code].filter((_digit, index) => mask[index] === character).join('')
  const weight = digitsAt('W')
  const price = digitsAt('E')
  const measure = weight || price
  const verifier = digitsAt('V')
  if (verifier && verifier !== measureCheckDigitOf(measure)) return undefined
  const amount = Number(measure)
  return {
    prefix,
    articleCode: digitsAt('A'),
    weightGrams: weight ? amount : null,
    priceCents: price ? amount : null,
    articleLabel: withoutMeasure(code, mask),
  }
}

/** Codes under which the catalogue may hold the article of a label, the most certain first. */
export function articleCodesOf({ prefix, articleCode, articleLabel }: ScaleLabel): string[] {
  const short = articleCode.replace(/^0+(?=.)/, '')
  return [...new Set([articleLabel, `${prefix}${articleCode}`, articleCode, short])]
}

function withoutMeasure(code: string, mask: LabelMask): string {
  const digits = Array.from(code.slice(0, -1), (digit, index) =>
    'WEVX'.includes(mask.charAt(index)) ? '0' : digit,
  )
  const body = digits.join('')
  return body + checkDigitOf(body)
}

/** Weighted value of each digit, by weighting factor. */
const WEIGHTED = {
  '2-': [0, 2, 4, 6, 8, 9, 1, 3, 5, 7],
  '3': [0, 3, 6, 9, 2, 5, 8, 1, 4, 7],
  '5+': [0, 5, 1, 6, 2, 7, 3, 8, 4, 9],
  '5-': [0, 5, 9, 4, 8, 3, 7, 2, 6, 1],
} as const
const FOUR_DIGITS = ['2-', '2-', '3', '5-'] as const
const FIVE_DIGITS = ['5+', '2-', '5-', '5+', '2-'] as const

/**
 * Check digit inside a label for a price or weight of four or five digits. Source: GS1 General
 * Specifications, 7.9.2 to 7.9.4.
 */
export function measureCheckDigitOf(measure: string): string {
  assert(measure.length === 4 || measure.length === 5, 'a measure has four or five digits')
  const factors = measure.length === 4 ? FOUR_DIGITS : FIVE_DIGITS
  const sum = factors.reduce(
    (total, factor, index) => total + (WEIGHTED[factor][Number(measure[index])] ?? 0),
    0,
  )
  if (measure.length === 4) return String((sum * 3) % 10)
  return String(WEIGHTED['5-'].findIndex(weighted => weighted === (10 - (sum % 10)) % 10))
}
