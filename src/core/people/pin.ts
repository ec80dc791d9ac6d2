export const LONGEST_PIN = 8
/** A PIN made by an earlier version may be so short. */
export const SHORTEST_PIN = 4
/**
 * Digits of a new PIN, at least. Whoever has a copy of the database tries all PINs of 4 digits in
 * minutes to an hour, and those of 6 in a hundred times that.
 */
export const SHORTEST_NEW_PIN = 6

/** Whether a text can be a PIN. */
export function isPin(text: string): boolean {
  return /^\d{4,8}$/.test(text)
}

/** Whether a PIN may be chosen now: long enough, and not among the first that anyone would try. */
export function isNewPin(text: string): boolean {
  return isPin(text) && text.length >= SHORTEST_NEW_PIN && !isEasyPin(text)
}

/**
 * Whether a PIN is among the first that anyone would try: one digit repeated (`0000`), a run
 * (`1234`, `9876`), a repeated pair or half (`1212`, `12341234`), a year (`1985`).
 */
export function isEasyPin(pin: string): boolean {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10)
  const isRun = [0, 1, 9].some(step => steps.every(one => one === step))
  const isRepeated = /^(\d{2,4})\1+$/.test(pin)
  const isYear = /^(19|20)\d\d$/.test(pin)
  return isRun || isRepeated || isYear
}
