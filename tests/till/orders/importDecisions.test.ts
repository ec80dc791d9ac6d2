import { describe, expect, it } from 'vitest'
import { aSyncedTill, aTillInTime, contents, synced } from '../../support/syncing'
import { grownArticles } from '@/demo/catalogue/grow'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readSyncs } from '@/storage/catalogue/catalogue'
import { keepSetting } from '@/storage/settings/settings'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import type { TillContext } from '@/till/context'
import { undoSync } from '@/till/catalogue/undoSync'

const NOW = '2026-11-24 12:00:00'

const priceOf = async (context: TillContext, id: string) =>
  (await contents(context)).articles.find(one => one.articleId === id)?.priceCents

function raise(shop: ShopServer) {
  changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '10.000000' }, NOW)
}

function switchOff(shop: ShopServer, count: number) {
  for (let productId = 1; productId <= count; productId += 1) {
    changeShop(shop.data, { kind: 'active', productId, isActive: false }, NOW)
  }
}

describe('what must be seen before it is applied', () => {
  it('a first import and small changes ask nothing', async () => {
    const { till, shop, first } = await aSyncedTill()
    expect(first.outcome).toBe('applied')
    raise(shop)
    expect((await synced(till, shop)).outcome).toBe('applied')
  })

  it('more than a twentieth of the articles going needs a tap, and is listed', async () => {
    const { till, shop } = await aSyncedTill()
    const before = await contents(till)
    switchOff(shop, 6)
    expect((await synced(till, shop)).outcome).toBe('waiting')
    expect(await contents(till)).toEqual(before)
    const { pending } = await readSyncs(till.catalogueDb)
    expect(pending?.reasons).toEqual(['many-gone'])
    expect(pending?.list.every(change => change.kind === 'retired')).toBe(true)

    const applied = await applyPending(till)
    expect(applied).toMatchObject({ ok: true, value: { outcome: 'applied' } })
    const { articles } = await contents(till)
    expect(articles.filter(one => one.retiredAt !== null)).toHaveLength(pending?.list.length ?? 0)
    expect(await applyPending(till)).toBeUndefined()
    expect((await readSyncs(till.catalogueDb)).pending).toBeNull()
    expect((await synced(till, shop)).outcome).toBe('unchanged')
  })

  it('every change, when the owner wants to see each', async () => {
    const { till, shop } = await aSyncedTill()
    await keepSetting(till.tillDb, 'asksBeforeImport', true)
    raise(shop)
    changeShop(shop.data, { kind: 'name', productId: 2, name: 'Autre' }, NOW)
    expect((await synced(till, shop)).outcome).toBe('waiting')
    const { pending } = await readSyncs(till.catalogueDb)
    expect(pending?.list).toEqual([
      expect.objectContaining({ articleId: 'ps-1', priceCents: 1055, before: { priceCents: 790 } }),
      expect.objectContaining({ articleId: 'ps-2', name: 'Autre', kind: 'changed' }),
    ])
  })

  it('a change found by reading everything still waits after a sync that only reads new dates', async () => {
    const { till, shop } = await aSyncedTill({ articles: grownArticles(600) })
    for (let productId = 200; productId < 400; productId += 1) {
      const row = shop.data.tables.products?.find(one => one.id === productId)
      if (row) row.fields.active = '0'
    }
    expect((await synced(till, shop, { sweep: 'all' })).outcome).toBe('waiting')
    expect((await synced(till, shop)).outcome).toBe('waiting')
  })

  it('a waiting import is read again, and disappears when the shop reverts it', async () => {
    const { till, shop } = await aSyncedTill()
    switchOff(shop, 6)
    await synced(till, shop)
    till.minute += 15
    expect((await synced(till, shop)).outcome).toBe('waiting')
    for (let productId = 1; productId <= 6; productId += 1) {
      changeShop(shop.data, { kind: 'active', productId, isActive: true }, '2026-09-01 09:00:00')
    }
    expect((await synced(till, shop)).outcome).toBe('unchanged')
    expect((await readSyncs(till.catalogueDb)).pending).toBeNull()
  })
})

describe('undo', () => {
  it('restores exactly, and the same import does not come back by itself', async () => {
    const { till, shop } = await aSyncedTill()
    const before = await contents(till)
    const heldBefore = await till.catalogueDb.shopProducts.toArray()
    changeShop(shop.data, { kind: 'add', productId: 900, name: 'Neuf', netPrice: '5' }, NOW)
    raise(shop)
    switchOff(shop, 2)
    shop.data.tables.categories?.pop()
    await synced(till, shop)
    expect(await contents(till)).not.toEqual(before)

    expect(await undoSync(till)).toBe(true)
    expect(await contents(till)).toEqual(before)
    expect(await till.catalogueDb.shopProducts.toArray()).toEqual(heldBefore)
    expect(await undoSync(till)).toBe(false)

    expect((await synced(till, shop)).outcome).toBe('waiting')
    const { pending, runs } = await readSyncs(till.catalogueDb)
    expect(pending?.reasons).toContain('undone-before')
    expect(runs.map(run => run.outcome)).toEqual(['waiting', 'undone', 'applied'])
    await applyPending(till)
    expect(await priceOf(till, 'ps-900')).toBe(528)
    const later = '2026-11-24 12:05:00'
    changeShop(shop.data, { kind: 'price', productId: 5, netPrice: '20.000000' }, later)
    expect((await synced(till, shop)).outcome).toBe('applied')
  })

  it('of a first import empties the catalogue, and asks before it is filled again', async () => {
    const context = aTillInTime()
    const shop = createDemoShop()
    await synced(context, shop)
    await undoSync(context)
    expect(await contents(context)).toEqual({ articles: [], departments: [], vatGroups: [] })
    expect((await synced(context, shop)).outcome).toBe('waiting')
  })

  it('stays possible after syncs that found nothing', async () => {
    const { till, shop } = await aSyncedTill()
    raise(shop)
    await synced(till, shop)
    till.minute += 30
    await synced(till, shop)
    expect((await readSyncs(till.catalogueDb)).undoable?.outcome).toBe('applied')
    await undoSync(till)
    expect(await priceOf(till, 'ps-1')).toBe(790)
  })
})
