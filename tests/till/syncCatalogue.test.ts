import { describe, expect, it, vi } from 'vitest'
import { aTill } from '../support/factory'
import { sameOrigin } from '../support/surroundings'
import { changeShop } from '@/demo/changes'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import type { Misbehaviour } from '@/demo/webservice/misbehaviour'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readCatalogue } from '@/storage/catalogue'
import { syncCatalogue } from '@/till/syncCatalogue'
import type { Till } from '@/till/till'

const NOW = '2026-11-24 12:00:00'

function sync(
  till: Till,
  shop: ShopServer,
  signal = new AbortController().signal,
  onStep?: () => void,
) {
  return syncCatalogue(till, sameOrigin(shop), {
    connection: { address: 'http://shop.example', key: DEMO_KEYS.minimal },
    preferredLanguages: ['fr'],
    signal,
    onProgress: () => onStep?.(),
  })
}

async function synced() {
  const till = aTill()
  const shop = createDemoShop()
  const first = await sync(till, shop)
  if (!first.ok) throw new Error(JSON.stringify(first.error))
  return { till, shop, first: first.value }
}

const contents = async (till: Till) => {
  const { articles, departments, vatGroups } = await readCatalogue(till.catalogueDb)
  return { articles, departments, vatGroups }
}

describe('a sync', () => {
  it('brings the demo shop with the minimal key, in few requests', async () => {
    const { till, shop, first } = await synced()
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
    expect(first.requests).toBeLessThanOrEqual(8)
    expect(new Set(shop.requests.map(request => request.keyName))).toEqual(new Set(['minimal']))
  })

  it('a second time changes nothing', async () => {
    const { till, shop } = await synced()
    const before = await contents(till)
    const puts = vi.spyOn(till.catalogueDb.articles, 'bulkPut')
    const second = await sync(till, shop)
    expect(second).toMatchObject({
      ok: true,
      value: { counts: { created: 0, changed: 0, retired: 0 } },
    })
    expect(puts).toHaveBeenCalledWith([])
    expect(await contents(till)).toEqual(before)
  })

  it('updates, adds and retires instead of doubling; what comes back is on sale again', async () => {
    const { till, shop } = await synced()
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

  it('sees a VAT rate that changed', async () => {
    const { till, shop } = await synced()
    changeShop(shop.data, { kind: 'vat', vatGroupId: 2, ratePercent: '13.000' }, NOW)
    await sync(till, shop)
    const { vatGroups } = await contents(till)
    expect(vatGroups.find(group => group.vatGroupId === 'ps-2')?.vatRate).toBe(1300)
  })

  it('does not empty the till when the shop suddenly has nothing to sell', async () => {
    const { till, shop } = await synced()
    const before = await contents(till)
    shop.data.tables.products = []
    expect(await sync(till, shop)).toMatchObject({ error: { code: 'shop-catalogue-empty' } })
    expect(await contents(till)).toEqual(before)
  })

  it('says which article could not be read, and prices it never', async () => {
    const { till, shop } = await synced()
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

  it.each(KINDS)('%s at each request', { timeout: 60_000 }, async (kind, code) => {
    const { till, shop, first } = await synced()
    const before = await contents(till)
    changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, NOW)
    // A shop that asks to wait is waited for: two requests of it are enough.
    const step = kind === 'too-many-429' || kind === 'maintenance-503' ? 4 : 1
    for (let after = 0; after < first.requests; after += step) {
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

  it('a cancel, or a killed tab, at each step', async () => {
    const { till, shop } = await synced()
    const before = await contents(till)
    changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, NOW)
    let steps = 0
    await sync(aTill(), shop, undefined, () => (steps += 1))
    for (let at = 0; at < steps - 1; at += 1) {
      const stop = new AbortController()
      let step = 0
      const cancelled = await sync(till, shop, stop.signal, () => {
        if (step === at) stop.abort()
        step += 1
      })
      expect(cancelled, `step ${at}`).toMatchObject({ error: { code: 'sync-cancelled' } })
      expect(await contents(till)).toEqual(before)
    }
  })

  it.each(['articles', 'departments', 'vatGroups', 'syncRuns'] as const)(
    'a disk that refuses while %s are written',
    async table => {
      const { till, shop } = await synced()
      const before = await contents(till)
      changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, NOW)
      shop.data.tables.categories?.pop()
      changeShop(shop.data, { kind: 'vat', vatGroupId: 2, ratePercent: '13.000' }, NOW)
      const method =
        table === 'articles' || table === 'vatGroups'
          ? 'bulkPut'
          : table === 'departments'
            ? 'bulkDelete'
            : 'put'
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
