import { parseCents } from './money'

/*
 * The one way money is typed, on keys and in fields: euros, then a comma, then cents, as people
 * write them. `50` is 50,00 €, `12,5` is 12,50 €.
 */

/** Where typing goes on no more: a long barcode stays whole, so that the refusal shows it. */
const MOST_KEYS = 20
/** Euros of 99 999,99 €: the codes of articles have 8 digits or more. */
const MOST_EURO_DIGITS = 5
const CENT_DIGITS = 2
/** So many times what it is for, an amount is more likely a slip of the hand. */
const UNLIKELY_TIMES = 10

/**
 * What is typed, once a key is pressed: a digit, `00` or a comma. A second comma means nothing;
 * `00` behind the comma only fills the cents. All else is kept whole even where it can be no
 * amount, so that a scanned code is refused and no part of it passes for one.
 */
export function typeAmount(before: string, key: string): string {
  const [euros = '', cents] = before.split(',')
  if (key === ',') return cents === undefined ? `${euros || '0'},` : before
  if (key === '00' && cents !== undefined) return `${euros},${cents.padEnd(CENT_DIGITS, '0')}`
  return `${before}${key}`.slice(0, MOST_KEYS)
}

/** What is typed as an amount, in cents; 0 where nothing is typed, or what is none. */
export function typedCents(typed: string): number {
  return isNoAmount(typed) ? 0 : (parseCents(typed.replace(/,$/, '')) ?? 0)
}

/** Whether what is typed can be no amount: a scanned code, or a figure too many behind the comma. */
export function isNoAmount(typed: string): boolean {
  const [euros = '', cents = ''] = typed.split(',')
  return euros.length > MOST_EURO_DIGITS || cents.length > CENT_DIGITS
}

/** An amount as it is typed to the cent: `12,50` for 1250 cents. */
export function amountTyped(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(CENT_DIGITS + 1, '0')
  return `${digits.slice(0, -CENT_DIGITS)},${digits.slice(-CENT_DIGITS)}`
}

/** Whether an amount is so many times what it is for that it is asked about once. */
export function isTenfold(amountCents: number, forCents: number): boolean {
  return forCents > 0 && amountCents >= UNLIKELY_TIMES * forCents
}
