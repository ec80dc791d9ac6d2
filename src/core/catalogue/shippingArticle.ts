import type { Article } from './article'

const CALLED_SHIPPING =
  /^(frais|forfait) (de |d.)?(livraison|port|expedition|envoi)\b|^(shipping|delivery|postage)\b/

/** Whether the name of an article means shipping. */
export function isCalledShipping(name: string): boolean {
  const folded = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
  return CALLED_SHIPPING.test(folded)
}

/** Whether an article is shipping: by the owner's choice, else by its name. */
export function isShippingArticle(article: Pick<Article, 'name' | 'isShipping'>): boolean {
  return article.isShipping ?? isCalledShipping(article.name)
}
