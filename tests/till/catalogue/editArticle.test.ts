import { describe, expect, it } from 'vitest'
import { aSyncedTill, aTillInTime, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { readLaidCatalogue } from '@/storage/catalogue/catalogue'
import {
  attachCode,
  editArticle,
  giveBackToShop,
  keepOwn,
  readArticleSheet,
  retireOwn,
} from '@/till/catalogue/editArticle'
import type { TillContext } from '@/till/context'
import { undoSync } from '@/till/catalogue/undoSync'

const sold = async (context: TillContext, id: string) => {
  const { articles } = await readLaidCatalogue(context.catalogueDb, context.tillDb)
  return articles.find(article => article.articleId === id && article.retiredAt === null)
}

describe('an article changed on the till', () => {
  it('keeps the change through syncs, a retirement and an undo, until it is given back', async () => {
    const { till, shop } = await aSyncedTill()
    await editArticle(till, 'ps-1', { priceCents: 555, extraBarcodes: ['4711'] })
    changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '10' }, '2026-11-24 12:00:00')
    await synced(till, shop)
    expect(await sold(till, 'ps-1')).toMatchObject({ priceCents: 555 })
    expect((await sold(till, 'ps-1'))?.barcodes).toContain('4711')

    const active = (isActive: boolean, at: string) =>
      changeShop(shop.data, { kind: 'active', productId: 1, isActive }, at)
    active(false, '2026-11-24 12:01:00')
    await synced(till, shop)
    expect(await sold(till, 'ps-1')).toBeUndefined()
    active(true, '2026-11-24 12:02:00')
    await synced(till, shop)
    expect(await sold(till, 'ps-1')).toMatchObject({ priceCents: 555 })
    await undoSync(till)
    await synced(till, shop)

    await giveBackToShop(till, 'ps-1', 'priceCents')
    expect((await readArticleSheet(till, 'ps-1'))?.edit?.values).toEqual({
      extraBarcodes: ['4711'],
    })
  })

  it('is food, or not, through syncs, until its department decides again', async () => {
    const { till, shop } = await aSyncedTill()
    await editArticle(till, 'ps-1', { takesMealVouchers: false })
    changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '10' }, '2026-11-24 12:00:00')
    await synced(till, shop, { sweep: 'all' })
    expect(await sold(till, 'ps-1')).toMatchObject({ takesMealVouchers: false })
    await editArticle(till, 'ps-1', { takesMealVouchers: null })
    expect(await sold(till, 'ps-1')).not.toHaveProperty('takesMealVouchers')

    const own = { name: 'Sandwich', priceCents: 450, departmentIds: [], barcodes: [], vatRate: 550 }
    await keepOwn(till, { ...own, takesMealVouchers: true }, 'own-1')
    expect(await sold(till, 'own-1')).toMatchObject({ takesMealVouchers: true })
    await keepOwn(till, { ...own, takesMealVouchers: null }, 'own-1')
    expect(await sold(till, 'own-1')).not.toHaveProperty('takesMealVouchers')
  })

  it('keeps the owner’s eco-participation through a sync, until it is given back', async () => {
    const { till, shop } = await aSyncedTill()
    expect(await sold(till, 'ps-50')).toMatchObject({ ecotaxCents: 60 })
    await editArticle(till, 'ps-50', { ecotaxCents: 84 })
    changeShop(shop.data, { kind: 'price', productId: 50, netPrice: '50' }, '2026-11-24 12:00:00')
    await synced(till, shop)
    expect(await sold(till, 'ps-50')).toMatchObject({ priceCents: 6060, ecotaxCents: 84 })
    await giveBackToShop(till, 'ps-50', 'ecotaxCents')
    expect(await sold(till, 'ps-50')).toMatchObject({ ecotaxCents: 60 })
  })

  it('made on the till is never touched by a sync, and leaves when the owner says so', async () => {
    const { till, shop } = await aSyncedTill()
    const atelier = { name: 'Atelier', priceCents: 3500, departmentIds: [], barcodes: [] }
    await keepOwn(till, { ...atelier, vatRate: 2000 }, 'own-1')
    await synced(till, shop, { sweep: 'all' })
    expect(await sold(till, 'own-1')).toMatchObject({ name: 'Atelier', vatRate: 2000 })
    const changed = { ...atelier, priceCents: 4000, ecotaxCents: 40, vatRate: 2000 }
    await keepOwn(till, { ...changed, isShipping: true }, 'own-1')
    expect(await sold(till, 'own-1')).toMatchObject({ ...changed, isShipping: true })
    await retireOwn(till, 'own-1')
    expect(await sold(till, 'own-1')).toBeUndefined()
  })
})

describe('the sheet of an article', () => {
  it('tells when it was checked, and the stock where the key may read it', async () => {
    const { till, shop } = await aSyncedTill()
    expect((await readArticleSheet(till, 'ps-1'))?.stock).toBeNull()
    const wide = aTillInTime()
    await synced(wide, createDemoShop(), { key: DEMO_KEYS.full })
    const sheet = await readArticleSheet(wide, 'ps-1')
    expect(sheet?.stock?.pieces).toBe(
      Number(
        shop.data.tables.stock_availables?.find(one => one.fields.id_product === '1')?.fields
          .quantity,
      ),
    )
    expect(sheet?.checkedAt).toBe(wide.now().at)
    expect(await readArticleSheet(wide, 'ps-99999')).toBeUndefined()
  })
})

describe('a code attached to an article', () => {
  it('is one of its codes from then on, beside its former codes', async () => {
    const { till } = await aSyncedTill()
    const before = (await sold(till, 'ps-1'))?.barcodes ?? []
    await editArticle(till, 'ps-1', { extraBarcodes: ['4711'] })
    await attachCode(till, 'ps-1', '96385074')
    await attachCode(till, 'ps-1', '96385074')
    expect((await sold(till, 'ps-1'))?.barcodes).toEqual([...before, '4711', '96385074'])
  })

  it('goes to an article made on the till too', async () => {
    const { till } = await aSyncedTill()
    const soap = {
      name: 'Savon',
      priceCents: 500,
      departmentIds: [],
      barcodes: ['1'],
      vatRate: 2000,
    }
    await keepOwn(till, soap, 'own-1')
    await attachCode(till, 'own-1', '96385074')
    expect(await sold(till, 'own-1')).toMatchObject({ ...soap, barcodes: ['1', '96385074'] })
  })
})
