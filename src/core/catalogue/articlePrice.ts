import type { Article } from './article'
import { shopTimeOf } from './promotions'
import { ecotaxCents } from './shopEcotax'
import type { ShopCombination, ShopProduct, ShopPromotion, ShopRows } from './shopRows'
import { pricesOverTime, rowInForce, rowsOfArticle } from './specificPrices'
import { centsFromMicros } from '@/core/money'
import type { VatRate } from '@/core/vat'

/** The shop's promotions, and when the stored prices were read. */
export interface PriceLookups {
  byProduct: ReadonlyMap<number, ShopPromotion[]>
  /** Whether the key may read promotions. */
  areSeen: boolean
  shopTime: string
}

/** Prepares the promotions of a shop; `checkedAt` is used when no time of reading is known. */
export function promotionsOf(rows: ShopRows, checkedAt: string): PriceLookups {
  const byProduct = new Map<number, ShopPromotion[]>()
  for (const row of rows.promotions) {
    byProduct.set(row.productId, [...(byProduct.get(row.productId) ?? []), row])
  }
  return {
    byProduct,
    areSeen: !rows.rights || (rows.rights.specific_prices?.includes('get') ?? false),
    shopTime: shopTimeOf(rows.pricedAt ?? checkedAt),
  }
}

type PricedPart = Pick<Article, 'priceCents' | 'promotion' | 'priceChanges' | 'promotionGap'>

/**
 * The price of an article, its promotion and the prices that follow. A combination is given for an
 * article that is one, null for a product without combinations.
 */
export function priceOf(
  product: ShopProduct,
  combination: ShopCombination | null,
  vatRate: VatRate | null,
  lookups: PriceLookups,
): PricedPart {
  const shownMicros = combination?.priceMicros ?? product.priceMicros
  const priceCents = centsFromMicros(shownMicros)
  const { byProduct, areSeen, shopTime } = lookups
  const own = [...(byProduct.get(0) ?? []), ...(byProduct.get(product.productId) ?? [])]
  const rows = rowsOfArticle(own, product.productId, combination?.combinationId ?? 0)
  const shown = combination ? undefined : shownPromotion(product, vatRate)
  if (!areSeen) {
    // Of a combination, the price without promotion is not known either.
    const isReduced = combination ? shownPromotion(product, vatRate) !== undefined : !!shown
    return {
      priceCents,
      ...(shown ? { promotion: { ...shown, endsAt: null } } : {}),
      ...(isReduced ? { promotionGap: 'end' } : {}),
    }
  }
  if (rows.length === 0 || vatRate === null) {
    return { priceCents, ...(shown ? { promotion: { ...shown, endsAt: null } } : {}) }
  }
  const read = {
    shownMicros,
    baseNetMicros: product.baseNetMicros,
    impactMicros: combination ? combination.details?.impactMicros : 0,
    ecotaxNetMicros: combination?.details?.ecotaxMicros ?? product.ecotaxMicros,
    vatRate,
  }
  const prices = pricesOverTime(rows, read, shopTime)
  if (!prices) {
    const to = rowInForce(rows, shopTime)?.toShopTime ?? ''
    const endsAt = to.startsWith('0') || to === '' ? null : to
    return {
      priceCents,
      ...(shown ? { promotion: { ...shown, endsAt } } : {}),
      promotionGap: 'price-after',
    }
  }
  const { now, later } = prices
  return { ...now, ...(later.length > 0 ? { priceChanges: later } : {}) }
}

/** A promotion that shows as a price below the plain one. */
function shownPromotion(product: ShopProduct, vatRate: VatRate | null) {
  const regularPriceCents =
    centsFromMicros(product.plainGrossMicros) + ecotaxCents(product, vatRate)
  // Rounding the two parts apart can make a difference of one cent.
  if (centsFromMicros(product.priceMicros) >= regularPriceCents - 1) return undefined
  return { regularPriceCents }
}
