import type { Freshness } from './freshness'
import type {
  RateProof,
  ShopCategory,
  ShopLanguage,
  ShopProduct,
  ShopPromotion,
  ShopVatGroup,
  UnreadableRow,
} from './shopRows'
import type { VatRate } from '@/core/vat'

/**
 * What the till stores of a shop between two syncs, so that the next one asks only for changes. The
 * products are stored separately, one per row.
 */
export interface ShopState {
  /**
   * Identifies the shop and the way of reading it. With another source, everything is read anew.
   */
  source: string
  languageId: number
  languages: ShopLanguage[]
  vatGroups: ShopVatGroup[]
  categories: ShopCategory[]
  /** Prices from which the VAT rates were last derived. */
  rateProofs: RateProof[]
  /** Rates from the shop's tax rules, by VAT group; empty when the key may not read them. */
  taxRates: Record<number, VatRate>
  promotions: ShopPromotion[]
  /** Rates to which a computed rate could be snapped: the French ones and the owner's. */
  knownRates: VatRate[]
  /** Allowed methods of the key, by resource. */
  rights: Record<string, readonly string[]>
  /** How the key must be sent for the shop to see it. */
  keyPlace: 'header' | 'query'
  /** When the rights, languages and VAT groups were last read. */
  tablesReadAt: string
  /** Content-Sha1 of stored answers, by request: the shop then answers 304 when nothing changed. */
  hashes: Record<string, string>
  /** Latest `date_upd` read, in the shop's time zone, without an offset. */
  newestShopTime: string
  /** When each product's whole row was last read, by ranges of ids. */
  freshness: Freshness
  /** When the prices of all articles on sale were last read in one reading. */
  pricesReadAt: string
  /**
   * `productIds`: stored products; `listedIds`: products in the shop's list of active ones. Both
   * ascending.
   */
  productIds: number[]
  listedIds: number[]
}

/** Pieces in stock, by `articleId`; may be below zero. */
export type ShopStock = Record<string, number>

/** A product as last read, and whether the shop listed it as active at that time. */
export interface HeldProduct extends ShopProduct {
  isListed: 0 | 1
}

/** Access of a sync to the stored products, which avoids loading them all at once. */
export interface HeldProducts {
  get: (productIds: readonly number[]) => Promise<HeldProduct[]>
  all: () => Promise<HeldProduct[]>
  idsOfVatGroups: (vatGroupIds: readonly number[]) => Promise<number[]>
}

/** What a sync found in a shop, before anything is applied. */
export interface ShopChanges {
  state: ShopState
  /** False when the shop has not changed: there is nothing to compare or to write. */
  isAnything: boolean
  /** True when everything was read: a product that is not in `put` is gone. */
  isWhole: boolean
  /** The shop's stock; null when it has not changed, or the key may not read it. */
  stock: ShopStock | null
  put: HeldProduct[]
  removedIds: number[]
  unreadable: UnreadableRow[]
}
