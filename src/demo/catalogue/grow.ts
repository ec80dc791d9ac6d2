import { ARTICLES, type DemoArticle } from './articles'

/**
 * A catalogue of many articles for measurements: the demo's own articles repeated under other
 * names, prices and numbers. The same count gives the same catalogue.
 */
export function grownArticles(count: number): DemoArticle[] {
  const source = ARTICLES.filter(article => article.isActive !== false)
  return Array.from({ length: count }, (_none, index) => {
    const article = source[index % source.length] as DemoArticle
    const series = Math.floor(index / source.length)
    if (series === 0) return article
    return {
      ...article,
      id: 100 + index,
      fr: `${article.fr} ${series}`,
      en: `${article.en} ${series}`,
      priceCents: article.priceCents + series,
    }
  })
}
