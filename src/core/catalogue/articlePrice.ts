import type { Article } from './article'
import { shopTimeOf } from './promotions'
import type { ShopCombination, ShopProduct, ShopPromotion, ShopRows } from './shopRows'
import { NO_DATE, pricesOverTime, rowInForce, rowsOfArticle } from './specificPrices'
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

/** What an article's price would be without a promotion, as far as its product tells. */
export interface PlainPrice {
  vatRate: VatRate | null
  /** Of a product without combinations; not used for a combination. */
  regularPriceCents: number
}

/**
 * The price of an article, its promotion and the prices that follow. A combination is given for an
 * article that is one, null for a product without combinations.
 */
export function priceOf(
  product: ShopProduct,
  combination: ShopCombination | null,
  plain: PlainPrice,
  { byProduct, areSeen, shopTime }: PriceLookups,
): PricedPart {
  const shownMicros = combination?.priceMicros ?? product.priceMicros
  const priceCents = centsFromMicros(shownMicros)
  const shown = combination ? undefined : shownPromotion(priceCents, plain)
  const promoted = (endsAt: string | null) =>
    shown ? { priceCents, promotion: { ...shown, endsAt } } : { priceCents }
  if (!areSeen) {
    if (combination) return { priceCents, promotionGap: 'unseen' }
    return shown ? { ...promoted(null), promotionGap: 'end' } : { priceCents }
  }
  const own = [...(byProduct.get(0) ?? []), ...(byProduct.get(product.productId) ?? [])]
  const rows = rowsOfArticle(own, product.productId, combination?.combinationId ?? 0)
  if (rows.length === 0 || plain.vatRate === null) return promoted(null)
  const read = {
    shownMicros,
    baseNetMicros: product.plainNetMicros,
    impactMicros: combination ? combination.details?.impactMicros : 0,
    ecotaxNetMicros: combination?.details?.ecotaxMicros ?? product.ecotaxMicros,
    vatRate: plain.vatRate,
  }
  const prices = pricesOverTime(rows, read, shopTime)
  if (!prices) {
    const to = rowInForce(rows, shopTime)?.toShopTime ?? NO_DATE
    return { ...promoted(to === NO_DATE ? null : to), promotionGap: 'price-after' }
  }
  const { now, later } = prices
  return { ...now, ...(later.length > 0 ? { priceChanges: later } : {}) }
}

/** A promotion that shows as a price below the plain one. */
function shownPromotion(priceCents: number, { regularPriceCents }: PlainPrice) {
  // Rounding the two parts apart can make a difference of one cent.
  return priceCents >= regularPriceCents - 1 ? undefined : { regularPriceCents }
}
