import { ARTICLES, type DemoVat } from '../../src/demo/catalogue/articles'
import { netPrice } from '../../src/demo/catalogue/tables'
import type { ShopChange } from '../../src/demo/changes'

/** An article as the shop has it now, known without asking the till. */
export interface ShopArticle {
  id: number
  priceCents: number
  /** 2000 is 20 %. */
  vatRate: number
  vat: DemoVat
}

export interface Shop {
  articles: ShopArticle[]
  /** Gives a few articles another price, a little off; the ledger follows at once. */
  changePrices: (next: () => number) => Promise<void>
}

/** Articles with a plain price, of those whose tiles are in sight. */
export function followShop(origin: string, shown: readonly number[]): Shop {
  const articles = ARTICLES.flatMap(({ id, vat, priceCents, options, reduction, ecotaxCents }) =>
    shown.includes(id) && !options && !reduction && !ecotaxCents
      ? { id, vat, priceCents, vatRate: vat === 'none' ? 0 : Math.round(Number(vat) * 100) }
      : [],
  )
  return {
    articles,
    changePrices: async next => {
      for (let change = 0; change < 3; change += 1) {
        const article = articles[Math.floor(next() * articles.length)]!
        article.priceCents += next() < 0.5 ? -5 : 5
        const netCents = netPrice(article.priceCents, article.vat)
        await order(origin, { kind: 'price', productId: article.id, netPrice: netCents })
      }
    },
  }
}

async function order(origin: string, change: ShopChange): Promise<void> {
  const answer = await fetch(`${origin}/demo/control`, {
    method: 'POST',
    body: JSON.stringify({ change }),
  })
  if (!answer.ok) throw new Error(`the shop refused a change: ${answer.status}`)
}
