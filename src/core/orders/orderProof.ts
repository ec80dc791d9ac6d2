import type { OrderKnowledge } from './orderLines'
import { articleIdOf, type Billed, type ShopOrder } from './shopOrder'
import type { UnnumberedSale } from '@/core/payment/settle'
import { centsFromMicros } from '@/core/money'
import { shippingVatRate, splitVat, type VatRate } from '@/core/vat'

/** Why the till computes another amount for an order than the shop billed. */
export const PROOF_CAUSES = [
  'rounding-per-item',
  'rounding-per-line',
  'rounding-on-total',
  'vat-group',
  'voucher',
  'unknown',
] as const
export type ProofCause = (typeof PROOF_CAUSES)[number]

/** An order computed again by the till, compared with what the shop billed. */
export interface OrderProof {
  orderId: number
  reference: string
  /**
   * `differenceCents` is of the total, `vatDifferenceCents` of its VAT: the till's amount less the
   * shop's.
   */
  differenceCents: number
  vatDifferenceCents: number
  /** Null when both agree to the cent. */
  cause: ProofCause | null
  /** Set when the shop billed shipping at another rate than the owner's rule gives. */
  shipping: { billedRate: VatRate; ruleRate: VatRate } | null
}

type Rounding = 'item' | 'line' | 'total'
/** PrestaShop's values of PS_ROUND_TYPE. */
const ROUNDINGS: Record<number, Rounding> = { 1: 'item', 2: 'line', 3: 'total' }

/**
 * Computes an order again with the till's own rules: price with VAT times quantity, rounded by the
 * order's round type, VAT computed on the sum of each rate. Tells whether both agree to the cent,
 * and if not, which rounding or which VAT group would explain the difference.
 */
export function proveOrder(
  order: ShopOrder,
  sale: UnnumberedSale,
  knowledge: OrderKnowledge,
): OrderProof {
  const rounding = ROUNDINGS[order.roundType] ?? 'line'
  const differenceCents = ownTotalCents(order, rounding) - sale.totalCents
  const ownVatCents = sumOf(
    sale.vat.map(({ grossCents, vatRate }) => splitVat(grossCents, vatRate).vatCents),
  )
  const vatDifferenceCents = ownVatCents - sumOf(sale.vat.map(({ vatCents }) => vatCents))
  const isSame = differenceCents === 0 && vatDifferenceCents === 0
  return {
    orderId: order.orderId,
    reference: order.reference,
    differenceCents,
    vatDifferenceCents,
    cause: isSame ? null : causeOf(order, sale, knowledge, differenceCents),
    shipping: shippingOf(sale),
  }
}

/** The shipping rate by the owner's rule, when it differs from the billed rate; else null. */
function shippingOf({ lines }: UnnumberedSale): OrderProof['shipping'] {
  const shipping = lines.find(line => line.kind === 'shipping')
  if (!shipping) return null
  const goods = lines.filter(line => line.kind === 'goods').map(({ vatRate }) => vatRate)
  const ruleRate = shippingVatRate(goods)
  return shipping.vatRate === ruleRate ? null : { billedRate: shipping.vatRate, ruleRate }
}

function causeOf(
  order: ShopOrder,
  sale: UnnumberedSale,
  knowledge: OrderKnowledge,
  differenceCents: number,
): ProofCause {
  if (differenceCents !== 0) {
    const rounding = (['item', 'line', 'total'] as const).find(
      one => ownTotalCents(order, one) === sale.totalCents,
    )
    return rounding === undefined
      ? 'unknown'
      : rounding === 'total'
        ? 'rounding-on-total'
        : `rounding-per-${rounding}`
  }
  const isMapped = order.rows.every((row, index) => {
    const vatRate = knowledge.articleOf(articleIdOf(row))?.vatRate ?? null
    return vatRate === null || vatRate === sale.lines[index]?.vatRate
  })
  if (!isMapped) return 'vat-group'
  // The shop rounds the VAT of each line, the till the VAT of each rate.
  return order.discount.grossMicros > 0 ? 'voucher' : 'rounding-per-line'
}

function ownTotalCents(order: ShopOrder, rounding: Rounding): number {
  const besides = [order.shipping, order.wrapping].map(grossCents)
  const goodsMicros = order.rows.map(row =>
    rounding === 'item'
      ? centsFromMicros(row.unit.grossMicros) * 10_000 * row.quantity
      : row.unit.grossMicros * row.quantity,
  )
  const goodsCents =
    rounding === 'total'
      ? centsFromMicros(sumOf(goodsMicros))
      : sumOf(goodsMicros.map(micros => centsFromMicros(micros)))
  return goodsCents + sumOf(besides) - grossCents(order.discount)
}

const grossCents = ({ grossMicros }: Billed) => centsFromMicros(grossMicros)
const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
