import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { aSyncedTill, aTillInTime, contents, onSale, sync, synced } from '../../support/syncing'
import { oldestCheck } from '@/core/catalogue/freshness'
import { grownArticles } from '@/demo/catalogue/grow'
import { changeShop, type ShopChange } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import { readRecord } from '@/storage/catalogue/heldShop'
import type { TillContext } from '@/till/context'

const NOW = '2026-11-24 12:00:00'
const MANY = { articles: grownArticles(1_200) }

/** A sync that the till begins by itself. */
const ITSELF = { trigger: 'automatic' } as const

/** A large shop, synced so lately that its prices are not due yet. */
async function aFreshTill() {
  const made = await aSyncedTill(MANY)
  made.till.minute -= 10
  return made
}

const byId = async (context: TillContext) =>
  new Map((await contents(context)).articles.map(article => [article.articleId, article]))

const combinationsOf = (shop: ShopServer) => shop.data.tables.combinations?.length ?? 0

describe('an update of a large shop', () => {
  it('that finds nothing asks three times and writes nothing but its line in the log', async () => {
    const { till, shop } = await aFreshTill()
    await synced(till, shop, ITSELF)
    const tables = [
      'articleChunks',
      'departments',
      'vatGroups',
      'productChunks',
      'shopRecords',
    ] as const
    const writes = tables.flatMap(name =>
      (['put', 'bulkPut', 'bulkDelete', 'bulkUpdate', 'delete', 'clear'] as const).map(method =>
        vi.spyOn(till.catalogueDb[name], method),
      ),
    )
    const run = await synced(till, shop, ITSELF)
    expect(run).toMatchObject({ outcome: 'unchanged', requests: 3 })
    expect(shop.requests.map(request => request.status)).toContain(304)
    for (const write of writes) expect(write).not.toHaveBeenCalled()
  })

  it('finds fifty changes in five requests', async () => {
    const { till, shop } = await aFreshTill()
    for (let id = 201; id <= 250; id += 1) {
      changeShop(shop.data, { kind: 'price', productId: id, netPrice: '10.000000' }, NOW)
    }
    const run = await synced(till, shop, ITSELF)
    expect(run.requests).toBeLessThanOrEqual(5)
    expect(run.outcome).toBe('applied')
    expect(run.counts.changed).toBeGreaterThanOrEqual(50)
    expect(await synced(till, shop)).toMatchObject({ outcome: 'unchanged' })
  })

  const CHANGES: [string, ShopChange, string][] = [
    ['a price', { kind: 'price', productId: 201, netPrice: '10.000000' }, 'changed'],
    ['a name', { kind: 'name', productId: 201, name: 'Autre nom' }, 'changed'],
    ['an article switched off', { kind: 'active', productId: 201, isActive: false }, 'retired'],
    ['an article deleted', { kind: 'delete', productId: 201 }, 'retired'],
    [
      'a new article',
      { kind: 'add', productId: 9_000, name: 'Neuf', netPrice: '5.000000' },
      'created',
    ],
  ]
  it.each(CHANGES)('finds %s at once', async (_name, change, count) => {
    const { till, shop } = await aFreshTill()
    changeShop(shop.data, change, NOW)
    const run = await synced(till, shop, ITSELF)
    expect(run.counts).toMatchObject({ created: 0, changed: 0, retired: 0, [count]: 1 })
    expect(run.requests).toBeLessThanOrEqual(6)
  })

  it('reads every whole row again within a day, in a few requests more each time', async () => {
    const { till, shop } = await aSyncedTill(MANY)
    changeShop(shop.data, { kind: 'picture', productId: 600, pictureId: 9 }, NOW)
    const hours: number[] = []
    for (let hour = 1; hour <= 24; hour += 1) {
      till.minute += 60
      const run = await synced(till, shop, ITSELF)
      expect(run.requests).toBeLessThanOrEqual(24)
      if (run.counts.changed > 0) hours.push(hour)
    }
    expect(hours).toHaveLength(1)
    expect((await byId(till)).get('ps-600')?.pictureId).toBe('9')
    const state = await readRecord(till.catalogueDb, 'state')
    const oldest = Date.parse(oldestCheck(state?.freshness ?? []) ?? '')
    expect(Date.parse(till.now().at) - oldest).toBeLessThanOrEqual(24 * 3_600_000)
  })

  it('reads every article again when the owner asks for it', async () => {
    const { till, shop } = await aSyncedTill(MANY)
    const change = {
      kind: 'price',
      productId: 600,
      netPrice: '10.000000',
      movesDate: false,
    } as const
    changeShop(shop.data, change, NOW)
    expect(await synced(till, shop, { sweep: 'all' })).toMatchObject({ counts: { changed: 1 } })
  })

  it('reads a whole group again when its rate moves, and asks before applying', async () => {
    const { till, shop } = await aSyncedTill(MANY)
    changeShop(shop.data, { kind: 'vat', vatGroupId: 2, ratePercent: '13.000' }, NOW)
    till.minute += 120
    const run = await synced(till, shop)
    expect(run.outcome).toBe('waiting')
    const pending = await readRecord(till.catalogueDb, 'pending')
    expect(pending?.reasons).toEqual(['vat-changed'])
    // The group's name still says 10 %: the owner must say which rate is right.
    const rates = pending?.list.map(change => [change.before.vatRate, change.vatRate])
    expect(new Set(rates?.map(String))).toEqual(new Set(['1000,']))
    await applyPending(till)
    const { vatGroups } = await contents(till)
    expect(vatGroups.find(group => group.vatGroupId === 'ps-2')?.evidence).toEqual({
      kind: 'name-disagrees',
      vatRate: 1300,
      nameRate: 1000,
    })
  })

  it('asks the shop that was chosen among several', async () => {
    const { till, shop } = await aSyncedTill()
    await synced(till, shop, { shopId: 2 })
    expect(shop.requests.length).toBeGreaterThan(5)
    expect(shop.requests.every(({ path }) => path.includes('id_shop=2'))).toBe(true)
  })

  it('reads another language when the till changes its own', async () => {
    const { till, shop } = await aSyncedTill(MANY)
    expect((await byId(till)).get('ps-1')?.name).toBe('Café moulu Éthiopie 250 g')
    till.minute -= 10
    const run = await synced(till, shop, { ...ITSELF, languages: ['en'] })
    expect(run.counts).toMatchObject({ created: 0, retired: 0 })
    // Names only: no price is requested again.
    const asked = shop.requests.filter(({ path }) => path.includes('products?display'))
    expect(asked.some(({ path }) => path.includes('display=[id,name]'))).toBe(true)
    expect(asked.every(({ path }) => !path.includes('price['))).toBe(true)
    const fresh = aTillInTime()
    await synced(fresh, shop, { languages: ['en'] })
    expect(await onSale(till)).toEqual(await onSale(fresh))
    expect((await byId(till)).get('ps-1')?.name).not.toContain('moulu')
  })
})

