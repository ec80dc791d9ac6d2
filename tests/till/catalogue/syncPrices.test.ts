import { describe, expect, it } from 'vitest'
import { aTender, aTicket, anArticle, CONTEXT } from '../../support/factory'
import { aSyncedTill, aTillInTime, contents, onSale, synced } from '../../support/syncing'
import { grownArticles } from '@/demo/catalogue/grow'
import { changeShop, type ShopChange } from '@/demo/changes'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { readRecord } from '@/storage/catalogue/heldShop'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'

const NOW = '2026-11-24 12:00:00'
const ITSELF = { trigger: 'automatic' } as const
const SMALL = {}
const MANY = { articles: grownArticles(1_200) }
const MORE = { articles: grownArticles(2_400) }

const priceOf = async (context: TillContext, articleId: string) =>
  (await contents(context)).articles.find(article => article.articleId === articleId)?.priceCents

const checkedSince = (context: TillContext) => readRecord(context.catalogueDb, 'oldestCheck')

/** Changes that move no date in PrestaShop, the article they reprice, and its price then. */
const UNDATED: [string, ShopChange, articleId: string, priceCents: number][] = [
  ['a promotion', { kind: 'specific-price', productId: 1, reductionPercent: 50 }, 'ps-1', 395],
  ['a fixed price', { kind: 'specific-price', productId: 1, netPrice: '4.739336' }, 'ps-1', 500],
  [
    'a combination’s price',
    { kind: 'combination-price', combinationId: 521, netImpact: '5.000000' },
    'ps-52-521',
    3472,
  ],
  [
    'a promotion of one combination',
    { kind: 'specific-price', productId: 52, combinationId: 520, reductionPercent: 50 },
    'ps-52-520',
    1436,
  ],
]
const KEYS = ['minimal', 'full'] as const

describe.each([
  ['small', SMALL],
  ['large', MANY],
] as const)('a pressed sync of a %s shop', (_size, options) => {
  it.each(UNDATED.flatMap(one => KEYS.map(key => [key, ...one] as const)))(
    'finds with the %s key %s, though no date moved',
    async (keyName, _name, change, articleId, priceCents) => {
      const key = DEMO_KEYS[keyName]
      const [till, shop] = [aTillInTime(), createDemoShop(options)]
      await synced(till, shop, { key })
      changeShop(shop.data, change, NOW)
      till.minute += 1
      const run = await synced(till, shop, { key })
      expect(run).toMatchObject({ outcome: 'applied', counts: { changed: 1, retired: 0 } })
      expect(await priceOf(till, articleId)).toBe(priceCents)
      const fresh = aTillInTime()
      await synced(fresh, shop, { key })
      expect(await onSale(till)).toEqual(await onSale(fresh))
      expect(await checkedSince(till)).toBe(run.startedAt)
    },
  )

  it('finds the tax that a rule bills now, for every article of the group', async () => {
    const { till, shop } = await aSyncedTill(options)
    expect(await priceOf(till, 'ps-1')).toBe(790)
    changeShop(shop.data, { kind: 'tax-rule', vatGroupId: 3, taxId: 2 }, NOW)
    const run = await synced(till, shop)
    expect(run.outcome).toBe('waiting')
    const inGroup = (await contents(till)).articles.filter(one => one.vatGroupId === 'ps-3')
    expect(run.counts.changed).toBe(inGroup.length)
    await applyPending(till)
    // 7,90 € at 5,5 % is 7,488152 € without VAT, 8,24 € at 10 %.
    expect(await priceOf(till, 'ps-1')).toBe(824)
  })

  it('counts a department that was renamed', async () => {
    const { till, shop } = await aSyncedTill(options)
    changeShop(shop.data, { kind: 'department', departmentId: 4, name: 'Cafés du monde' }, NOW)
    const run = await synced(till, shop)
    expect(run).toMatchObject({
      outcome: 'applied',
      counts: { created: 0, changed: 1, departmentsChanged: 1, retired: 0 },
    })
    const { departments } = await contents(till)
    expect(departments.find(one => one.departmentId === 'ps-4')?.name).toBe('Cafés du monde')
  })

  it('sells no combination that the shop deleted', async () => {
    const { till, shop } = await aSyncedTill(options)
    changeShop(shop.data, { kind: 'combination-delete', productId: 52, combinationId: 521 }, NOW)
    const run = await synced(till, shop)
    expect(run.counts).toMatchObject({ created: 0, retired: 1 })
    const gone = (await contents(till)).articles.find(one => one.articleId === 'ps-52-521')
    expect(gone?.retiredAt).not.toBeNull()
  })
})

describe('by itself', () => {
  const CHANGE: ShopChange = { kind: 'specific-price', productId: 600, reductionPercent: 50 }

  it.each([
    ['within a quarter of an hour up to 2,000 articles', MANY, 11, 15],
    ['within an hour up to 10,000', MORE, 45, 60],
  ] as const)('the till reads every price again %s', async (_name, options, early, due) => {
    const { till, shop } = await aSyncedTill(options)
    till.minute = 0
    const before = await priceOf(till, 'ps-600')
    changeShop(shop.data, CHANGE, NOW)
    till.minute = early
    const since = await checkedSince(till)
    expect(await synced(till, shop, ITSELF)).toMatchObject({ counts: { changed: 0 } })
    expect(await priceOf(till, 'ps-600')).toBe(before)
    expect(await checkedSince(till)).toBe(since)
    till.minute = due
    const run = await synced(till, shop, ITSELF)
    expect(run.counts.changed).toBe(1)
    expect(await priceOf(till, 'ps-600')).toBe(Math.round(Number(before) / 2))
    expect(await checkedSince(till)).toBe(run.startedAt)
  })

  it('keeps the prices it could read when the shop stops answering, and says since when', async () => {
    const { till, shop } = await aSyncedTill(MANY)
    const since = await checkedSince(till)
    changeShop(shop.data, CHANGE, NOW)
    shop.misbehave({ kind: 'unreachable', matching: 'product_attribute' })
    const run = await synced(till, shop, ITSELF)
    expect(run).toMatchObject({
      outcome: 'applied',
      counts: { changed: 1, retired: 0 },
      unreadable: [{ resource: 'products', id: null, detail: 'prices: shop-unreachable' }],
    })
    expect(await checkedSince(till)).toBe(since)
    // A person who asks is told that it failed.
    await expect(synced(till, shop)).rejects.toThrow('shop-unreachable')
    shop.behave()
    till.minute += 1
    expect(await synced(till, shop, ITSELF)).toMatchObject({ unreadable: [] })
    expect(await checkedSince(till)).toBe(till.now().at)
  })

  it('the most sold come first, in a request of their own on a large shop', async () => {
    const { till, shop } = await aSyncedTill(MORE)
    await openTill(till)
    const article = anArticle({ articleId: 'ps-1500', priceCents: 548 })
    const sold = await sellTicket(till, aTicket([article]), [aTender(548)], CONTEXT)
    expect(sold.ok).toBe(true)
    till.minute = 60
    await synced(till, shop, ITSELF)
    const priced = shop.requests.filter(({ path }) => path.includes('display=[id,price,shown'))
    expect(priced[0]?.path).toContain('filter[id]=[1500]')
    expect(priced.length).toBeGreaterThan(1)
  })
})
