import { describe, expect, it } from 'vitest'
import { RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { aTillInTime, contents, synced } from '../../support/syncing'
import { readRecord } from '@/storage/catalogue/heldShop'
import type { TillContext } from '@/till/context'

const wish = { key: RECORDED_KEYS.full }
const EXTRAS = ['specific_prices', 'stock_availables', 'tax_rules', 'taxes', 'configurations']
const promotionOf = async (context: TillContext) =>
  (await contents(context)).articles.find(article => article.articleId === 'ps-55')?.promotion

function aShop() {
  const shop = recordedShop('ps-8.2.1')
  for (const row of shop.data.tables.specific_prices ?? []) {
    if (Number(row.fields.id_product) === 55) row.fields.to = '2026-12-31 23:59:59'
  }
  return shop
}

/** Resources that selling does not need: a failure is reported, and nothing waits for them. */
describe('an optional resource that fails', () => {
  it.each(EXTRAS)('%s stops no first sync, and is reported', async resource => {
    const shop = aShop()
    shop.misbehave({ kind: 'empty-500', matching: `/api/${resource}` })
    const run = await synced(aTillInTime(), shop, wish)
    expect(run.outcome).toBe('applied')
    expect(run.unreadable).toEqual([
      {
        resource: ['taxes', 'configurations'].includes(resource) ? 'tax_rules' : resource,
        id: null,
        detail: 'status 500',
      },
      ...(resource === 'configurations'
        ? [{ resource: 'products', id: null, detail: 'packs: shop-failing' }]
        : []),
    ])
  })

  it('stays as it was stored', async () => {
    const shop = aShop()
    const context = aTillInTime()
    await synced(context, shop, wish)
    const promotion = await promotionOf(context)
    expect(promotion?.endsAt).toBe('2026-12-31 23:59:59')
    const before = await readRecord(context.catalogueDb, 'state')

    context.minute += 90
    for (const resource of EXTRAS) {
      shop.misbehave({ kind: 'empty-500', matching: `/api/${resource}` })
    }
    const run = await synced(context, shop, wish)
    expect(run.unreadable.map(row => row.resource).sort()).toEqual([
      // Packs, whose stock setting is in the configurations.
      'products',
      'specific_prices',
      'stock_availables',
      'tax_rules',
    ])
    expect(await promotionOf(context)).toEqual(promotion)
    const after = await readRecord(context.catalogueDb, 'state')
    expect(after).toMatchObject({
      taxRates: before?.taxRates,
      promotions: before?.promotions,
      hashes: before?.hashes,
    })
  })

  it('is reported row by row where only some rows cannot be read', async () => {
    const shop = aShop()
    const row = shop.data.tables.stock_availables?.[0]
    if (row) row.fields.quantity = 'beaucoup'
    const run = await synced(aTillInTime(), shop, wish)
    expect(run.unreadable).toMatchObject([{ resource: 'stock_availables', id: row?.id }])
  })

  it('stops the sync when the whole shop is gone', async () => {
    const shop = aShop()
    shop.misbehave({ kind: 'unreachable', matching: '/api/specific_prices' })
    await expect(synced(aTillInTime(), shop, wish)).rejects.toThrow('shop-unreachable')
  })
})
