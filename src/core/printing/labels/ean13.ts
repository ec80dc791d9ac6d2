import { assert } from '@/core/assert'
import { kindOf } from '@/core/scanning/checkDigit'

/**
 * Widths of the spaces and bars of each digit, in modules, as on the left with odd parity (set A).
 * Set C is the same widths as bars and spaces, set B the same in reverse. Source: GS1 General
 * Specifications, 5.2.1.2.
 */
const WIDTHS = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112']
/** Sets of the six digits on the left: they tell the first digit, which has no bars of its own. */
const LEFT_SETS = [
  'AAAAAA',
  'AABABB',
  'AABBAB',
  'AABBBA',
  'ABAABB',
  'ABBAAB',
  'ABBBAA',
  'ABABAB',
  'ABABBA',
  'ABBABA',
]
const GUARD = [1, 1, 1]
const CENTRE = [1, 1, 1, 1, 1]

/** White that a scanner needs before and after the bars, in modules. */
export const EAN13_QUIET = { before: 11, after: 7 } as const

/**
 * Thirteen digits as an EAN-13 barcode: widths of bars and spaces in turn, beginning with a bar,
 * 95 modules in all, without quiet zones. Throws unless the last digit is the right check digit.
 */
export function ean13Bars(digits: string): number[] {
  assert(kindOf(digits) === 'ean-13', 'an EAN-13 has thirteen digits, the last one to check them')
  const sets = LEFT_SETS[Number(digits[0])] ?? ''
  const coded = [...digits].slice(1)
  const left = coded
    .slice(0, 6)
    .flatMap((digit, at) => (sets[at] === 'B' ? widthsOf(digit).toReversed() : widthsOf(digit)))
  const right = coded.slice(6).flatMap(widthsOf)
  return [...GUARD, ...left, ...CENTRE, ...right, ...GUARD]
}

const widthsOf = (digit: string): number[] => [...(WIDTHS[Number(digit)] ?? '')].map(Number)
