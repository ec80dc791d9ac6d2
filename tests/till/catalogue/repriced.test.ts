import { expect, it } from 'vitest'
import { aSyncedTill, contents, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { readSyncs } from '@/storage/catalogue/catalogue'
import { keepSetting } from '@/storage/settings/settings'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import { undoSync } from '@/till/catalogue/undoSync'

const dearer = { kind: 'price', productId: 20, netPrice: '41.000000' } as const

it('a sync keeps which articles it priced anew, and the first one keeps none', async () => {
  const { till, shop, first } = await aSyncedTill()
  expect(first.repriced).toBeUndefined()
  changeShop(shop.data, dearer, '2026-11-24 12:10:00')
  changeShop(shop.data, { kind: 'name', productId: 21, name: 'Autre' }, '2026-11-24 12:10:00')
  changeShop(
    shop.data,
    { kind: 'add', productId: 900, name: 'Neuf', netPrice: '5.000000' },
    '2026-11-24 12:10:00',
  )
  const run = await synced(till, shop)
  expect(run.repriced).toEqual({ articleIds: ['ps-20', 'ps-900'], more: 0 })
  expect((await readSyncs(till.catalogueDb)).runs[0]?.repriced).toEqual(run.repriced)
})

it('a sync that waited for the owner keeps them once it is applied', async () => {
  const { till, shop } = await aSyncedTill()
  await keepSetting(till.tillDb, 'asksBeforeImport', true)
  changeShop(shop.data, dearer, '2026-11-24 12:10:00')
  const waiting = await synced(till, shop)
  expect(waiting).toMatchObject({ outcome: 'waiting' })
  expect(waiting.repriced).toBeUndefined()
  const applied = await applyPending(till)
  expect(applied).toMatchObject({ ok: true, value: { repriced: { articleIds: ['ps-20'] } } })
  const { runs } = await readSyncs(till.catalogueDb)
  expect(runs.filter(one => one.repriced)).toHaveLength(1)
  await undoSync(till)
  const after = await readSyncs(till.catalogueDb)
  expect(after.runs.find(one => one.repriced)?.outcome).toBe('undone')
})

it('syncs that priced articles anew outlive a hundred that did not', async () => {
  const { till, shop } = await aSyncedTill()
  changeShop(shop.data, dearer, '2026-11-24 12:10:00')
  const priced = await synced(till, shop)
  const { syncRuns } = till.catalogueDb
  const { repriced: _none, ...quiet } = priced
  await syncRuns.bulkAdd(
    Array.from({ length: 150 }, (_run, at) => ({
      ...quiet,
      runId: `quiet-${at}`,
      startedAt: new Date(Date.UTC(2026, 11, 1, 0, at)).toISOString(),
    })),
  )
  till.minute += 60 * 24 * 30
  await synced(till, shop)
  const { runs } = await readSyncs(till.catalogueDb)
  expect(runs).toHaveLength(101)
  expect(runs.at(-1)?.runId).toBe(priced.runId)
})

it('an article has what the shop says that a piece of it holds', async () => {
  const { till } = await aSyncedTill()
  const coffee = (await contents(till)).articles.find(({ articleId }) => articleId === 'ps-1')
  expect(coffee?.content).toEqual({ unit: 'kg', billionths: 250_000_000 })
})
