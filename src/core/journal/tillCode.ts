/** Second letters of till codes: the letters that `seriesOf` never appends to a till code. */
const FIRST = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const SECOND = [...'ABCDGHIJKLNOQSTUVX']
const LETTERS = [...FIRST, ...FIRST.flatMap(first => SECOND.map(second => first + second))]

/** Till code of a till that was never given another. */
export const FIRST_TILL_CODE = 'A'

/**
 * The next till code after all that were ever used, so that no document number is ever issued twice
 * (R26). `AA` follows `Z`. No series of one till code is ever a series of another. Throws a
 * RangeError when every till code was used.
 */
export function nextTillCode(used: readonly string[]): string {
  const last = Math.max(-1, ...used.map(tillCode => LETTERS.indexOf(tillCode)))
  const next = LETTERS[last + 1]
  if (next === undefined) throw new RangeError('a till was restored more often than letters go')
  return next
}

/** Whether a text is a valid till code. */
export const isTillCode = (tillCode: string) => LETTERS.includes(tillCode)

/** Sort order of till codes, in the order they are given: a restored till takes a later one. */
export const compareTillCodes = (a: string, b: string) => LETTERS.indexOf(a) - LETTERS.indexOf(b)

/** Till codes from the latest given to the first. */
export const newestTillCodeFirst = (tillCodes: readonly string[]) =>
  tillCodes.toSorted((a, b) => compareTillCodes(b, a))
