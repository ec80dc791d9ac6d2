/** A letter that may follow another: none that `seriesOf` puts behind a till's letter. */
const FIRST = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const SECOND = [...'ABCDGHIJKLNOQSTUVX']
const LETTERS = [...FIRST, ...FIRST.flatMap(first => SECOND.map(second => first + second))]

/** What a till is called before anything else was ever chosen. */
export const FIRST_TILL_CODE = 'A'

/**
 * The letter that a till goes on under: the first behind all that were ever used, so that no
 * number of a document is ever given twice (R26). After `Z` comes `AA`; no series of one
 * letter is ever that of another.
 */
export function nextTillCode(used: readonly string[]): string {
  const last = Math.max(-1, ...used.map(tillCode => LETTERS.indexOf(tillCode)))
  const next = LETTERS[last + 1]
  if (next === undefined) throw new RangeError('a till was restored more often than letters go')
  return next
}

/** Whether it is what a till may be called. */
export const isTillCode = (tillCode: string) => LETTERS.includes(tillCode)

/** Order of letters as they were taken: a till goes on under a later one. */
export const compareTillCodes = (a: string, b: string) => LETTERS.indexOf(a) - LETTERS.indexOf(b)

/** Letters from the last that was taken to the first. */
export const newestTillCodeFirst = (tillCodes: readonly string[]) =>
  tillCodes.toSorted((a, b) => compareTillCodes(b, a))
