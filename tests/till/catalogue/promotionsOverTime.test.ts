import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTillInTime, contents, synced } from '../../support/syncing'
import type { Article } from '@/core/catalogue/article'
import { articlesAt, shopTimeOf } from '@/core/catalogue/promotions'
import { changeShop } from '@/demo/changes'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { findRow, rowsOf, type Row } from '@/demo/webservice/shopData'

/** A till and a demo shop on one clock; every promotion of the demo is gone. */
function together() {
  const till = aTillInTime()
  const shop = createDemoShop({ shopTime: () => shopTimeOf(till.now().at) })
  shop.data.tables.specific_prices = []
  const rows = rowsOf(shop.data, 'products')
  const simple = rows.find(
    ({ fields }) =>
      Number(fields.id_default_combination) === 0 &&
      Number(fields.ecotax) === 0 &&
      fields.id_tax_rules_group === '1',
  )
  const ecotaxed = rows.find(row => Number(row.fields.ecotax) > 0)
  const combined = rows.find(row => Number(row.fields.id_default_combination) > 0)
  if (!simple || !combined || !ecotaxed) throw new Error('the demo shop has all three')
  simple.fields.price = '20.000000'
  const [first = 0, second = 0] = (combined.associations.combinations ?? []).map(({ id }) =>
    Number(id),
  )
  const promote = (productId: number, fields: Row['fields']) =>
    changeShop(shop.data, { kind: 'promotion', productId, fields }, '')
  return { till, shop, simple, ecotaxed, combined, first, second, promote }
}

const day = (n: number, time = '23:59:59') => `2026-11-${24 + n} ${time}`
const HALF = { reduction: '0.500000' }
const TENTH = { reduction: '0.100000' }

async function soldAt(till: ReturnType<typeof aTillInTime>, shopTime: string) {
  const { articles } = await contents(till)
  return new Map(articlesAt(articles, shopTime).map(article => [article.articleId, article]))
}

/** Prices that the shop itself asks at a time, by article: a new till's first sync then. */
async function askedAt({ shop, till }: ReturnType<typeof together>, shopTime: string, key: string) {
  const before = till.minute
  till.minute = minutesTo(shopTime)
  const fresh = aTillInTime()
  fresh.minute = till.minute
  await synced(fresh, shop, { key })
  till.minute = before
  return new Map((await contents(fresh)).articles.map(one => [one.articleId, one.priceCents]))
}

/** Minutes from the till's first moment, noon of the 24th, to a time of the shop. */
const minutesTo = (shopTime: string) =>
  Math.floor((Date.parse(`${shopTime.replace(' ', 'T')}Z`) - Date.UTC(2026, 10, 24, 12)) / 60_000)

const cents = (sold: ReadonlyMap<string, Article>, id: string) => sold.get(id)?.priceCents

