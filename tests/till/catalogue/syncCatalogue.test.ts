import { describe, expect, it } from 'vitest'
import { aSyncedTill, contents, sync } from '../../support/syncing'
import { changeShop } from '@/demo/changes'

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

  it('names an unreadable article, and never gives it a price', async () => {
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
