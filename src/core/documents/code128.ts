import { assert } from '@/core/assert'

/** Widths of the bars and spaces of each symbol, in modules (ISO/IEC 15417, table 1). */
const PATTERNS =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 ' +
  '122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 ' +
  '321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 ' +
  '211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 ' +
  '213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 ' +
  '121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 ' +
  '241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 ' +
  '412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 ' +
  '211214 211232 2331112'
/** Light modules before and after the bars, which readers need. */
export const CODE_128_QUIET = 10
const START_B = 104
const TO_C = 99
const STOP = 106

/**
 * A text as a Code 128 barcode: widths of bars and spaces in turn, beginning with a bar, without
 * quiet zones. Trailing digits are encoded in pairs, so that a document number fits a narrow
 * receipt.
 */
export function code128(text: string): number[] {
  assert(/^[\x20-\x7e]+$/.test(text), 'a barcode has plain characters: printable ASCII')
  const digits = /(?:\d\d){2,}$/.exec(text)?.[0] ?? ''
  const head = text.slice(0, text.length - digits.length)
  const values = [START_B, ...[...head].map(character => character.charCodeAt(0) - 0x20)]
  if (digits !== '') values.push(TO_C, ...(digits.match(/\d\d/g) ?? []).map(Number))

  const check = values.reduce((sum, value, index) => sum + value * Math.max(index, 1), 0) % 103
  const patterns = PATTERNS.split(' ')
  return [...values, check, STOP].flatMap(value => [...(patterns[value] ?? '')].map(Number))
}