describe('a promotion that ends while the till is offline', () => {
  it('of one combination: the price is the combination’s own again', async () => {
    const { till, shop, combined, first, second, promote } = together()
    promote(combined.id, { ...HALF, id_product_attribute: String(first), to: day(1) })
    await synced(till, shop, { key: DEMO_KEYS.full })
    const [promoted, other] = [`ps-${combined.id}-${first}`, `ps-${combined.id}-${second}`]
    const now = await soldAt(till, day(0, '12:00:00'))
    const after = await soldAt(till, day(2, '00:00:00'))
    const full = now.get(promoted)?.promotion?.regularPriceCents ?? 0
    expect(cents(now, promoted)).toBe(Math.round(full / 2))
    expect(now.get(promoted)?.promotion?.endsAt).toBe(day(1))
    expect(cents(after, promoted)).toBe(full)
    expect(after.get(promoted)?.promotion).toBeUndefined()
    expect(after.get(other)).toEqual(now.get(other))
  })

  it('over a lasting one: −50 % until tomorrow, then −10 %: 12,00, then 21,60', async () => {
    const { till, shop, simple, promote } = together()
    promote(simple.id, TENTH)
    promote(simple.id, { ...HALF, to: day(1) })
    await synced(till, shop, { key: DEMO_KEYS.full })
    const id = `ps-${simple.id}`
    expect(cents(await soldAt(till, day(1)), id)).toBe(1200)
    expect((await soldAt(till, day(2, '00:00:00'))).get(id)).toMatchObject({
      priceCents: 2160,
      promotion: { regularPriceCents: 2400, endsAt: null },
    })
  })

  it('and one that begins offline is sold at, too', async () => {
    const { till, shop, simple, promote } = together()
    promote(simple.id, { ...HALF, from: day(3, '00:00:00'), to: day(4) })
    await synced(till, shop, { key: DEMO_KEYS.full })
    const id = `ps-${simple.id}`
    const prices = [day(2), day(3, '00:00:00'), day(4), day(5, '00:00:00')]
    const sold = await Promise.all(prices.map(async time => cents(await soldAt(till, time), id)))
    expect(sold).toEqual([2400, 1200, 1200, 2400])
  })

  it('gives back the whole price where everything was free, and ends a fixed price', async () => {
    const { till, shop, simple, promote } = together()
    promote(simple.id, { price: '15.000000', to: day(2) })
    promote(simple.id, { reduction: '1.000000', to: day(1), id_group: '1' })
    await synced(till, shop, { key: DEMO_KEYS.full })
    const id = `ps-${simple.id}`
    const times = [day(1), day(2), day(3)]
    const sold = await Promise.all(times.map(async time => cents(await soldAt(till, time), id)))
    expect(sold).toEqual([0, 1800, 2400])
  })
})

describe('what the key cannot know is said on the article', () => {
  it('without the right on promotions, their end', async () => {
    const { till, shop, simple, combined, promote } = together()
    promote(simple.id, { ...HALF, to: day(1) })
    promote(combined.id, { ...HALF, to: day(1) })
    await synced(till, shop, { key: DEMO_KEYS.minimal })
    const sold = await soldAt(till, day(9))
    expect(sold.get(`ps-${simple.id}`)).toMatchObject({ priceCents: 1200, promotionGap: 'end' })
    const combination = [...sold.values()].find(
      ({ family }) => family?.familyId === `ps-${combined.id}`,
    )
    expect(combination?.promotionGap).toBe('unseen')
    const other = [...sold.values()].find(
      one => one.articleId !== `ps-${simple.id}` && one.family?.familyId !== `ps-${combined.id}`,
    )
    expect(other).not.toHaveProperty('promotionGap')
  })

  it('with promotions that do not explain the price, what follows', async () => {
    const { till, shop, simple, promote } = together()
    promote(simple.id, { ...HALF, to: day(1) })
    // The shop asks for less than its promotions say: a discount of the group, a module.
    const { handle } = shop
    shop.handle = async request => {
      const answer = await handle(request)
      const text = await answer.clone().text()
      return text.includes('"shown":"12.000000"')
        ? new Response(text.replace('"shown":"12.000000"', '"shown":"10.800000"'), answer)
        : answer
    }
    await synced(till, shop, { key: DEMO_KEYS.full })
    expect((await soldAt(till, day(9))).get(`ps-${simple.id}`)).toMatchObject({
      priceCents: 1080,
      promotion: { endsAt: day(1) },
      promotionGap: 'price-after',
    })
  })

  it('a country that only the settings tell, while the key may not read them', async () => {
    const { till, shop, simple, promote } = together()
    promote(simple.id, { ...HALF, to: day(1), id_country: '3' })
    await synced(till, shop, { key: DEMO_KEYS.full })
    expect((await soldAt(till, day(0))).get(`ps-${simple.id}`)).not.toHaveProperty('promotionGap')
    const narrow = aTillInTime()
    shop.keys.find(({ key }) => key === DEMO_KEYS.full)!.rights.configurations = []
    await synced(narrow, shop, { key: DEMO_KEYS.full })
    expect((await soldAt(narrow, day(0))).get(`ps-${simple.id}`)).toMatchObject({
      priceCents: 2400,
      promotionGap: 'price-after',
    })
  })
})

