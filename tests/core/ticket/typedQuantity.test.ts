import { expect, it } from 'vitest'
import { aTicket, anArticle } from '../../support/factory'
import { addArticle } from '@/core/ticket/lines'
import { quantityTyped, typedMilli, typeQuantity } from '@/core/ticket/typedQuantity'

const typed = (keys: string, hasDecimals: boolean) =>
  [...keys].reduce((before, key) => typeQuantity(before, key, hasDecimals), '')

it('has decimals only where the article is sold by weight or length', () => {
  expect(typed('0,35', true)).toBe('0,35')
  expect(typed(',35', true)).toBe('0,35')
  expect(typed('2,5', false)).toBe('25')
  expect([typedMilli('0,35'), typedMilli('12'), typedMilli('1,')]).toEqual([350, 12_000, 1_000])
  expect([quantityTyped(350), quantityTyped(12_000)]).toEqual(['0,35', '12'])
})

it('is none when it is nought, too fine, or a code', () => {
  for (const none of ['', '0', '0,0001', '10000', '3760000000017']) {
    expect(typedMilli(none)).toBeUndefined()
  }
  expect(typed('3760000000017', false)).toBe('3760000000017')
})

it('a part of a piece is refused, a part of a kilogram or of a metre is sold', () => {
  const sell = (over: Parameters<typeof anArticle>[0], isMeasured = false) =>
    addArticle(aTicket([]), anArticle(over), '', 'line', { quantityMilli: 350, isMeasured })
  expect(sell({ name: 'Bol' })).toEqual({
    ok: false,
    error: { code: 'quantity-in-pieces', articleName: 'Bol' },
  })
  for (const soldBy of ['weight', 'length'] as const) {
    expect(sell({ soldBy }).ok).toBe(true)
  }
  // The label of a scale says its weight whatever the article.
  expect(sell({ name: 'Bol' }, true).ok).toBe(true)
})
