import type { ArticleContent } from './content'
import type { PriceChange } from './specificPrices'
import type { VatRate } from '@/core/vat'

/**
 * Something the shop sells: a PrestaShop product without combinations, one combination of a
 * product, or an article made on the till.
 */
export interface Article {
  /** `ps-20` for product 20, `ps-62-40` for its combination 40. */
  articleId: string
  name: string
  reference: string
  /** EAN-13, EAN-8, UPC or ISBN, as digits; the first one is printed. */
  barcodes: string[]
  /** Every department that lists the article, the main one first. */
  departmentIds: string[]
  /** Price with VAT and eco-participation, as the shop bills it now. */
  priceCents: number
  /** Eco-participation of one piece (PrestaShop's ecotax), with VAT, as part of the price. */
  ecotaxCents: number
  vatGroupId: string
  /** Null when unknown; the article cannot be sold then, because a rate is never guessed. */
  vatRate: VatRate | null
  /** Name of the picture in the picture cache. */
  pictureId: string | null
  /** Common to all combinations of one product; null for an article without combinations. */
  family: ArticleFamily | null
  /** A combination whose name the shop's key could not read: the till gave it a number instead. */
  numbered?: NumberedCombination
  /** Rank among the articles of the shop. */
  position: number
  /** When a sync last read it from the shop. */
  checkedAt: string
  /** When the shop stopped selling it; it stays in the database for history and cannot be sold. */
  retiredAt: string | null
  /** A promotion in force: the price without it, and its end in the shop's time zone. */
  promotion?: { regularPriceCents: number; endsAt: string | null }
  /** Prices the shop has already set for later, by time: they come into force by themselves. */
  priceChanges?: PriceChange[]
  /**
   * What is not known of its promotion: the end, or of a combination whether it has one, when the key
   * may not read promotions; the price that follows, when promotions do not explain the shop's price.
   */
  promotionGap?: 'end' | 'unseen' | 'price-after'
  /**
   * Purchase price of one piece, without VAT, in millionths; absent when the shop does not give it.
   */
  purchaseMicros?: number
  /** Colour of the tile, 0 to 7; absent when the owner chose none. */
  tint?: number
  isFavourite?: boolean
  /** Hidden from the tiles by the owner; a scan or a search still finds it. */
  isHidden?: boolean
  /** Whether it is shipping, by the owner's choice; when absent, its name decides. */
  isShipping?: boolean
  /**
   * Whether meal vouchers may pay it, by the owner's choice; when absent, its department decides.
   */
  takesMealVouchers?: boolean
  /**
   * How it is sold, by the owner's choice; absent for the piece. Only the owner can know: PrestaShop
   * has the unit of a price for comparison (`unity`), which whole jars have too.
   */
  soldBy?: Exclude<SoldBy, 'piece'>
  /** What a piece holds, for a price per kilogram or litre; absent where the shop says nothing. */
  content?: ArticleContent
}

export interface NumberedCombination {
  /** Its rank among the combinations of its product, from 1: it is called `#1`. */
  number: number
  /** What the owner calls it instead, as long as the shop's own name is not known. */
  byOwner?: string
}

/** What a quantity of one stands for: a piece, a kilogram or a metre. */
export type SoldBy = (typeof SOLD_BY)[number]

export const SOLD_BY = ['piece', 'weight', 'length'] as const

/** Prefix of the ids of articles made on the till; a sync never changes these articles. */
export const OWN_ARTICLE = 'own-'

export interface ArticleFamily {
  familyId: string
  name: string
}

/** A group of articles; a PrestaShop category. */
export interface Department {
  departmentId: string
  /** Null at the top level. */
  parentId: string | null
  name: string
  position: number
}

/** A PrestaShop tax rules group and the rate found for it. */
export interface VatGroup {
  vatGroupId: string
  name: string
  vatRate: VatRate | null
  /** Where the rate comes from, shown to the owner and to an inspector. */
  evidence: VatEvidence
}

export type VatEvidence =
  | { kind: 'prices'; articleId: string; netMicros: number; grossMicros: number }
  | { kind: 'no-group' }
  | { kind: 'no-priced-article' }
  | { kind: 'prices-disagree'; vatRates: VatRate[] }
  | { kind: 'rate-not-known'; vatRate: VatRate }
  /** The prices and the group's name give two different rates. */
  | { kind: 'name-disagrees'; vatRate: VatRate; nameRate: VatRate }
  /** From the shop's tax rules, when no price gave a rate. */
  | { kind: 'tax-rules' }
  /** From the owner, when the shop's prices gave no rate. */
  | { kind: 'owner' }

/** Whether an article may be sold now: the shop still sells it, and its VAT rate is known. */
export function isSellable(article: Article): article is Article & { vatRate: VatRate } {
  return article.retiredAt === null && article.vatRate !== null
}
