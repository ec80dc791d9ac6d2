import { allocate } from '@/core/money'
import { shippingVatRate, type VatRate } from '@/core/vat'

/**
 * How the VAT of a shipping line is found: it follows the goods (their rate, or on a mixed ticket
 * the lowest rate above 0 %), it is the article's own rate, or it is split in proportion to the
 * goods. Source: the shop owner's rule (help/fr/livraison.md); BOI-TVA-BASE-10-20.
 */
export const SHIPPING_RULES = ['follows-goods', 'own-rate', 'in-proportion'] as const
export type ShippingRule = (typeof SHIPPING_RULES)[number]

/** Why a shipping line has its rate, shown on the line. */
export type ShippingReason = 'goods' | 'lowest' | 'untaxed' | 'no-goods' | 'own-rate' | 'split'

/** Amount of goods at one rate, which shipping follows. */
export interface ShippedGoods {
  vatRate: VatRate
  grossCents: number
}

export interface ShippingVat {
  reason: ShippingReason
  /** Amounts at each rate, lowest rate first; they sum to the line. */
  shares: { vatRate: VatRate; grossCents: number }[]
}

/**
 * VAT of a shipping line next to the goods of its ticket. Without goods it is a service at its
 * article's own rate.
 */
export function shippingVat(
  rule: ShippingRule,
  grossCents: number,
  ownRate: VatRate,
  goods: readonly ShippedGoods[],
): ShippingVat {
  const rates = [...new Set(goods.map(one => one.vatRate))].sort((a, b) => a - b)
  const [only] = rates
  if (rule === 'own-rate') return whole('own-rate', ownRate, grossCents)
  if (only === undefined) return whole('no-goods', ownRate, grossCents)
  if (rates.length === 1) return whole(only === 0 ? 'untaxed' : 'goods', only, grossCents)
  if (rule === 'follows-goods') return whole('lowest', shippingVatRate(rates), grossCents)

  const weights = rates.map(rate =>
    goods.reduce((sum, one) => (one.vatRate === rate ? sum + one.grossCents : sum), 0),
  )
  const parts = allocate(grossCents, weights)
  const shares = rates.map((vatRate, index) => ({ vatRate, grossCents: parts[index] ?? 0 }))
  return { reason: 'split', shares: shares.filter(share => share.grossCents !== 0) }
}

const whole = (reason: ShippingReason, vatRate: VatRate, grossCents: number): ShippingVat => ({
  reason,
  shares: [{ vatRate, grossCents }],
})
