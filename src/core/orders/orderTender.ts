import { centsFromMicros } from '@/core/money'
import type { TenderV1 } from '@/core/journal/events/saleV1'
import type { Tender, PaymentMethod } from '@/core/payment/tender'
import type { ShopOrder, ShopPayment } from './shopOrder'

/** A payment module of the shop: its internal name, and what it calls itself. */
export interface PaymentModule {
  module: string
  payment: string
}

/** What the owner says of payments of the web, and the modules met so far. */
export interface WebTenderRules {
  /** Id of a means of payment, by the module that stands for it. */
  orderTenders: Readonly<Record<string, string>>
  tenderMeans: readonly PaymentMethod[]
  modules: readonly PaymentModule[]
}

type ModuleTender = Pick<Tender, 'kind' | 'account'>

/** Means of payment that well-known modules stand for, and where they are booked. */
const MODULES: Record<string, ModuleTender> = {
  ps_wirepayment: { kind: 'transfer', account: '512' },
  bankwire: { kind: 'transfer', account: '512' },
  ps_checkpayment: { kind: 'cheque', account: '5112' },
  cheque: { kind: 'cheque', account: '5112' },
  ps_checkout: { kind: 'card', account: '511' },
  stripe_official: { kind: 'card', account: '511' },
}
/** Where nothing tells what a module is: booked as the owner's other means are. */
const UNKNOWN: ModuleTender = { kind: 'other', account: '' }

/** Means that an owner may give a module: the web fills no drawer and takes no meal voucher. */
export const isWebMeans = ({ kind }: PaymentMethod): boolean =>
  kind !== 'cash' && kind !== 'meal-voucher' && kind !== 'debt'

/** What a module is booked as without the owner's word; null for one nobody knows. */
export const usualTenderOf = (module: string): ModuleTender | null =>
  (Object.hasOwn(MODULES, module) && MODULES[module]) || null

/** Whether the owner, or else the till, knows what a module stands for. */
export const isMapped = (module: string, rules: WebTenderRules): boolean =>
  ownerMeans(module, rules) !== undefined || usualTenderOf(module) !== null

/**
 * What an order was paid with, as it is sealed. Where the shop tells payments that come to its
 * total, each with its amount; else the whole by the order's own module.
 */
export function tendersOfOrder(
  order: ShopOrder,
  payments: readonly ShopPayment[] | undefined,
  rules: WebTenderRules,
): TenderV1[] {
  const totalCents = centsFromMicros(order.paid.grossMicros)
  if (totalCents === 0) return []
  const paid = new Map<string, number>()
  for (const { method, amountMicros } of payments ?? []) {
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

/** What the payments come to, less the order's total; null where none is told. */
export function paymentsDifferCents(
  order: ShopOrder,
  payments: readonly ShopPayment[] | undefined,
): number | null {
  if (!payments || payments.length === 0) return null
  const paidCents = payments.reduce((sum, one) => sum + centsFromMicros(one.amountMicros), 0)
  return paidCents - centsFromMicros(order.paid.grossMicros)
}

/** A payment names what its module calls itself, never the module (order_payments-B-json). */
function moduleOf(method: string, order: ShopOrder, { modules }: WebTenderRules): string {
  if (method === order.payment) return order.module
  return modules.find(({ payment }) => payment === method)?.module ?? ''
}

function tenderOf(module: string, rules: WebTenderRules): ModuleTender {
  const means = ownerMeans(module, rules)
  if (means) return { kind: means.kind, account: means.account }
  return usualTenderOf(module) ?? UNKNOWN
}

function ownerMeans(
  module: string,
  { orderTenders, tenderMeans }: WebTenderRules,
): PaymentMethod | undefined {
  const meansId = Object.hasOwn(orderTenders, module) ? orderTenders[module] : undefined
  return tenderMeans.find(method => method.meansId === meansId && isWebMeans(method))
}
