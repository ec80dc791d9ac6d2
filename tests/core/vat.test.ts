import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shippingVatRate, splitVat, vatBreakdown } from '@/core/vat'

const anyGross = fc.integer({ min: -100_000_000, max: 100_000_000 })
const anyRate = fc.constantFrom(0, 90, 105, 175, 210, 550, 850, 1000, 1300, 2000)

describe('splitVat', () => {
  it.each([
    [1200, 2000, 200],
    [1055, 550, 55],
    [1, 2000, 0],
    [3, 2000, 1],
    [750, 0, 0],
  ])('takes VAT out of %i cents at %i', (gross, rate, vatCents) => {
    expect(splitVat(gross, rate)).toMatchObject({ vatCents, netCents: gross - vatCents })
  })

  it('never loses a cent, and a refund mirrors its sale', () => {
    fc.assert(
      fc.property(anyGross, anyRate, (grossCents, vatRate) => {
        const sale = splitVat(grossCents, vatRate)
        const refund = splitVat(-grossCents, vatRate)
        expect(sale.netCents + sale.vatCents).toBe(grossCents)
        expect(refund.vatCents + sale.vatCents).toBe(0)
        expect(refund.netCents + sale.netCents).toBe(0)
      }),
    )
  })

  it('refuses what is not whole cents, or no rate', () => {
    expect(() => splitVat(12.5, 2000)).toThrow('whole cents')
    expect(() => splitVat(1200, 5.5)).toThrow('hundredths')
    expect(() => splitVat(1200, 20_000)).toThrow('100 %')
  })
})

describe('vatBreakdown', () => {
  it('takes VAT out of the sum of a rate, not line by line', () => {
    const cent = { grossCents: 1, vatRate: 2000 }
    expect(vatBreakdown([cent, cent, cent])).toEqual([
      { vatRate: 2000, grossCents: 3, vatCents: 1, netCents: 2 },
    ])
  })

  it('adds up to the total, lowest rate first, whatever the lines', () => {
    const lines = fc.array(fc.record({ grossCents: anyGross, vatRate: anyRate }), { maxLength: 30 })
    fc.assert(
      fc.property(lines, amounts => {
        const shares = vatBreakdown(amounts)
        const total = amounts.reduce((sum, { grossCents }) => sum + grossCents, 0)
        expect(shares.reduce((sum, share) => sum + share.netCents + share.vatCents, 0)).toBe(total)
        const rates = shares.map(share => share.vatRate)
        expect(rates).toEqual([...new Set(rates)].sort((a, b) => a - b))
      }),
    )
  })
})

describe('shippingVatRate', () => {
  it.each([
    { goods: [2000], shipping: 2000 },
    { goods: [2000, 550], shipping: 550 },
    { goods: [2000, 0], shipping: 2000 },
    { goods: [0], shipping: 0 },
    { goods: [], shipping: 0 },
  ])('goods at $goods: shipping at $shipping', ({ goods, shipping }) => {
    expect(shippingVatRate(goods)).toBe(shipping)
  })
})
