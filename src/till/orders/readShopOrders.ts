import { openShop } from '@/till/catalogue/openShop'
import type { TillContext } from '@/till/context'
import { fail, type Result } from '@/core/errors'
import type { OrderKnowledge } from '@/core/orders/orderLines'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'
import { knownVatRates } from '@/core/catalogue/vatAnswers'
import { openOrderReader, type OrderReader, type OrderTables } from '@/prestashop/readOrders'
import { readRights } from '@/prestashop/readRights'
import type { Surroundings } from '@/prestashop/route'
import { readLaidCatalogue } from '@/storage/catalogue/catalogue'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'

/** Language of order states' names where the till holds no catalogue yet: the shop's first. */
export const FIRST_LANGUAGE = 1

/** Opens the shop for reading its orders; fails where the key may not read them. */
export async function openShopOrders(
  surroundings: Surroundings,
  connection: ShopConnection,
  languageId: number,
): Promise<Result<OrderReader>> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return shop
  const access = await readRights(shop.value)
  if (!access.ok) return access
  const { methodsByResource } = access.value
  if (!methodsByResource.orders?.includes('get')) {
    return fail({ code: 'orders-not-allowed', host: shop.value.host })
  }
  return openOrderReader(shop.value, methodsByResource, languageId)
}

type KnownTables = Pick<OrderTables, 'taxRates' | 'currencies'>

/** What the till's own catalogue knows about ordered articles. */
export async function readOrderKnowledge(
  { catalogueDb, tillDb }: Pick<TillContext, 'catalogueDb' | 'tillDb'>,
  tables: KnownTables,
): Promise<OrderKnowledge> {
  const { articles, departments } = await readLaidCatalogue(catalogueDb, tillDb)
  const names = new Map(departments.map(one => [one.departmentId, one.name]))
  const byId = new Map(articles.map(article => [article.articleId, article]))
  return {
    ...knowledgeOf(tables),
    knownRates: knownVatRates((await readSetting(tillDb, 'vatAnswers')) ?? {}),
    articleOf: articleId => {
      const article = byId.get(articleId)
      const [mainId = ''] = article?.departmentIds ?? []
      return article && { ...article, department: names.get(mainId) ?? '' }
    },
  }
}

/** What can be known without a catalogue: the tax rates and currencies that orders name. */
export const knowledgeOf = ({ taxRates, currencies }: KnownTables): OrderKnowledge => ({
  taxRates,
  currencies,
  articleOf: () => undefined,
  knownRates: FRENCH_VAT_RATES,
})
