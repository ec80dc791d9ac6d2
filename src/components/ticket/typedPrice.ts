import type { Discount } from '@/core/ticket/ticket'
import type { SellingError } from '@/core/errors'
import { parsePercent } from '@/core/percent'
import { isLikeCode } from '@/core/payment/tender'

/** What a ticket would come to with it. */
export interface PriceOutcome {
  totalCents: number
  offCents: number
  /** More than the user may take off. */
  isAbove: boolean
}

type Kind = Discount['kind']

/** Where typing goes on no more: a long barcode stays whole, so that the refusal shows it. */
const MOST_DIGITS = 20

/**
 * What is typed, with more of it: a percent, or an amount in cents. It is kept whole even where
 * it can be neither, so that a scanned code is refused, and no part of it passes for a value.
 */
export function typeMore(kind: Kind, before: string, more: string): string {
  return kind === 'percent' ? typePercent(before, more) : typeAmount(before, more)
}

/**
 * What is typed, with its last key taken back. The only one typed leaves what was given before
 * (null): a scan gives back its keys so. Where none was, those of what was given are taken.
 */
export function typeLess(typed: string | null, given: string): string | null {
  return typed === null ? given.slice(0, -1) : typed.slice(0, -1) || null
}

/** What is typed as a value: hundredths of a percent, or cents. */
export function typedValue(kind: Kind, typed: string): number {
  return kind === 'percent' ? (percentOf(typed) ?? 0) : Number(typed)
}

/** Why what is typed can be no value: a scanned code, or a percent above 100. */
export function typedRefusal(kind: Kind, typed: string): SellingError | null {
  if (kind !== 'percent')
    return isLikeCode(typed) ? { code: 'amount-unlikely', digits: typed } : null
  return typed === '' || percentOf(typed) !== undefined ? null : { code: 'percent-unlikely', typed }
}

/** A value as it would have been typed: `12,5` for 1250 hundredths of a percent. */
export const digitsOf = (kind: Kind, value: number) =>
  kind === 'percent' ? String(value / 100).replace('.', ',') : String(value)

/** An amount as it would have been typed in a field of euros: `12,50` for 1250 cents. */
export const eurosTyped = (cents: number) => (cents / 100).toFixed(2).replace('.', ',')

/** Whether keys go to words that are being written. */
export const isInWords = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'text'

/** A comma means nothing in an amount; zeros before it stay, as a code may begin with them. */
function typeAmount(before: string, more: string): string {
  return `${before}${more}`.replace(/,/g, '').slice(0, MOST_DIGITS)
}

/** A second comma means nothing in a percent. */
function typePercent(before: string, more: string): string {
  if (more === ',' && before.includes(',')) return before
  return `${before}${more}`.replace(/^,/, '0,').slice(0, MOST_DIGITS)
}

/** A comma may end what is being typed. */
const percentOf = (typed: string) => parsePercent(typed.replace(/,$/, ''))
