import { describe, expect, it } from 'vitest'
import { largeShop } from '../../support/largeShop'
import { aTillInTime, contents, onSale, synced } from '../../support/syncing'
import { changeShop } from '@/demo/changes'
import { DEMO_KEYS } from '@/demo/demoShop'
import { serverCostOf } from '@/demo/webservice/shopServer'
import { readRecord } from '@/storage/catalogue/heldShop'

const PRODUCTS = 10_063
const COMBINATIONS = 4_053
const VAT_GROUPS = 5
const PROOFS_A_GROUP = 3

/** The shop of 10,063 products on which the cost of a sync was measured. */
describe('the work of a shop of 10,063 products with 4,053 combinations', () => {
  it('is bounded at a first sync and at each reading of all prices', async () => {
    const shop = largeShop(PRODUCTS, COMBINATIONS)
    expect(shop.data.tables.combinations).toHaveLength(COMBINATIONS)
    const till = aTillInTime()
    const first = await synced(till, shop)
    const cost = serverCostOf(shop.requests)
    expect(cost.requests).toBe(first.requests)
    expect(cost.serverMs).toBeLessThanOrEqual(15_000)
    const beside = shop.requests.filter(({ path }) => path.includes('product_attribute'))
    expect(beside.length).toBeLessThanOrEqual(COMBINATIONS / 15)
    expect(cost.requests - beside.length).toBeLessThanOrEqual((PRODUCTS / 100) * 0.5)
    // One computed price an article; with and without VAT for a few articles of each group.
    const plain = shop.requests.filter(({ path }) => !path.includes('product_attribute'))
    expect(serverCostOf(plain).computedPrices).toBeLessThanOrEqual(
      PRODUCTS + 2 * PROOFS_A_GROUP * VAT_GROUPS,
    )

    shop.requests.splice(0)
    changeShop(shop.data, { kind: 'specific-price', productId: 5_000, reductionPercent: 50 }, '')
    // The tables are due, too, and a slice of whole rows.
    till.minute += 61
    const pressed = await synced(till, shop)
    expect(pressed.counts.changed).toBe(1)
    const prices = shop.requests.filter(({ path }) => !path.includes('product_attribute'))
    expect(prices.length).toBeLessThanOrEqual(12)
    expect(shop.requests.length - prices.length).toBeLessThanOrEqual(COMBINATIONS / 15)
    expect(serverCostOf(shop.requests).serverMs).toBeLessThanOrEqual(15_000)
    expect(await readRecord(till.catalogueDb, 'oldestCheck')).toBe(pressed.startedAt)
  })

  it('is far less with a key that may read combinations, for the same prices', async () => {
    const shop = largeShop(1_200, 800)
    const [minimal, full] = [aTillInTime(), aTillInTime()]
    await synced(minimal, shop)
    const withMinimal = serverCostOf(shop.requests.splice(0))
    await synced(full, shop, { key: DEMO_KEYS.full })
    const withFull = serverCostOf(shop.requests.splice(0))
    expect(withFull.requests).toBeLessThan(withMinimal.requests / 2)
    expect(withFull.computedPrices).toBeLessThanOrEqual(
      1_200 + 800 + 2 * PROOFS_A_GROUP * VAT_GROUPS,
    )
    const prices = async (till: typeof full) =>
      (await onSale(till)).articles.map(({ articleId, priceCents }) => [articleId, priceCents])
    expect(await prices(full)).toEqual(await prices(minimal))
    expect((await contents(full)).articles.length).toBeGreaterThan(1_700)
  })
})
