import type { VatRate } from '@/core/vat'

/**
 * What is sold: a PrestaShop product without combinations, one combination of a product,
 * or an article made on the till.
 */
export interface Article {
  /** `ps-20` for product 20, `ps-62-40` for its combination 40. */
  articleId: string
  name: string
  reference: string
  /** EAN-13, EAN-8, UPC or ISBN, as digits; the first is the one printed. */
  barcodes: string[]
  /** Every department that lists it, the main one first. */
  departmentIds: string[]
  /** Shelf price with VAT and eco-participation, as the shop bills it now. */
  priceCents: number
  /** Share of the price of one that is eco-participation (PrestaShop's ecotax), with VAT. */
  ecotaxCents: number
  vatGroupId: string
  /** Unknown (null) forbids selling: a rate is never guessed. */
  vatRate: VatRate | null
  /** Name of its picture in the picture cache. */
  pictureId: string | null
  /** Combinations of one product share a family; null for a plain article. */
  family: ArticleFamily | null
  /** Place among the articles of its shop, for screens. */
  position: number
  /** When a sync last read it from the shop. */
  checkedAt: string
  /** When the shop stopped selling it; kept for history, no longer sold. */
  retiredAt: string | null
  /** A promotion in force: the price without it, and its end in shop-local time. */
  promotion?: { regularPriceCents: number; endsAt: string | null }
  /** What the shop pays for one, without VAT, in millionths; absent where it never said. */
  purchaseMicros?: number
  /** Tint of its tile, 0 to 7, where the owner chose one. */
  tint?: number
  isFavourite?: boolean
  /** Off the shelf by the owner's choice; still found by its code. */
  isHidden?: boolean
  /** Shipping of goods, or not, by the owner's choice; without it, its name tells. */
  isShipping?: boolean
  /** Meal vouchers may pay it, or not, by the owner's choice; without it, as its department. */
  takesMealVouchers?: boolean
}

/** Beginning of the ids of articles made on the till; a sync never touches them. */
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
  /** Why the rate is what it is: what an owner or an inspector is shown. */
  evidence: VatEvidence
}

export type VatEvidence =
  | { kind: 'prices'; articleId: string; netMicros: number; grossMicros: number }
  | { kind: 'no-group' }
  | { kind: 'no-priced-article' }
  | { kind: 'prices-disagree'; vatRates: VatRate[] }
  | { kind: 'rate-not-known'; vatRate: VatRate }
  /** The prices tell one rate, the name of the group another. */
  | { kind: 'name-disagrees'; vatRate: VatRate; nameRate: VatRate }
  /** The shop's own tax rules, where no price could tell. */
  | { kind: 'tax-rules' }
  /** The owner said it, where the shop's prices could not. */
  | { kind: 'owner' }

/** Whether it may be sold now: still in the shop, and its VAT rate known. */
export function isSellable(article: Article): article is Article & { vatRate: VatRate } {
  return article.retiredAt === null && article.vatRate !== null
}
