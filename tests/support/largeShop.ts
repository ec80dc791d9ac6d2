import type { DemoArticle } from '@/demo/catalogue/articles'
import { grownArticles } from '@/demo/catalogue/grow'
import { createDemoShop } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'

/** A shop of so many products, with so many combinations, four to a product. */
export function largeShop(products: number, combinations: number): ShopServer {
  let left = combinations
  const articles = grownArticles(products).map((article): DemoArticle => {
    const { options: _own, ...plain } = article
    // Of the last products, some get one more, so that the number comes out.
    const count = left === 5 ? 5 : Math.min(4, left)
    left -= count
    if (count === 0) return plain
    const options = Array.from({ length: count }, (_none, index) => ({
      fr: `Taille ${index}`,
      en: `Size ${index}`,
      impactCents: index * 100,
    }))
    return { ...plain, options }
  })
  return createDemoShop({ articles })
}
