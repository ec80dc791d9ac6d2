import type { Discount } from '@/core/ticket/ticket'
import type { SellingError } from '@/core/errors'
import { parsePercent } from '@/core/percent'
import { amountTyped, isNoAmount, typeAmount, typedCents } from '@/core/typedAmount'

/** The ticket's total after a change of price. */
export interface PriceOutcome {
  totalCents: number
  offCents: number
  /** More than the user may take off. */
  isAbove: boolean
}

type Kind = Discount['kind']

/** Typing stops at this length: a long barcode stays whole, so that the refusal shows it. */
const MOST_DIGITS = 20

/**
 * Adds keys to what is typed: a percent, or an amount in euros. Impossible values are kept whole,
 * so that a scanned code is refused and no part of it passes for a value.
 */
export function typeMore(kind: Kind, before: string, more: string): string {
  return kind === 'percent' ? typePercent(before, more) : typeAmount(before, more)
}

/**
 * Removes the last typed key. Removing the only typed key returns null, which brings the current
 * value back: this is how a scan takes back its keys. When nothing was typed, the last digit of the
 * current value is removed.
 */
export function typeLess(typed: string | null, given: string): string | null {
  return typed === null ? given.slice(0, -1) : typed.slice(0, -1) || null
}

/** The typed value: hundredths of a percent, or cents. */
export function typedValue(kind: Kind, typed: string): number {
  return kind === 'percent' ? (percentOf(typed) ?? 0) : typedCents(typed)
}

/** Why the typed text cannot be a value: a scanned code, or a percent above 100. */
export function typedRefusal(kind: Kind, typed: string): SellingError | null {
  if (kind !== 'percent') return isNoAmount(typed) ? { code: 'amount-unlikely', typed } : null
  return typed === '' || percentOf(typed) !== undefined ? null : { code: 'percent-unlikely', typed }
}

/** A value as a person would type it: `12,5` for 1250 hundredths of a percent, `12,50` for cents. */
export const digitsOf = (kind: Kind, value: number) =>
  kind === 'percent' ? String(value / 100).replace('.', ',') : amountTyped(value)

/** Whether keys go to a text field. */
export const isInWords = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'text'

/** A second comma means nothing in a percent. */
function typePercent(before: string, more: string): string {
  if (more === ',' && before.includes(',')) return before
  return `${before}${more}`.replace(/^,/, '0,').slice(0, MOST_DIGITS)
}

/** A percent still being typed may end with a comma. */
const percentOf = (typed: string) => parsePercent(typed.replace(/,$/, ''))
