import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownVatRates, parseVatRate, withVatAnswers } from '@/core/catalogue/vatAnswers'

describe('a rate as the owner types it', () => {
  it.each([
    ['20', 2000],
    ['5,5', 550],
    ['5.5 %', 550],
    ['2,10', 210],
    ['0', 0],
    ['13,75', 1375],
  ])('%s', (typed, vatRate) => expect(parseVatRate(typed)).toBe(vatRate))

  it.each(['', 'vingt', '-5', '100', '5,555', '5,', '1e1'])('"%s" is not a rate', typed =>
    expect(parseVatRate(typed)).toBeUndefined(),
  )

  it('reads back every rate there is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999 }), vatRate => {
        expect(parseVatRate(`${(vatRate / 100).toFixed(2).replace('.', ',')} %`)).toBe(vatRate)
      }),
    )
  })
})

it('adds the owner’s rates to those a price may be snapped to', () => {
  expect(knownVatRates({ 'ps-9': 1375 })).toContain(1375)
  expect(knownVatRates({ 'ps-9': 2000 }).filter(rate => rate === 2000)).toHaveLength(1)
})

it('leaves the catalogue itself alone when there is nothing to answer', () => {
  const catalogue = { articles: [], vatGroups: [] }
  expect(withVatAnswers(catalogue, { 'ps-1': 2000 })).toBe(catalogue)
})
