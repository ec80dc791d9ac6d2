import type { CoinsV1, TracedV1 } from './drawerAndTracesV1'
import type { DocumentNumberV1, SellerV1, SoftwareV1, UserV1, VatShareV1 } from './saleV1'

/**
 * Sealed totals of a period (Z). `totals` covers the counter; online sales are in `web`. Training
 * is in neither.
 */
export interface ClosingV1 {
  kind: 'closing'
  document: DocumentNumberV1
  period: PeriodV1
  /** `2026-01-31`, `2026-01` or `2026`. */
  of: string
  /** First and last entry number in the totals. The last is before the first when no entry is. */
  firstEntry: number
  lastEntry: number
  /** The closing was made after its own day. */
  isLate: boolean
  totals: TotalsV1
  web: TotalsV1
  /** Entries of earlier till codes that these totals include, after a restore; usually empty. */
  carried: EntryRangeV1[]
  /** Totals since the first entry of the first till code; they never decrease (R6). */
  perpetual: PerpetualV1
  /** Cash count of the drawer; null when nobody counted. */
  cash: CashCheckV1 | null
  /** Seal of the last entry in the totals; it leaves the device with the printed closing (R25). */
  lastSeal: string
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

export type PeriodV1 = 'day' | 'month' | 'year'

/** A range of entries of one journal, both ends included. */
export interface EntryRangeV1 {
  till: string
  firstEntry: number
  lastEntry: number
}

/** Totals of a period under earlier till codes that are closed under the next till code. */
export interface CarriedV1 {
  period: PeriodV1
  of: string
  totals: TotalsV1
  web: TotalsV1
  /** Perpetual totals at the end of the period. */
  perpetual: PerpetualV1
  lastSeal: string
  /** Entries that these totals include. */
  ranges: EntryRangeV1[]
}

export interface TotalsV1 {
  /** Sales less refunds. */
  totalCents: number
  salesCount: number
  salesCents: number
  refundsCount: number
  /** Amount given back, as a positive number. */
  refundsCents: number
  discountsCents: number
  vat: VatShareV1[]
  tenders: TenderTotalV1[]
  departments: NamedTotalV1[]
  users: NamedTotalV1[]
  /** `duesCents`: amount left due by customers; `paymentsCents`: paid since on earlier dues. */
  duesCents: number
  paymentsCents: number
  cashInCents: number
  cashOutCents: number
  /** First and last number of each document series. */
  documents: { series: string; first: number; last: number; count: number }[]
  /** Number of traces of each kind. */
  traces: { what: TracedV1; count: number }[]
}

export interface TenderTotalV1 {
  kind: string
  name: string
  account: string
  /** Amount taken, less the change given back. */
  totalCents: number
  count: number
}

export interface NamedTotalV1 {
  name: string
  totalCents: number
  count: number
}

export interface PerpetualV1 {
  /** Everything ever sold at the counter; refunds are not deducted. */
  salesCents: number
  /** Everything ever given back at the counter, as a positive number. */
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
