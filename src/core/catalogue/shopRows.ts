import type { VatRate } from '@/core/vat'

/**
 * Rows of a PrestaShop, decoded and validated, before they become articles. Amounts are
 * millionths (`…Micros`), as PrestaShop keeps six decimals; they are rounded once, when
 * they become a shelf price.
 */
export interface ShopRows {
  languages: ShopLanguage[]
  /** The language the names are in. */
  languageId: number
  vatGroups: ShopVatGroup[]
  categories: ShopCategory[]
  products: ShopProduct[]
  /** Rates told by the shop's tax rules, by VAT group; empty where the key may not read them. */
  taxRates: Record<number, VatRate>
  /** Promotions for every visitor; empty where the key may not read them. */
  promotions: ShopPromotion[]
  /** Rows that could not be decoded: said in the sync report, never priced 0. */
  unreadable: UnreadableRow[]
}

/** A price cut for every visitor; its effect is in the computed price already. */
export interface ShopPromotion {
  productId: number
  /** 0 for all combinations of the product. */
  combinationId: number
  /** Shop-local times; all zeroes where the promotion has no beginning or no end. */
  fromShopTime: string
  toShopTime: string
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
  /** 0 above the root. */
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
  /** Without reduction nor ecotax: what a VAT rate is derived from. */
  plainNetMicros: number
  plainGrossMicros: number
  /** What a visitor pays for one piece: reductions, ecotax and VAT included. */
  priceMicros: number
  /** Eco-participation of one, without VAT. */
  ecotaxMicros: number
  /** What the shop pays for one piece, without VAT; 0 where it never said. */
  purchaseMicros: number
  /** Empty for a product without combinations. */
  combinations: ShopCombination[]
  /** Shop-local time without a zone, as PrestaShop gives it. */
  updatedAtShopTime: string
}

export interface ShopCombination {
  combinationId: number
  /** What a visitor pays for one piece of it; null when the shop did not say. */
  priceMicros: number | null
  /** What the shop calls it; null where the key may not read combinations. */
  details: CombinationDetails | null
}

export interface CombinationDetails {
  /** Its options, in the shop's order: `S · Taupe`; empty where they have no name. */
  name: string
  reference: string
  barcodes: string[]
  /** Its own eco-participation, without VAT; absent where it is the product's. */
  ecotaxMicros?: number
}

export interface UnreadableRow {
  resource: string
  /** Null when even the id could not be read. */
  id: number | null
  detail: string
}
