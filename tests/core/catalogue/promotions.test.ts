import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import { articlesAt, nextPriceChange, shopTimeOf } from '@/core/catalogue/promotions'

const END = '2026-11-30 23:59:59'
const AFTER = '2026-12-01 00:00:00'
const onSale = anArticle({
  priceCents: 800,
  promotion: { regularPriceCents: 1000, endsAt: END },
  priceChanges: [
    {
      atShopTime: AFTER,
      priceCents: 900,
      promotion: { regularPriceCents: 1000, endsAt: '2026-12-24 23:59:59' },
    },
    { atShopTime: '2026-12-25 00:00:00', priceCents: 1000 },
  ],
})

it('an ended promotion gives way to the price the shop then sells at, also offline', () => {
  expect(articlesAt([onSale], END)).toEqual([onSale])
  const [after] = articlesAt([onSale], AFTER)
  expect(after).toMatchObject({
    priceCents: 900,
    promotion: { regularPriceCents: 1000, endsAt: '2026-12-24 23:59:59' },
  })
  const [last] = articlesAt([onSale], '2027-02-01 00:00:00')
  expect(last).toMatchObject({ priceCents: 1000 })
  expect(last).not.toHaveProperty('promotion')
  expect(last).not.toHaveProperty('priceChanges')
})

it('a promotion without a known end stays', () => {
  const endless = anArticle({ promotion: { regularPriceCents: 1000, endsAt: null } })
  expect(articlesAt([endless], '2099-01-01 00:00:00')).toEqual([endless])
  expect(nextPriceChange([endless, onSale], '2026-11-24 10:00:00')).toBe(AFTER)
  expect(nextPriceChange([onSale], '2026-12-25 10:00:00')).toBeNull()
})

it('the device’s wall clock is read as the shop’s', () => {
  expect(shopTimeOf('2026-11-24T12:15:00.000+01:00')).toBe('2026-11-24 12:15:00')
})
