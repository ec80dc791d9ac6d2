import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EMPTY_STATE } from '../../support/catalogue/emptyState'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import type { ShopProduct } from '@/core/catalogue/shopRows'
import type { HeldProduct, ShopChanges, ShopState } from '@/core/catalogue/shopState'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { applyCatalogue, type CatalogueChange } from '@/storage/catalogue/catalogue'
import { CatalogueDatabase } from '@/storage/databases'
import { readRecord } from '@/storage/catalogue/heldShop'
import { undoLastImport } from '@/storage/catalogue/undo'

const UNDONE_AT = '2026-11-24T12:00:00.000Z'

/** Ids apart enough to be in several chunks, and few enough to repeat. */
const id = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 505, max: 520 }))
const ids = fc.uniqueArray(id, { maxLength: 8 })
const text = fc.string({ maxLength: 6 })
const at = fc.constantFrom('2026-11-24T11:00:00.000Z', '2026-11-24T12:00:00.000Z')

const article = fc
  .record({
    productId: id,
    combinationId: fc.option(fc.integer({ min: 1, max: 3 })),
    name: text,
    priceCents: fc.integer({ min: 0, max: 99_999 }),
    vatRate: fc.constantFrom(null, 550, 2000),
    checkedAt: at,
  })
  .map(({ productId, combinationId, ...over }) =>
    anArticle({ ...over, articleId: `ps-${productId}${combinationId ? `-${combinationId}` : ''}` }),
  )
const articles = fc.uniqueArray(article, { maxLength: 6, selector: one => one.articleId })

const product = fc
  .record({ productId: id, name: text, isListed: fc.constantFrom(0 as const, 1 as const) })
  .map(over => ({ ...PRODUCT, ...over }))
const products = fc.uniqueArray(product, { maxLength: 6, selector: one => one.productId })

const departments = fc.uniqueArray(
  fc.record({
    departmentId: id.map(one => `ps-${one}`),
    parentId: fc.constantFrom(null, 'ps-1'),
    name: text,
    position: fc.nat({ max: 3 }),
  }),
  { maxLength: 4, selector: one => one.departmentId },
)
const vatGroups = fc.uniqueArray(
  fc.record({
    vatGroupId: id.map(one => `ps-${one}`),
    name: text,
    vatRate: fc.constantFrom(null, 550, 2000),
    evidence: fc.constant({ kind: 'no-group' as const }),
  }),
  { maxLength: 4, selector: one => one.vatGroupId },
)
const state = fc
  .record({
    languageId: fc.integer({ min: 1, max: 2 }),
    newestShopTime: text,
    productIds: ids,
    freshness: fc.array(fc.record({ upToId: id, checkedAt: at }), { maxLength: 2 }),
  })
  .map((over): ShopState => ({ ...EMPTY_STATE, ...over }))

/** Any change, whether it makes sense or not. */
const change = fc.record({
  put: articles,
  retire: fc.uniqueArray(article, { maxLength: 4, selector: one => one.articleId }),
  departments,
  vatGroups,
  products,
  removedIds: ids,
  isWhole: fc.boolean(),
  state,
})
type Change = typeof change extends fc.Arbitrary<infer One> ? One : never

it('undo restores exactly, whatever was held and whatever the import changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async changes => {
      const db = new CatalogueDatabase(`undo-${crypto.randomUUID()}`)
      let beforeLast: Contents | undefined
      for (const [index, one] of changes.entries()) {
        const before = await contents(db)
        const wanted = await importOf(db, one, index)
        await applyCatalogue(db, wanted, () => wanted.run.endedAt)
        // A sync without article changes cannot be undone alone: it is undone with the import
        // before it.
        if (wanted.plan.put.length + wanted.plan.retire.length > 0) beforeLast = before
      }
      const after = await contents(db)
      expect(await undoLastImport(db, UNDONE_AT)).toBe(beforeLast !== undefined)
      expect(await contents(db)).toEqual(beforeLast ?? after)
      expect(await undoLastImport(db, UNDONE_AT)).toBe(false)
      await db.delete()
    }),
    { numRuns: 150, endOnFailure: true },
  )
})

interface Contents {
  articles: Article[]
  products: HeldProduct[]
  tables: unknown[]
  records: unknown[]
}

/** Content of the catalogue without the log, which records the undoing itself. */
async function contents(db: CatalogueDatabase): Promise<Contents> {
  const byId = <Row>(rows: Row[], idOf: (row: Row) => string | number) =>
    rows.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  return {
    articles: byId(await db.shopArticles.toArray(), one => one.articleId),
    products: byId(await db.shopProducts.toArray(), one => one.productId),
    tables: await Promise.all([db.departments.toArray(), db.vatGroups.toArray()]),
    records: await Promise.all(
      (['state', 'oldestCheck', 'languages'] as const).map(name => readRecord(db, name)),
    ),
  }
}

async function importOf(
  db: CatalogueDatabase,
  { put, retire, products, removedIds, isWhole, ...rest }: Change,
  index: number,
): Promise<CatalogueChange> {
  const held = new Set((await db.shopArticles.toArray()).map(one => one.articleId))
  const putIds = new Set(put.map(one => one.articleId))
  const gone = retire.map(one => one.articleId).filter(one => held.has(one) && !putIds.has(one))
  const changes: ShopChanges = {
    state: rest.state,
    isAnything: true,
    isWhole,
    stock: null,
    put: products,
    hostNotice: null,
    removedIds: removedIds.filter(one => !products.some(({ productId }) => productId === one)),
    unreadable: [],
  }
  return {
    plan: { put, retire: gone, created: 0, changed: 0 },
    departments: rest.departments,
    vatGroups: rest.vatGroups,
    changes,
    run: { ...RUN, runId: `run-${index}`, startedAt: `2026-11-24T11:0${index}:00.000Z` },
  }
}

const PRODUCT: ShopProduct = {
  productId: 1,
  name: '',
  reference: '',
  barcodes: [],
  vatGroupId: 1,
  mainCategoryId: 2,
  categoryIds: [],
  imageId: null,
  isActive: true,
  isSaved: true,
  plainNetMicros: 0,
  priceMicros: 0,
  ecotaxMicros: 0,
  purchaseMicros: 0,
  combinations: [],
  updatedAtShopTime: '',
}

const RUN: SyncRun = {
  runId: '',
  host: 'shop.example',
  trigger: 'hand',
  startedAt: '',
  endedAt: '2026-11-24T11:30:00.000Z',
  requests: 0,
  counts: { created: 0, changed: 0, retired: 0, articles: 0, departments: 0, vatGroups: 0 },
  unreadable: [],
  outcome: 'applied',
  error: null,
}
