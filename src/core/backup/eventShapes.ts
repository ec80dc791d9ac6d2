import * as v from 'valibot'
import {
  carried,
  entryRanges,
  period,
  perpetual,
  text,
  totals,
  traced,
  vat,
  whole,
} from './totalShapes'
import type { EntryV1, EventV1 } from '@/core/journal/events/v1'
import { isDay } from '@/core/days'
import { isTillCode } from '@/core/journal/tillCode'

/*
 * Shapes of sealed entries read back from a file: exactly the fields of format 1. Anything else is
 * refused, whoever wrote the file.
 */

const hex = v.pipe(text, v.regex(/^[0-9a-f]{64}$/))
const document = v.strictObject({ series: text, number: whole })
const user = v.strictObject({ userId: text, name: text })
const seller = v.strictObject({
  name: text,
  address: text,
  siret: text,
  vatNumber: text,
  mention: text,
})
const software = v.strictObject({ name: text, version: text })
const by = { user, software }
const coins = v.array(v.strictObject({ valueCents: whole, count: whole }))
const tenders = v.array(
  v.strictObject({ kind: text, name: text, account: text, givenCents: whole }),
)
/** Shape of `RefundSourceV1`. */
export const refundSource = v.strictObject({ till: text, entry: whole, line: whole, document })
const lines = v.array(
  v.strictObject({
    articleId: text,
    kind: v.picklist(['goods', 'shipping']),
    name: text,
    reference: text,
    department: text,
    quantityMilli: whole,
    unitPriceCents: whole,
    listPriceCents: whole,
    priceReason: text,
    discountCents: whole,
    grossCents: whole,
    ecotaxCents: v.exactOptional(whole),
    vatRate: whole,
    note: text,
    refundOf: v.nullable(refundSource),
  }),
)

const saleFields = {
  document,
  channel: v.picklist(['counter', 'web']),
  openedAt: text,
  currency: v.literal('EUR'),
  lines,
  discounts: v.array(
    v.strictObject({
      kind: v.picklist(['percent', 'amount', 'fixed']),
      value: whole,
      lines: v.array(whole),
      amountCents: whole,
      reason: text,
      approvedBy: v.nullable(user),
    }),
  ),
  vat,
  totalCents: whole,
  foodCents: v.exactOptional(whole),
  tenders,
  voucherPeople: v.exactOptional(whole),
  changeCents: whole,
  dueCents: whole,
  refundOf: v.array(whole),
  refundApprovedBy: v.exactOptional(v.array(user)),
  order: v.nullable(
    v.strictObject({
      shop: text,
      orderId: whole,
      reference: text,
      placedAt: text,
      stateId: whole,
      module: text,
      carrierId: whole,
      slipId: whole,
    }),
  ),
  customerId: text,
  delivery: text,
  note: text,
  user,
  seller,
  software,
}

const counted = {
  expectedCents: whole,
  countedCents: whole,
  differenceCents: whole,
  coins,
  reason: text,
}

/** One shape for each kind of event: a missing kind does not compile. */
export const EVENTS = {
  'journal-opened': v.strictObject({
    kind: v.literal('journal-opened'),
    journalId: text,
    publicKey: v.nullable(v.strictObject({ crv: text, kty: text, x: text, y: text })),
    keyFingerprint: text,
    continues: v.nullable(
      v.strictObject({
        till: text,
        journalId: text,
        number: whole,
        seal: hex,
        perpetual,
        unclosed: v.array(carried),
      }),
    ),
    software,
  }),
  sale: v.strictObject({ kind: v.literal('sale'), ...saleFields }),
  refund: v.strictObject({ kind: v.literal('refund'), ...saleFields }),
  payment: v.strictObject({
    kind: v.literal('payment'),
    document,
    saleTill: text,
    saleNumber: whole,
    saleDocument: document,
    dueBeforeCents: whole,
    tenders,
    voucherPeople: v.exactOptional(whole),
    changeCents: whole,
    dueCents: whole,
    user,
    seller,
    software,
  }),
  invoice: v.strictObject({
    kind: v.literal('invoice'),
    document,
    credits: v.array(v.strictObject({ till: text, entry: whole, document, at: text })),
    saleTill: text,
    saleNumber: whole,
    saleDocument: document,
    saleAt: text,
    customer: v.strictObject({
      customerId: text,
      name: text,
      company: text,
      address: text,
      vatNumber: text,
    }),
    lines,
    vat,
    totalCents: whole,
    tenders,
    changeCents: whole,
    dueCents: whole,
    user,
    seller,
    software,
  }),
  'drawer-opened': v.strictObject({
    kind: v.literal('drawer-opened'),
    floatCents: whole,
    coins,
    ...by,
  }),
  'cash-movement': v.strictObject({
    kind: v.literal('cash-movement'),
    direction: v.picklist(['in', 'out']),
    amountCents: whole,
    reason: text,
    ...by,
  }),
  'cash-counted': v.strictObject({ kind: v.literal('cash-counted'), ...counted, ...by }),
  trace: v.strictObject({
    kind: v.literal('trace'),
    what: traced,
    detail: v.record(text, v.union([text, whole, v.boolean()])),
    ...by,
  }),
  closing: v.strictObject({
    kind: v.literal('closing'),
    document,
    period,
    of: text,
    firstEntry: whole,
    lastEntry: whole,
    isLate: v.boolean(),
    totals,
    web: totals,
    carried: entryRanges,
    perpetual,
    cash: v.nullable(v.strictObject(counted)),
    lastSeal: text,
    user,
    seller,
    software,
  }),
} satisfies { [Kind in EventV1['kind']]: v.GenericSchema<unknown, EventV1 & { kind: Kind }> }

/** Shape of a sealed entry in a backup file. */
export const entryShape: v.GenericSchema<unknown, EntryV1> = v.strictObject({
  format: v.literal(1),
  till: v.pipe(text, v.check(isTillCode)),
  number: v.pipe(whole, v.minValue(1)),
  eventId: text,
  at: v.pipe(
    text,
    v.check(at => !Number.isNaN(Date.parse(at))),
  ),
  day: v.pipe(text, v.check(isDay)),
  training: v.boolean(),
  event: v.variant('kind', Object.values(EVENTS)),
  previous: hex,
  seal: hex,
})
