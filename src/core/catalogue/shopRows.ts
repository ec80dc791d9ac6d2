import type { ArticleContent } from './content'
import type { VatRate } from '@/core/vat'

/**
 * Rows of a PrestaShop shop, decoded and validated, before they become articles. Amounts are in
 * millionths (`…Micros`), because PrestaShop stores six decimals; they are rounded once, when they
 * become a price of an article.
 */
export interface ShopRows {
  languages: ShopLanguage[]
  /** Language of the names. */
  languageId: number
  vatGroups: ShopVatGroup[]
  categories: ShopCategory[]
  products: ShopProduct[]
  /** Prices with and without VAT of a few products of each VAT group. */
  rateProofs: RateProof[]
  /** Rates from the shop's tax rules, by VAT group; empty when the key may not read them. */
  taxRates: Record<number, VatRate>
  /** Promotions for every visitor; empty when the key may not read them. */
  promotions: ShopPromotion[]
  /** Rows that could not be decoded: listed in the sync report, never priced 0. */
  unreadable: UnreadableRow[]
  /** Allowed methods of the key, by resource; absent when not known. */
  rights?: Record<string, readonly string[]>
  /** When prices and promotions were read, ISO 8601; when the catalogue is made, if absent. */
  pricedAt?: string
}

/**
 * A price of its own for every visitor, from one piece on (PrestaShop's specific_prices); the
 * computed price already includes it.
 */
export interface ShopPromotion {
  /** 0 when it applies to all products. */
  productId: number
  /** 0 when it applies to all combinations of the product. */
  combinationId: number
  /** In the shop's time zone; all zeroes when the promotion has no beginning or no end. */
  fromShopTime: string
  toShopTime: string
  fromQuantity: number
  /** 0 when it was made for this product, and not by a rule for many. */
  ruleId: number
  /** Rank by the shop's priorities: a row for a shop, currency, country or group comes first. */
  score: number
  /** Replaces the product's own price, without VAT; null for a reduction alone. */
  fixedNetMicros: number | null
  reductionKind: 'percent' | 'amount'
  /** Millionths: of the price, or of the currency. */
  reductionMicros: number
  isReductionGross: boolean
  /** False when only the shop knows whether it applies (a country the key may not compare). */
  isForSure: boolean
}

export interface ShopLanguage {
  languageId: number
  name: string
  isoCode: string
  isActive: boolean
}

export interface ShopVatGroup {
  vatGroupId: number
  name: string
  isActive: boolean
  isDeleted: boolean
}

export interface ShopCategory {
  categoryId: number
  /** 0 for the root. */
  parentId: number
  isRoot: boolean
  isActive: boolean
  position: number
  name: string
}

export interface ShopProduct {
  productId: number
  name: string
  reference: string
  barcodes: string[]
  /** 0 when the product has no tax rules group. */
  vatGroupId: number
  mainCategoryId: number
  categoryIds: number[]
  /** Id of the cover picture; null without one. */
  imageId: number | null
  isActive: boolean
  /** False for a draft begun in the back office and never saved (`state` 0). */
  isSaved: boolean
  /** Price of the product's sheet: without VAT, reduction, ecotax nor impact of a combination. */
  plainNetMicros: number
  /** Price of one piece for a visitor: reductions, ecotax and VAT included. */
  priceMicros: number
  /** Eco-participation of one piece, without VAT. */
  ecotaxMicros: number
  /** Purchase price of one piece, without VAT; 0 when the shop does not give it. */
  purchaseMicros: number
  /** Empty for a product without combinations. */
  combinations: ShopCombination[]
  /** In the shop's time zone, without an offset, as PrestaShop gives it. */
  updatedAtShopTime: string
  /** What a piece holds, for a price per kilogram or litre; absent when the shop says nothing. */
  content?: ArticleContent
}

/**
 * Two prices the shop computed of a product, with and without VAT, both without reduction and
 * without ecotax: a VAT rate is derived from them.
 */
export interface RateProof {
  productId: number
  vatGroupId: number
  plainNetMicros: number
  plainGrossMicros: number
}

export interface ShopCombination {
  combinationId: number
  /** Price of one piece for a visitor; null when the shop does not give it. */
  priceMicros: number | null
  /** Details of the combination; null when the key may not read combinations. */
  details: CombinationDetails | null
}

export interface CombinationDetails {
  /** Values of its options in the shop's order: `S · Taupe`; empty when they have no name. */
  name: string
  reference: string
  barcodes: string[]
  /** What the combination adds to the product's own price, without VAT; may be below zero. */
  impactMicros: number
  /** The combination's own eco-participation, without VAT; absent when it has the product's. */
  ecotaxMicros?: number
  /** What it adds to the product's price of a kilogram or litre; absent when nothing. */
  unitImpactMicros?: number
}

export interface UnreadableRow {
  resource: string
  /** Null when even the id could not be read. */
  id: number | null
  detail: string
}
