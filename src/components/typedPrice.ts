import type { Discount } from '@/core/discount'

/** What is given: so many percent or so much off, or (fixed) a price. */
export type GivenPrice = Pick<Discount, 'kind' | 'value' | 'reason'>

/** What a ticket would come to with it. */
export interface PriceOutcome {
  totalCents: number
  offCents: number
  /** More than the user may take off. */
  isAbove: boolean
}

/** 99 999,99 €: above it, a scanned code was taken for an amount. */
const LONGEST_AMOUNT = 7
const PERCENT = /^\d{0,3}(,\d{0,2})?$/

/** Digits of an amount in cents, with more of them; a comma means nothing there. */
export function typeAmount(before: string, more: string): string {
  const next = `${before}${more}`.replace(/,/g, '').replace(/^0+(?=\d)/, '')
  return next.length <= LONGEST_AMOUNT ? next : before
}

/** What is typed of a percent, up to 100 and two decimals; what means nothing changes nothing. */
export function typePercent(before: string, more: string): string {
  const next = `${before}${more}`.replace(/^0+(?=\d)/, '').replace(/^,/, '0,')
  const isUsable = PERCENT.test(next) && Number(next.replace(',', '.')) <= 100
  return isUsable ? next : before
}

/** A percent as it would have been typed: `12,5` for 1250. */
export const percentDigits = (rate: number) => String(rate / 100).replace('.', ',')
