import * as v from 'valibot'
import type { TracedV1 } from '@/core/journal/events/drawerAndTracesV1'

/* Shapes of the totals of a closing, and of their parts, read back from a file. */

export const whole = v.pipe(v.number(), v.safeInteger())
export const text = v.string()
export const vat = v.array(
  v.strictObject({ vatRate: whole, netCents: whole, vatCents: whole, grossCents: whole }),
)
export const traced = v.custom<TracedV1>(
  value => typeof value === 'string' && /^[a-z-]{1,40}$/.test(value),
)

export const totals = v.strictObject({
  totalCents: whole,
  salesCount: whole,
  salesCents: whole,
  refundsCount: whole,
  refundsCents: whole,
  discountsCents: whole,
  vat,
  tenders: v.array(
    v.strictObject({ kind: text, name: text, account: text, totalCents: whole, count: whole }),
  ),
  departments: v.array(v.strictObject({ name: text, totalCents: whole, count: whole })),
  users: v.array(v.strictObject({ name: text, totalCents: whole, count: whole })),
  duesCents: whole,
  paymentsCents: whole,
  cashInCents: whole,
  cashOutCents: whole,
  documents: v.array(v.strictObject({ series: text, first: whole, last: whole, count: whole })),
  traces: v.array(v.strictObject({ what: traced, count: whole })),
})

export const period = v.picklist(['day', 'month', 'year'])
export const entryRanges = v.array(
  v.strictObject({ till: text, firstEntry: whole, lastEntry: whole }),
)
export const perpetual = v.strictObject({
  salesCents: whole,
  refundsCents: whole,
  webSalesCents: whole,
  webRefundsCents: whole,
  salesCount: whole,
})

/** Shape of totals carried over from an earlier till code. */
export const carried = v.strictObject({
  period,
  of: text,
  totals,
  web: totals,
  perpetual,
  lastSeal: text,
  ranges: entryRanges,
})
