import { describe, expect, it, vi } from 'vitest'
import { aSyncedTill, aTillInTime, contents, sync, synced } from '../support/syncing'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import type { Misbehaviour } from '@/demo/webservice/misbehaviour'

const NOW = '2026-11-24 12:00:00'

describe('a sync', () => {
  it('brings the demo shop with the minimal key, in few requests', async () => {
    const { till, first } = await aSyncedTill()
    const { articles, departments, vatGroups } = await contents(till)
    expect(first.counts).toMatchObject({ created: articles.length, changed: 0, retired: 0 })
    expect(articles.length).toBe(first.counts.articles)
    expect(departments.find(one => one.name === 'Thés verts')?.parentId).toBe('ps-5')
    expect(departments.map(one => one.name)).not.toContain('Anciennes vitrines')
    expect(vatGroups.map(group => group.vatRate)).toEqual([2000, 1000, 550, 210, 0])
    expect(articles.find(one => one.name === 'Bouilloire électrique émaillée')).toMatchObject({
      priceCents: 5550,
      ecotaxCents: 60,
    })
    expect(first.requests).toBeLessThanOrEqual(9)
  })

  it('a second time changes nothing', async () => {
    const { till, shop } = await aSyncedTill()
    const before = await contents(till)
    const second = await sync(till, shop)
    expect(second).toMatchObject({
      ok: true,
      value: { counts: { created: 0, changed: 0, retired: 0 } },
    })
    expect(await contents(till)).toEqual(before)
  })

  it('updates, adds and retires instead of doubling; what comes back is on sale again', async () => {
    const { till, shop } = await aSyncedTill()
    changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '10.000000' }, NOW)
    changeShop(shop.data, { kind: 'name', productId: 2, name: 'Café du matin' }, NOW)
    changeShop(shop.data, { kind: 'active', productId: 3, isActive: false }, NOW)
    changeShop(
      shop.data,
      { kind: 'add', productId: 900, name: 'Nouveau', netPrice: '4.739336' },
      NOW,
    )
    const second = await sync(till, shop)
    expect(second).toMatchObject({
      ok: true,
      value: { counts: { created: 1, changed: 2, retired: 1 } },
    })

    const byId = new Map((await contents(till)).articles.map(one => [one.articleId, one]))
    expect(byId.get('ps-1')?.priceCents).toBe(1055)
    expect(byId.get('ps-2')?.name).toBe('Café du matin')
    expect(byId.get('ps-3')?.retiredAt).not.toBeNull()
    expect(byId.get('ps-900')?.priceCents).toBe(500)

    changeShop(shop.data, { kind: 'active', productId: 3, isActive: true }, NOW)
    await sync(till, shop)
    const back = (await contents(till)).articles.find(one => one.articleId === 'ps-3')
    expect(back?.retiredAt).toBeNull()
  })

  it('does not empty the till when the shop suddenly has nothing to sell', async () => {
    const { till, shop } = await aSyncedTill()
    const before = await contents(till)
    for (const row of shop.data.tables.products ?? []) row.fields.active = '0'
    expect(await sync(till, shop)).toMatchObject({ error: { code: 'shop-catalogue-empty' } })
    expect(await contents(till)).toEqual(before)
  })

  it('says which article could not be read, and prices it never', async () => {
    const { till, shop } = await aSyncedTill()
    changeShop(shop.data, { kind: 'price', productId: 4, netPrice: 'gratuit' }, NOW)
    const second = await sync(till, shop)
    expect(second).toMatchObject({
      ok: true,
      value: { unreadable: [{ resource: 'products', id: 4 }] },
    })
    // Unreadable is not gone: the article keeps the price it had.
    const kept = (await contents(till)).articles.find(one => one.articleId === 'ps-4')
    expect(kept).toMatchObject({ priceCents: 1240, retiredAt: null })
  })
})

