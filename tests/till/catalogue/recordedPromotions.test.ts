import { describe, expect, it } from 'vitest'
import { RECORDED_KEYS, RECORDED_VERSIONS, recordedShop } from '../../support/recordedShop'
import { aTillInTime, contents, synced } from '../../support/syncing'

describe.each(RECORDED_VERSIONS)('promotions of %s', version => {
  it('are found by the price, and their end by a key with more rights', async () => {
    const [minimal, full] = [aTillInTime(), aTillInTime()]
    const shop = recordedShop(version)
    for (const row of shop.data.tables.specific_prices ?? []) {
      if (Number(row.fields.id_product) === 55) row.fields.to = '2026-12-31 23:59:59'
    }
    await synced(minimal, shop, { key: RECORDED_KEYS.minimal })
    await synced(full, shop, { key: RECORDED_KEYS.full })
    const of = async (context: typeof minimal, id: string) =>
      (await contents(context)).articles.find(article => article.articleId === id)
    expect(await of(minimal, 'ps-55')).toMatchObject({
      priceCents: 2160,
      promotion: { regularPriceCents: 2400, endsAt: null },
    })
    expect((await of(full, 'ps-55'))?.promotion).toEqual({
      regularPriceCents: 2400,
      endsAt: '2026-12-31 23:59:59',
    })
    // Expired, in the future, or for other groups: they do not concern a visitor.
    for (const id of ['ps-59', 'ps-60', 'ps-61', 'ps-32', 'ps-20']) {
      expect((await of(full, id))?.promotion, id).toBeUndefined()
    }
  })
})
