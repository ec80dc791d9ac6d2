/** A PIN has 4 to 8 digits. */
export const LONGEST_PIN = 8
export const SHORTEST_PIN = 4

/** Whether a text can be a PIN. */
export function isPin(text: string): boolean {
  return /^\d{4,8}$/.test(text)
}

/**
 * Whether a PIN is among the first that anyone would try: one digit repeated (`0000`), a run
 * (`1234`, `9876`), a repeated pair or half (`1212`, `12341234`), a year (`1985`). Such a PIN gives
 * a warning and is not refused: the shop decides.
 */
export function isEasyPin(pin: string): boolean {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10)
  const isRun = [0, 1, 9].some(step => steps.every(one => one === step))
  const isRepeated = /^(\d{2,4})\1+$/.test(pin)
  const isYear = /^(19|20)\d\d$/.test(pin)
  return isRun || isRepeated || isYear
}