it('a sync reads again what a promotion made, changed or ended meanwhile may have moved', async () => {
  const { till, shop, simple, promote } = together()
  promote(simple.id, { ...HALF, to: day(0, '12:20:00') })
  await synced(till, shop, { key: DEMO_KEYS.full })
  const id = `ps-${simple.id}`
  // Less than the time after which prices are read again by themselves.
  till.minute += 5
  promote(simple.id, { ...TENTH, to: '2026-12-31 23:59:59', id_group: '1' })
  await synced(till, shop, { key: DEMO_KEYS.full, trigger: 'automatic' })
  expect(cents(await soldAt(till, day(0, '12:05:00')), id)).toBe(2160)
  changeShop(shop.data, { kind: 'promotions-gone', productId: simple.id }, '')
  till.minute += 1
  await synced(till, shop, { key: DEMO_KEYS.full, trigger: 'automatic' })
  expect(cents(await soldAt(till, day(0, '12:06:00')), id)).toBe(2400)
})

const aRow = fc.record({
  reduction: fc.constantFrom('0.050000', '0.500000', '0.333333', '0.100000'),
  amount: fc.constantFrom('2.000000', '0.330000'),
  kind: fc.constantFrom('percentage', 'amount', 'amount-net', 'fixed'),
  from: fc.constantFrom('0000-00-00 00:00:00', day(1, '09:00:00'), day(2, '10:30:30')),
  to: fc.constantFrom('0000-00-00 00:00:00', day(1), day(3, '14:00:30')),
  of: fc.constantFrom('0', 'first'),
  group: fc.constantFrom('0', '0', '1', '3'),
  country: fc.constantFrom('0', '0', '8', '3'),
  rule: fc.constantFrom('0', '0', '5'),
})

it('whatever the promotions, the till offline sells at what the shop asks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aRow, { minLength: 1, maxLength: 4 }), async rows => {
      const world = together()
      const { till, shop, simple, ecotaxed, combined, first, promote } = world
      for (const product of [simple, ecotaxed, combined]) {
        for (const { kind, of, ...row } of rows) {
          promote(product.id, {
            price: kind === 'fixed' ? '9.990000' : '-1.000000',
            reduction: kind === 'percentage' ? row.reduction : kind === 'fixed' ? '0' : row.amount,
            reduction_type: kind === 'percentage' ? 'percentage' : 'amount',
            reduction_tax: kind === 'amount-net' ? '0' : '1',
            from: row.from,
            to: row.to,
            id_group: row.group,
            id_country: row.country,
            id_specific_price_rule: row.rule,
            id_product_attribute: of === 'first' && product === combined ? String(first) : '0',
          })
        }
      }
      await synced(till, shop, { key: DEMO_KEYS.full })
      const ids = [`ps-${simple.id}`, `ps-${ecotaxed.id}`, `ps-${combined.id}-${first}`]
      for (const time of [day(1, '09:00:00'), day(2, '10:31:00'), day(3, '14:01:00'), day(5)]) {
        const [sold, asked] = [await soldAt(till, time), await askedAt(world, time, DEMO_KEYS.full)]
        for (const id of ids) {
          if (sold.get(id)?.promotionGap) continue
          expect([time, id, cents(sold, id)]).toEqual([time, id, asked.get(id)])
        }
        // Only a price whose ecotax is inseparable may stay unknown, never a plain article's.
        expect(sold.get(`ps-${simple.id}`)).not.toHaveProperty('promotionGap')
        expect(findRow(shop.data, 'products', simple.id)?.fields.price).toBe('20.000000')
      }
    }),
    { numRuns: 15, endOnFailure: true },
  )
})