describe('whatever stops a sync, the catalogue stays the old one', () => {
  const KINDS: [Misbehaviour['kind'], string][] = [
    ['empty-500', 'shop-failing'],
    ['maintenance-503', 'shop-failing'],
    ['too-many-429', 'shop-failing'],
    ['cut', 'shop-'],
    ['home-page', 'shop-not-prestashop'],
    ['unreachable', 'shop-'],
  ]

  it.each(KINDS)('%s at each request of an update', { timeout: 60_000 }, async (kind, code) => {
    const { till, shop } = await aChangedShop()
    const before = await contents(till)
    const requests = await requestsOfAnUpdate()
    // A shop that asks to wait is waited for: two requests of it are enough.
    const step = kind === 'too-many-429' || kind === 'maintenance-503' ? 3 : 1
    for (let after = 0; after < requests; after += step) {
      shop.behave()
      shop.misbehave({ kind, after })
      const failed = await sync(till, shop)
      expect(failed, `request ${after}`).toMatchObject({ ok: false })
      if (!failed.ok) expect(failed.error.code).toContain(code)
      expect(await contents(till)).toEqual(before)
    }
    shop.behave()
    expect(await sync(till, shop)).toMatchObject({ ok: true, value: { counts: { changed: 1 } } })
  })

  it.each(['cut', 'home-page', 'empty-500'] as const)(
    '%s at each request of a first sync',
    { timeout: 60_000 },
    async kind => {
      const shop = createDemoShop()
      const { requests } = await synced(aTillInTime(), shop)
      for (let after = 0; after < requests; after += 1) {
        const till = aTillInTime()
        shop.misbehave({ kind, after })
        expect(await sync(till, shop), `request ${after}`).toMatchObject({ ok: false })
        expect((await contents(till)).articles).toEqual([])
        shop.behave()
        expect(await sync(till, shop)).toMatchObject({ ok: true, value: { outcome: 'applied' } })
      }
    },
  )

  it('a cancel, or a killed tab, at each step', async () => {
    const { till, shop } = await aChangedShop()
    const before = await contents(till)
    let steps = 0
    await synced(aTillInTime(), shop, { onStep: () => (steps += 1) })
    for (let at = 0; at < steps; at += 1) {
      const stop = new AbortController()
      let step = 0
      const onStep = () => {
        if (step === at) stop.abort()
        step += 1
      }
      const cancelled = await sync(till, shop, { signal: stop.signal, onStep })
      // The last steps are not met by an update: it had ended before.
      if (step <= at || cancelled.ok) break
      expect(cancelled, `step ${at}`).toMatchObject({ error: { code: 'sync-cancelled' } })
      expect(await contents(till)).toEqual(before)
    }
  })

  it.each(['articleChunks', 'departments', 'vatGroups', 'syncRuns'] as const)(
    'a disk that refuses while %s are written',
    async table => {
      const { till, shop } = await aSyncedTill()
      const before = await contents(till)
      changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, NOW)
      shop.data.tables.categories?.pop()
      shop.data.tables.tax_rule_groups?.forEach(row => (row.fields.name = 'Autre nom'))
      till.minute += 120
      const method =
        table === 'syncRuns' ? 'put' : table === 'departments' ? 'bulkDelete' : 'bulkPut'
      const methods = till.catalogueDb[table] as unknown as Record<string, () => unknown>
      const broken = vi.spyOn(methods, method)
      broken.mockImplementation(() => {
        throw new DOMException('the disk is full', 'QuotaExceededError')
      })
      await expect(sync(till, shop)).resolves.toMatchObject({
        error: { code: 'catalogue-not-written' },
      })
      broken.mockRestore()
      expect(await contents(till)).toEqual(before)
    },
  )
})

async function aChangedShop() {
  const { till, shop } = await aSyncedTill()
  changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, NOW)
  return { till, shop }
}

async function requestsOfAnUpdate(): Promise<number> {
  const { till, shop } = await aChangedShop()
  return (await synced(till, shop)).requests
}
