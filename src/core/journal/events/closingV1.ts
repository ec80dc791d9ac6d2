import type { CoinsV1, TracedV1 } from './drawerAndTracesV1'
import type { DocumentNumberV1, SellerV1, SoftwareV1, UserV1, VatShareV1 } from './saleV1'

/**
 * Totals of a period, sealed (Z). They are the counter's; what was sold on the web stands
 * apart in `web`. Lessons are in none of them.
 */
export interface ClosingV1 {
  kind: 'closing'
  document: DocumentNumberV1
  period: PeriodV1
  /** `2026-01-31`, `2026-01` or `2026`. */
  of: string
  /** Numbers of the first and last entries it totals; the last is before the first if none. */
  firstEntry: number
  lastEntry: number
  /** Made after its own day. */
  isLate: boolean
  totals: TotalsV1
  web: TotalsV1
  /** Entries of earlier letters that are in these totals, after a restore; most often none. */
  carried: EntryRangeV1[]
  /** Since the first entry of the first letter; none ever goes back (R6). */
  perpetual: PerpetualV1
  /** Of the drawer, where it was counted; null where nobody did. */
  cash: CashCheckV1 | null
  /** Seal of the last entry totalled: what leaves the device with a printed closing (R25). */
  lastSeal: string
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

export type PeriodV1 = 'day' | 'month' | 'year'

/** Entries of a journal, the first and the last among them. */
export interface EntryRangeV1 {
  till: string
  firstEntry: number
  lastEntry: number
}

/** What was sold in a period under earlier letters, and is closed under the one that follows. */
export interface CarriedV1 {
  period: PeriodV1
  of: string
  totals: TotalsV1
  web: TotalsV1
  /** At its end. */
  perpetual: PerpetualV1
  lastSeal: string
  /** Entries that it totals. */
  ranges: EntryRangeV1[]
}

export interface TotalsV1 {
  /** Sales less what was given back. */
  totalCents: number
  salesCount: number
  salesCents: number
  refundsCount: number
  /** Given back, above zero. */
  refundsCents: number
  discountsCents: number
  vat: VatShareV1[]
  tenders: TenderTotalV1[]
  departments: NamedTotalV1[]
  users: NamedTotalV1[]
  /** Left due by customers, and paid since of what had been. */
  duesCents: number
  paymentsCents: number
  cashInCents: number
  cashOutCents: number
  /** First and last number of each series of documents. */
  documents: { series: string; first: number; last: number; count: number }[]
  /** How often each thing that must leave a trace happened. */
  traces: { what: TracedV1; count: number }[]
}

export interface TenderTotalV1 {
  kind: string
  name: string
  account: string
  /** Taken, change given back taken off. */
  totalCents: number
  count: number
}

export interface NamedTotalV1 {
  name: string
  totalCents: number
  count: number
}

export interface PerpetualV1 {
  /** All that was ever sold at the counter, refunds not taken off. */
  salesCents: number
  /** All that was ever given back, above zero. */
  refundsCents: number
  webSalesCents: number
  webRefundsCents: number
  salesCount: number
}

export interface CashCheckV1 {
  expectedCents: number
  countedCents: number
  differenceCents: number
  coins: CoinsV1[]
  reason: string
}
