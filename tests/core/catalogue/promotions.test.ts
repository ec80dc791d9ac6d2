import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import { nextPromotionEnd, shopTimeOf, withoutEndedPromotions } from '@/core/catalogue/promotions'

const END = '2026-11-30 23:59:59'
const onSale = anArticle({
  priceCents: 800,
  promotion: { regularPriceCents: 1000, endsAt: END },
})

it('an ended promotion gives the plain price back, also offline', () => {
  expect(withoutEndedPromotions([onSale], END)).toEqual([onSale])
  const [after] = withoutEndedPromotions([onSale], '2026-12-01 00:00:00')
  expect(after).toMatchObject({ priceCents: 1000 })
  expect(after?.promotion).toBeUndefined()
})

it('a promotion without a known end stays', () => {
  const endless = anArticle({ promotion: { regularPriceCents: 1000, endsAt: null } })
  expect(withoutEndedPromotions([endless], '2099-01-01 00:00:00')).toEqual([endless])
  expect(nextPromotionEnd([endless, onSale], '2026-11-24 10:00:00')).toBe(END)
  expect(nextPromotionEnd([onSale], '2026-12-24 10:00:00')).toBeNull()
})

it('the device’s wall clock is read as the shop’s', () => {
  expect(shopTimeOf('2026-11-24T12:15:00.000+01:00')).toBe('2026-11-24 12:15:00')
})
