import {
  articleChanges,
  reasonsToAsk,
  type ArticleChange,
  type ReasonToAsk,
} from '@/core/catalogue/articleChanges'
import type { Department, VatGroup } from '@/core/catalogue/article'
import { countDepartmentChanges } from '@/core/catalogue/departmentTree'
import { repricedBy } from '@/core/catalogue/repriced'
import { catalogueFromShop, planCatalogue, type CataloguePlan } from '@/core/catalogue/catalogue'
import { fail, ok, type Result, type TillError } from '@/core/errors'
import type { HeldProduct, ShopChanges } from '@/core/catalogue/shopState'
import type { Repriced, SyncCounts, SyncRun } from '@/core/catalogue/syncRun'
import { withVatAnswers } from '@/core/catalogue/vatAnswers'
import { listArticles, readSyncs } from '@/storage/catalogue/catalogue'
import { listHeldProducts, readRecord } from '@/storage/catalogue/heldShop'
import { readSetting } from '@/storage/settings/settings'
import type { TillContext } from '@/till/context'

/** What an import would write, and whether the owner must see it first. */
export interface PreparedImport {
  /** False when the catalogue already matches the shop. */
  isAnything: boolean
  plan: CataloguePlan
  departments: Department[]
  vatGroups: VatGroup[]
  list: ArticleChange[]
  reasons: ReasonToAsk[]
  counts: SyncCounts
  /** What the record of the sync says of it; empty where no article is priced anew. */
  priced: { repriced?: Repriced }
}

/** Compares what a sync read with the catalogue. Reads only. */
export async function prepareImport(
  till: SyncTill,
  changes: ShopChanges,
  run: SyncRun,
): Promise<Result<PreparedImport>> {
  const { catalogueDb, tillDb } = till
  if (!changes.isAnything) return ok(await nothing(till))

  const products = await productsAfter(till, changes)
  const { articles, departments, vatGroups } = catalogueFromShop(
    { ...changes.state, products, unreadable: [] },
    till.now().at,
    changes.state.knownRates,
  )
  const current = await listArticles(catalogueDb)
  const unreadable = changes.unreadable.filter(row => row.resource === 'products')
  const hadArticles = current.length > 0
  const departmentsChanged = hadArticles
    ? countDepartmentChanges(await catalogueDb.departments.toArray(), departments)
    : 0
  const plan = planCatalogue(
    current,
    articles,
    unreadable.flatMap(({ id }) => id ?? []),
  )
  if (articles.length === 0 && current.some(article => article.retiredAt === null)) {
    return fail<TillError>({ code: 'shop-catalogue-empty', host: run.host })
  }
  // Articles are sold at the rates the owner answered, too: a shop's rate that replaces one is a
  // change to show.
  const answers = (await readSetting(tillDb, 'vatAnswers')) ?? {}
  const before = { articles: current, vatGroups: await catalogueDb.vatGroups.toArray() }
  const shown = withVatAnswers(before, answers).articles
  const put = withVatAnswers({ articles: plan.put, vatGroups }, answers).articles
  const list = articleChanges(shown, { ...plan, put })
  const repriced = repricedBy(list, !hadArticles)
  return ok({
    isAnything: true,
    plan,
    departments,
    vatGroups,
    list,
    reasons: reasonsToAsk(shown, list, {
      asksAlways: (await readSetting(tillDb, 'asksBeforeImport')) ?? false,
      wasUndone: (await readRecord(catalogueDb, 'wasUndone')) ?? false,
    }),
    counts: {
      created: plan.created,
      changed: plan.changed + departmentsChanged,
      departmentsChanged,
      retired: plan.retire.length,
      articles: articles.length,
      departments: departments.length,
      vatGroups: vatGroups.length,
    },
    priced: repriced ? { repriced } : {},
  })
}

/** All products of the shop: the stored ones, with the changes applied. */
async function productsAfter(till: SyncTill, changes: ShopChanges): Promise<HeldProduct[]> {
  if (changes.isWhole) return changes.put
  const byId = new Map(
    (await listHeldProducts(till.catalogueDb)).map(product => [product.productId, product]),
  )
  for (const id of changes.removedIds) byId.delete(id)
  for (const product of changes.put) byId.set(product.productId, product)
  return [...byId.values()].sort((a, b) => a.productId - b.productId)
}

async function nothing({ catalogueDb }: SyncTill): Promise<PreparedImport> {
  const { lastRun } = await readSyncs(catalogueDb)
  const last = lastRun?.counts ?? { articles: 0, departments: 0, vatGroups: 0 }
  return {
    isAnything: false,
    plan: { put: [], retire: [], created: 0, changed: 0 },
    departments: [],
    vatGroups: [],
    list: [],
    reasons: [],
    counts: { ...last, created: 0, changed: 0, departmentsChanged: 0, retired: 0 },
    priced: {},
  }
}

export type SyncTill = Pick<TillContext, 'catalogueDb' | 'tillDb' | 'tillCode' | 'now' | 'newId'>