it('a sync of what changed ends where a first sync would, whatever the changes', async () => {
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('price' as const),
      productId: fc.integer({ min: 1, max: 30 }),
      netPrice: fc.constantFrom('1.000000', '4.739336', '9.090000', '0.000000'),
    }),
    fc.record({
      kind: fc.constant('active' as const),
      productId: fc.integer({ min: 1, max: 30 }),
      isActive: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('delete' as const),
      productId: fc.integer({ min: 31, max: 40 }),
    }),
    fc.record({
      kind: fc.constant('name' as const),
      productId: fc.integer({ min: 1, max: 30 }),
      name: fc.constantFrom('Un', 'Deux', '<b>Trois</b> ]]>'),
    }),
  )
  const rounds = fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(rounds, async rounds => {
      const { till, shop } = await aSyncedTill()
      let second = 0
      for (const changes of rounds) {
        for (const one of changes) {
          second += 1
          changeShop(shop.data, one, `2026-11-24 12:00:${String(second).padStart(2, '0')}`)
        }
        till.minute += 5
        const run = await synced(till, shop)
        if (run.outcome === 'waiting') await applyPending(till)
        expect(await synced(till, shop)).toMatchObject({ outcome: 'unchanged' })
      }
      const fresh = aTillInTime()
      await synced(fresh, shop)
      expect(await onSale(till)).toEqual(await onSale(fresh))
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

it('a shop that changes in mid-paging is whole after the next sync', async () => {
  const context = aTillInTime()
  const shop = createDemoShop(MANY)
  const changes: ShopChange[] = [
    { kind: 'price', productId: 201, netPrice: '33.000000' },
    { kind: 'delete', productId: 900 },
    { kind: 'add', productId: 9_100, name: 'En cours de route', netPrice: '4.000000' },
    { kind: 'active', productId: 1_000, isActive: false },
  ]
  let step = 0
  await synced(context, shop, {
    onStep: () => {
      step += 1
      const change = step > 4 ? changes.shift() : undefined
      if (change) changeShop(shop.data, change, NOW)
    },
  })
  expect(changes).toEqual([])
  context.minute += 15
  await synced(context, shop)
  const fresh = aTillInTime()
  await synced(fresh, shop)
  expect(await onSale(context)).toEqual(await onSale(fresh))
})

describe('a shop that never existed before', () => {
  it('of 1 200 articles is read in few requests', async () => {
    const context = aTillInTime()
    const shop = createDemoShop(MANY)
    const run = await sync(context, shop)
    if (!run.ok) throw new Error(run.error.code)
    expect(run.value.requests).toBeLessThanOrEqual(12 + Math.ceil(combinationsOf(shop) / 15))
  })
})
