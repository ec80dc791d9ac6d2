import type { Freshness } from './freshness'
import type {
  ShopCategory,
  ShopLanguage,
  ShopProduct,
  ShopPromotion,
  ShopVatGroup,
  UnreadableRow,
} from './shopRows'
import type { VatRate } from '@/core/vat'

/**
 * What the till remembers of a shop between two syncs, so that the next one asks for what
 * changed only. Its products are kept beside it, one a row.
 */
export interface ShopState {
  /** Which shop, and which way of reading it: another one is read anew. */
  source: string
  languageId: number
  languages: ShopLanguage[]
  vatGroups: ShopVatGroup[]
  categories: ShopCategory[]
  /** Rates told by the shop's tax rules, by VAT group; empty where the key may not read them. */
  taxRates: Record<number, VatRate>
  promotions: ShopPromotion[]
  /** Rates a price could be snapped to: the French ones and the owner's. */
  knownRates: VatRate[]
  /** What the key may do, by resource. */
  rights: Record<string, readonly string[]>
  /** Where the shop sees the key. */
  keyPlace: 'header' | 'query'
  /** When the rights, languages and VAT groups were last read. */
  tablesReadAt: string
  /** Content-Sha1 of answers held, by what was asked: the shop then says 304. */
  hashes: Record<string, string>
  /** Latest `date_upd` met, in shop-local time without a zone. */
  newestShopTime: string
  freshness: Freshness
  /** Ids of the products held, ascending, and those of the shop's list of active ones. */
  productIds: number[]
  listedIds: number[]
}

/** Pieces the shop has, by `articleId`; may be below zero. */
export type ShopStock = Record<string, number>

/** A product as last read, and whether the shop's list of active ones had it then. */
export interface HeldProduct extends ShopProduct {
  isListed: 0 | 1
}

/** The products held, as a sync needs them: never all at once unless it must. */
export interface HeldProducts {
  get: (productIds: readonly number[]) => Promise<HeldProduct[]>
  idsOfVatGroups: (vatGroupIds: readonly number[]) => Promise<number[]>
}

/** What a sync found of a shop, before anything is applied. */
export interface ShopChanges {
  state: ShopState
  /** False when the shop is as it was: there is nothing to compare nor to write. */
  isAnything: boolean
  /** True when everything was read, and what is not in `put` is gone. */
  isWhole: boolean
  /** The shop's stock; null when it is as it was, or the key may not read it. */
  stock: ShopStock | null
  put: HeldProduct[]
  removedIds: number[]
  unreadable: UnreadableRow[]
}
