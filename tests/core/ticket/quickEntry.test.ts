import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  quickAmountCents,
  quickPriceCents,
  quickQuantityMilli,
  isQuickEntryEmpty,
  isPriceChanged,
  NO_QUICK_ENTRY,
  pressQuickEntry,
  type QuickEntry,
  type QuickEntryKey,
} from '@/core/ticket/quickEntry'

const typed = (...keys: QuickEntryKey[]): QuickEntry => keys.reduce(pressQuickEntry, NO_QUICK_ENTRY)

describe('what is typed before an article', () => {
  it('is its quantity, with or without ×', () => {
    expect(quickQuantityMilli(typed('3'))).toBe(3000)
    expect(quickQuantityMilli(typed('1', '2', '×'))).toBe(12_000)
    expect(quickQuantityMilli(typed('0', ',', '2', '5', '×'))).toBe(250)
    expect(quickQuantityMilli(typed(',', '5'))).toBe(500)
    expect(quickQuantityMilli(NO_QUICK_ENTRY)).toBe(1000)
    expect(quickPriceCents(typed('3'))).toBeUndefined()
  })

  it('changes a price when it differs from the article’s own', () => {
    expect(isPriceChanged({ priceCents: 950 }, { unitPriceCents: 900 })).toBe(true)
    expect(isPriceChanged({ priceCents: 950 }, { unitPriceCents: 950 })).toBe(false)
    expect(isPriceChanged({ priceCents: 950 }, { quantityMilli: 2000 })).toBe(false)
    expect(isPriceChanged({ priceCents: 0 }, { unitPriceCents: 900 })).toBe(false)
  })

  it('is a quantity and a price', () => {
    const quickEntry = typed('3', '×', '2', ',', '5', '0')
    expect([quickQuantityMilli(quickEntry), quickPriceCents(quickEntry)]).toEqual([3000, 250])
    expect(quickAmountCents(quickEntry)).toBe(250)
  })

  it('is an amount for a department', () => {
    expect(quickAmountCents(typed('2', ','))).toBe(200)
    expect(quickAmountCents(typed('1', '2', ',', '3', '4', '5'))).toBeUndefined()
    expect(quickAmountCents(NO_QUICK_ENTRY)).toBeUndefined()
  })

  it('goes back a key at a time, beyond ×', () => {
    const quickEntry = typed('1', ',', '5', '×', '7')
    expect(pressQuickEntry(quickEntry, 'back')).toEqual({ quantityMilli: 1500, typed: '' })
    expect(pressQuickEntry(pressQuickEntry(quickEntry, 'back'), 'back')).toEqual(
      typed('1', ',', '5'),
    )
    expect(isQuickEntryEmpty(pressQuickEntry(quickEntry, 'clear'))).toBe(true)
  })

  it('never holds a code, an implausible quantity, or a second ×', () => {
    const code = typed(...([...'3760000000017'] as QuickEntryKey[]))
    expect(code.typed.length).toBeLessThanOrEqual(7)
    expect(quickQuantityMilli(code)).toBeUndefined()
    expect(typed('×')).toEqual(NO_QUICK_ENTRY)
    expect(typed('0', '×')).toEqual(typed('0'))
    expect(typed('2', '×', '3', '×')).toEqual(typed('2', '×', '3'))
  })

  it('is a whole number of thousandths within bounds, whatever is pressed', () => {
    const anyKey = fc.constantFrom<QuickEntryKey>('0', '5', '9', '00', ',', '×', 'back', 'clear')
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 30 }), keys => {
        const milli = quickQuantityMilli(typed(...keys))
        if (milli === undefined) return
        expect(Number.isSafeInteger(milli) && milli > 0 && milli <= 9_999_000).toBe(true)
      }),
    )
  })
})
