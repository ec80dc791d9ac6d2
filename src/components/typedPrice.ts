import type { Discount } from '@/core/discount'
import { parsePercent } from '@/core/percent'
import { isLikeCode } from '@/core/tender'

/** What is given: so many percent or so much off, or (fixed) a price. */
export type GivenPrice = Pick<Discount, 'kind' | 'value' | 'reason'>

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
const PERCENT = /^\d{0,3}(,\d{0,2})?$/

/** What is typed, with more of it: a percent up to 100, an amount in cents. */
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
  return kind === 'percent' ? (parsePercent(typed.replace(/,$/, '')) ?? 0) : Number(typed)
}

/** Whether what is typed as an amount is a scanned code. */
export const isCodeTyped = (kind: Kind, typed: string) => kind !== 'percent' && isLikeCode(typed)

/** A value as it would have been typed: `12,5` for 1250 hundredths of a percent. */
export const digitsOf = (kind: Kind, value: number) =>
  kind === 'percent' ? String(value / 100).replace('.', ',') : String(value)

/** Whether keys go to words that are being written. */
export const isInWords = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'text'

/** A comma means nothing in an amount; zeros before it stay, as a code may begin with them. */
function typeAmount(before: string, more: string): string {
  return `${before}${more}`.replace(/,/g, '').slice(0, MOST_DIGITS)
}

/** What would be no percent, or more than all, changes nothing. */
function typePercent(before: string, more: string): string {
  const next = `${before}${more}`.replace(/^0+(?=\d)/, '').replace(/^,/, '0,')
  const isUsable = PERCENT.test(next) && Number(next.replace(',', '.')) <= 100
  return isUsable ? next : before
}
