import { centsFromMicros } from '@/core/money'
import type { TenderV1 } from '@/core/journal/events/saleV1'
import type { Tender, PaymentMethod } from '@/core/payment/tender'
import type { OrderTotal, ShopOrder, ShopPayment } from './shopOrder'

/** A payment module of the shop: its internal name, and the name it shows to customers. */
export interface PaymentModule {
  module: string
  payment: string
}

/** How payments of online orders become tenders. */
export interface WebTenderRules {
  /** Id of the owner's payment method for a module, by the module's internal name. */
  orderTenders: Readonly<Record<string, string>>
  tenderMeans: readonly PaymentMethod[]
  modules: readonly PaymentModule[]
}

type ModuleTender = Pick<Tender, 'kind' | 'account'>

/** Kind and account of the payments of well-known modules. */
const MODULES: Record<string, ModuleTender> = {
  ps_wirepayment: { kind: 'transfer', account: '512' },
  bankwire: { kind: 'transfer', account: '512' },
  ps_checkpayment: { kind: 'cheque', account: '5112' },
  cheque: { kind: 'cheque', account: '5112' },
  ps_checkout: { kind: 'card', account: '511' },
  stripe_official: { kind: 'card', account: '511' },
}
/** For a module that neither the owner nor the till knows. */
const UNKNOWN: ModuleTender = { kind: 'other', account: '' }

/**
 * Whether an owner may map a module to a payment method: an online payment fills no drawer and
 * takes no meal voucher.
 */
export const isWebMeans = ({ kind }: PaymentMethod): boolean =>
  kind !== 'cash' && kind !== 'meal-voucher' && kind !== 'debt'

/** Kind and account of a well-known module, before any choice of the owner; null for any other. */
export const usualTenderOf = (module: string): ModuleTender | null =>
  (Object.hasOwn(MODULES, module) && MODULES[module]) || null

/** Whether the owner or the till knows how a module's payments are booked. */
export const isMapped = (module: string, rules: WebTenderRules): boolean =>
  ownerMethod(module, rules) !== undefined || usualTenderOf(module) !== null

/**
 * Tenders of an order as they are sealed: one for each payment method when the shop's payments add
 * up to the order's total, else one tender of the whole by the order's own module.
 */
export function tendersOfOrder(
  order: ShopOrder,
  payments: readonly ShopPayment[] | undefined,
  rules: WebTenderRules,
  totals: readonly OrderTotal[] = [],
): TenderV1[] {
  const totalCents = centsFromMicros(order.paid.grossMicros)
  if (totalCents === 0) return []
  const paid = new Map<string, number>()
  for (const { method, amountMicros } of paymentsOfOrder(order, payments ?? [], totals)) {
    paid.set(method, (paid.get(method) ?? 0) + centsFromMicros(amountMicros))
  }
  const parts = [...paid].filter(([, cents]) => cents !== 0)
  const isTold =
    parts.every(([, cents]) => cents > 0) &&
    parts.reduce((sum, [, cents]) => sum + cents, 0) === totalCents
  const shares: [string, number][] = isTold ? parts : [[order.payment, totalCents]]
  return shares.map(([method, givenCents]) => {
    const module = moduleOf(method, order, rules)
    return { ...tenderOf(module, rules), name: method || module, givenCents }
  })
}

/**
 * Sum of the payments less the order's total; null when the shop gives no payment. Payments name
 * only the reference: those of a split order count against the sum of all its orders.
 */
export function paymentsDifferCents(
  order: ShopOrder,
  payments: readonly ShopPayment[] | undefined,
  totals: readonly OrderTotal[] = [],
): number | null {
  if (!payments || payments.length === 0) return null
  const paidCents = sumCents(payments)
  const ownCents = paidCents - centsFromMicros(order.paid.grossMicros)
  return ownCents === 0 || totals.length < 2 ? ownCents : paidCents - totalOf(totals)
}

/**
 * The payments of one order. Those of a split order pay its parts one after the other, by their
 * ids: then every cent that was paid is in one part.
 */
function paymentsOfOrder(
  order: ShopOrder,
  payments: readonly ShopPayment[],
  totals: readonly OrderTotal[],
): readonly ShopPayment[] {
  if (totals.length < 2 || sumCents(payments) !== totalOf(totals)) return payments
  let beforeMicros = totals
    .filter(({ orderId }) => orderId < order.orderId)
    .reduce((sum, { totalMicros }) => sum + totalMicros, 0)
  let openMicros = order.paid.grossMicros
  return payments.map(payment => {
    const skipped = Math.min(beforeMicros, payment.amountMicros)
    const amountMicros = Math.min(openMicros, payment.amountMicros - skipped)
    beforeMicros -= skipped
    openMicros -= amountMicros
    return { ...payment, amountMicros }
  })
}

const sumCents = (payments: readonly ShopPayment[]) =>
  payments.reduce((sum, one) => sum + centsFromMicros(one.amountMicros), 0)
const totalOf = (totals: readonly OrderTotal[]) =>
  totals.reduce((sum, { totalMicros }) => sum + centsFromMicros(totalMicros), 0)

/**
 * PrestaShop: a payment holds the module's displayed name, never its internal name (recording
 * order_payments-B-json).
 */
function moduleOf(method: string, order: ShopOrder, { modules }: WebTenderRules): string {
  if (method === order.payment) return order.module
  return modules.find(({ payment }) => payment === method)?.module ?? ''
}

function tenderOf(module: string, rules: WebTenderRules): ModuleTender {
  const method = ownerMethod(module, rules)
  if (method) return { kind: method.kind, account: method.account }
  return usualTenderOf(module) ?? UNKNOWN
}

function ownerMethod(
  module: string,
  { orderTenders, tenderMeans }: WebTenderRules,
): PaymentMethod | undefined {
  const meansId = Object.hasOwn(orderTenders, module) ? orderTenders[module] : undefined
  return tenderMeans.find(method => method.meansId === meansId && isWebMeans(method))
}
