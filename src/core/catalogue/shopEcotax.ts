import type { ShopProduct } from './shopRows'
import { centsFromMicros, divideRounded } from '@/core/money'

/**
 * Eco-participation of one piece with VAT, as part of the price. When the price has no reduction,
 * the difference of the two prices gives it. The ecotax field alone is not enough: a shop may tax
 * ecotax at a separate rate, or fill the field and bill none (PS_ECOTAX_TAX_RULES_GROUP_ID,
 * PS_USE_ECOTAX), and the minimal key reads neither setting.
 */
export function ecotaxCents(product: ShopProduct, vatRate: number | null): number {
  const { ecotaxMicros, priceMicros, plainGrossMicros } = product
  const inPriceMicros = priceMicros - plainGrossMicros
  if (inPriceMicros === 0) return 0
  // Plausible when the VAT in it is between 0 % and 20 %.
  const isTold = inPriceMicros >= ecotaxMicros && inPriceMicros <= Math.ceil(ecotaxMicros * 1.2)
  return isTold ? centsFromMicros(inPriceMicros) : withVat(ecotaxMicros, vatRate)
}

/** Cents with VAT from millionths without VAT. */
export function withVat(netMicros: number, vatRate: number | null): number {
  return divideRounded(BigInt(netMicros) * BigInt(10_000 + (vatRate ?? 0)), 10_000n * 10_000n)
}
