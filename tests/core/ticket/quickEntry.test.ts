import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  entryAmountCents,
  entryPriceCents,
  entryQuantityMilli,
  isEntryEmpty,
  isPriceChanged,
  NO_ENTRY,
  pressEntry,
  type Entry,
  type EntryKey,
} from '@/core/ticket/quickEntry'

const typed = (...keys: EntryKey[]): Entry => keys.reduce(pressEntry, NO_ENTRY)

describe('what is typed before an article', () => {
  it('is its quantity, with or without ×', () => {
    expect(entryQuantityMilli(typed('3'))).toBe(3000)
    expect(entryQuantityMilli(typed('1', '2', '×'))).toBe(12_000)
    expect(entryQuantityMilli(typed('0', ',', '2', '5', '×'))).toBe(250)
    expect(entryQuantityMilli(typed(',', '5'))).toBe(500)
    expect(entryQuantityMilli(NO_ENTRY)).toBe(1000)
    expect(entryPriceCents(typed('3'))).toBeUndefined()
  })

  it('changes a price where it is another than the one the article has', () => {
    expect(isPriceChanged({ priceCents: 950 }, { unitPriceCents: 900 })).toBe(true)
    expect(isPriceChanged({ priceCents: 950 }, { unitPriceCents: 950 })).toBe(false)
    expect(isPriceChanged({ priceCents: 950 }, { quantityMilli: 2000 })).toBe(false)
    expect(isPriceChanged({ priceCents: 0 }, { unitPriceCents: 900 })).toBe(false)
  })

  it('is a quantity and a price', () => {
    const entry = typed('3', '×', '2', ',', '5', '0')
    expect([entryQuantityMilli(entry), entryPriceCents(entry)]).toEqual([3000, 250])
    expect(entryAmountCents(entry)).toBe(250)
  })

  it('is an amount for a department', () => {
    expect(entryAmountCents(typed('2', ','))).toBe(200)
    expect(entryAmountCents(typed('1', '2', ',', '3', '4', '5'))).toBeUndefined()
    expect(entryAmountCents(NO_ENTRY)).toBeUndefined()
  })

  it('goes back a key at a time, beyond ×', () => {
    const entry = typed('1', ',', '5', '×', '7')
    expect(pressEntry(entry, 'back')).toEqual({ quantityMilli: 1500, typed: '' })
    expect(pressEntry(pressEntry(entry, 'back'), 'back')).toEqual(typed('1', ',', '5'))
    expect(isEntryEmpty(pressEntry(entry, 'clear'))).toBe(true)
  })

  it('never holds a code, a quantity beyond reason, nor a second ×', () => {
    const code = typed(...([...'3760000000017'] as EntryKey[]))
    expect(code.typed.length).toBeLessThanOrEqual(7)
    expect(entryQuantityMilli(code)).toBeUndefined()
    expect(typed('×')).toEqual(NO_ENTRY)
    expect(typed('0', '×')).toEqual(typed('0'))
    expect(typed('2', '×', '3', '×')).toEqual(typed('2', '×', '3'))
  })

  it('is a whole number of thousandths within bounds, whatever is pressed', () => {
    const anyKey = fc.constantFrom<EntryKey>('0', '5', '9', '00', ',', '×', 'back', 'clear')
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 30 }), keys => {
        const milli = entryQuantityMilli(typed(...keys))
        if (milli === undefined) return
        expect(Number.isSafeInteger(milli) && milli > 0 && milli <= 9_999_000).toBe(true)
      }),
    )
  })
})
