import { shopTimeOf } from '@/core/catalogue/promotions'
import type { ShopPromotion } from '@/core/catalogue/shopRows'
import type { ShopState } from '@/core/catalogue/shopState'
import { boundariesAfter } from '@/core/catalogue/specificPrices'
import { valueText } from '@/core/sameValue'

/**
 * Products whose price may have moved with a promotion since the last sync: one was made, changed or
 * deleted, has begun or has ended. PrestaShop moves no date then; they are read again, so that every
 * stored price agrees with the promotions known at the same time.
 */
export function productsOfMovedPromotions(
  known: ShopState,
  promotions: readonly ShopPromotion[],
  at: string,
): number[] {
  const moved = new Set<number>()
  const [before, after] = [textByProduct(known.promotions), textByProduct(promotions)]
  for (const id of [...before.keys(), ...after.keys()]) {
    if (before.get(id) !== after.get(id)) moved.add(id)
  }
  const since = shopTimeOf(known.pricedAt ?? at)
  for (const row of promotions) {
    const next = boundariesAfter([row], since)[0]
    if (next !== undefined && next <= shopTimeOf(at)) moved.add(row.productId)
  }
  // Product 0 stands for all of them.
  const ids = moved.has(0) ? [...moved, ...known.productIds] : [...moved]
  const existing = new Set(known.productIds)
  return [...new Set(ids)].filter(id => existing.has(id))
}

function textByProduct(promotions: readonly ShopPromotion[]): Map<number, string> {
  const texts = new Map<number, string>()
  for (const row of promotions) {
    texts.set(row.productId, (texts.get(row.productId) ?? '') + valueText(row))
  }
  return texts
}
