import { centsFromMicros, divideRounded } from '@/core/money'
import type { RateProof, ShopProduct } from './shopRows'
import type { VatRate } from '@/core/vat'

/** Proofs of each VAT group, the dearest first: it tells the rate most exactly. */
export function proofsByGroup(proofs: readonly RateProof[]): Map<number, RateProof[]> {
  const byGroup = new Map<number, RateProof[]>()
  for (const proof of proofs) {
    const group = byGroup.get(proof.vatGroupId)
    if (group) group.push(proof)
    else byGroup.set(proof.vatGroupId, [proof])
  }
  for (const group of byGroup.values()) {
    group.sort((a, b) => b.plainNetMicros - a.plainNetMicros || a.productId - b.productId)
  }
  return byGroup
}

/**
 * Price of a product's sheet with VAT, in millionths: without reduction, ecotax nor impact of a
 * combination. Where the rate of its group is not certain, the group's dearest proof gives the
 * ratio; without a proof there is no VAT to add.
 */
export function plainGrossMicros(
  { plainNetMicros, vatGroupId }: Pick<ShopProduct, 'plainNetMicros' | 'vatGroupId'>,
  vatRate: VatRate | null,
  byGroup: ReadonlyMap<number, readonly RateProof[]>,
): number {
  if (vatRate !== null) {
    return divideRounded(BigInt(plainNetMicros) * BigInt(10_000 + vatRate), 10_000n)
  }
  const proof = byGroup.get(vatGroupId)?.[0]
  if (!proof || proof.plainNetMicros === 0) return plainNetMicros
  return divideRounded(
    BigInt(plainNetMicros) * BigInt(proof.plainGrossMicros),
    BigInt(proof.plainNetMicros),
  )
}

/**
 * Eco-participation of one piece with VAT, as part of the price. When the price has no reduction,
 * the difference of the two prices gives it. The ecotax field alone is not enough: a shop may tax
 * ecotax at a separate rate, or fill the field and bill none (PS_ECOTAX_TAX_RULES_GROUP_ID,
 * PS_USE_ECOTAX), and the minimal key reads neither setting.
 */
export function ecotaxOf(product: ShopProduct, plainGross: number, vatRate: number | null): number {
  const { ecotaxMicros, priceMicros } = product
  const inPriceMicros = priceMicros - plainGross
  // PrestaShop computes in binary floats: its last decimal may differ by one.
  if (Math.abs(inPriceMicros) <= 2) return 0
  // Plausible when the VAT in it is between 0 % and 20 %.
  const isTold = inPriceMicros >= ecotaxMicros && inPriceMicros <= Math.ceil(ecotaxMicros * 1.2)
  return isTold ? centsFromMicros(inPriceMicros) : withVat(ecotaxMicros, vatRate)
}

/** Cents with VAT from millionths without VAT. */
export function withVat(netMicros: number, vatRate: number | null): number {
  return divideRounded(BigInt(netMicros) * BigInt(10_000 + (vatRate ?? 0)), 10_000n * 10_000n)
}
