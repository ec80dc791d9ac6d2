import { labelCodeOf, type LabelCode } from './labelCode'
import { unitPriceOf, type UnitPrice } from './unitPrice'
import type { Article, SoldBy } from '@/core/catalogue/article'
import { isShippingArticle } from '@/core/catalogue/shippingArticle'

/** What a label says of an article. */
export interface Label {
  articleId: string
  name: string
  /** With VAT, as the till sells it now; null where the price is asked at the counter. */
  priceCents: number | null
  /** What that price is for. */
  soldBy: SoldBy
  /** The price before the promotion that runs; null without one. */
  formerCents: number | null
  /** For comparison: of a kilogram, a litre… Null where it is the price, or not known. */
  unitPrice: UnitPrice | null
  /** Eco-participation in the price; 0 for none. */
  ecotaxCents: number
  code: LabelCode | null
}

/** Whether an article has a label: it is sold still, and stands on a shelf. */
export const canBeLabelled = (
  article: Pick<Article, 'name' | 'isShipping' | 'retiredAt'>,
): boolean => article.retiredAt === null && !isShippingArticle(article)

/**
 * The label of an article at the price that the till sells at. Beside a promotion it says the shop's
 * regular price, as the till does; C. conso. L112-1-1 wants the lowest of the thirty days before,
 * which the till does not know. Eco-participation is said apart (C. env. L541-10-20).
 */
export function labelOf(article: Article): Label {
  const { articleId, name, priceCents, promotion, soldBy = 'piece', ecotaxCents } = article
  const isPriced = priceCents > 0
  const former = promotion?.regularPriceCents ?? 0
  return {
    articleId,
    name,
    priceCents: isPriced ? priceCents : null,
    soldBy,
    formerCents: isPriced && former > priceCents ? former : null,
    unitPrice: isPriced ? unitPriceOf(article) : null,
    ecotaxCents: isPriced ? ecotaxCents : 0,
    code: labelCodeOf(article),
  }
}
