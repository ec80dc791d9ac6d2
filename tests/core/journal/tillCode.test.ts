import { describe, expect, it } from 'vitest'
import { addressOf, parseReference, referenceKey } from '@/core/journal/entryReference'
import { seriesOf, type NumberedKind } from '@/core/journal/series'
import { newestTillCodeFirst, nextTillCode } from '@/core/journal/tillCode'

const KINDS: NumberedKind[] = [
  ...(['sale', 'refund', 'payment', 'invoice'] as const),
  ...(['web-sale', 'day', 'month', 'year'] as const),
]

describe('the next till code', () => {
  it('is the first after all that were ever used', () => {
    expect(nextTillCode([])).toBe('A')
    expect(nextTillCode(['A'])).toBe('B')
    expect(nextTillCode(['C', 'A'])).toBe('D')
    expect(nextTillCode(['Z'])).toBe('AA')
    expect(newestTillCodeFirst(['A', 'AA', 'C'])).toEqual(['AA', 'C', 'A'])
  })

  it('never gives two tills the same series, however often a till is restored', () => {
    const letters: string[] = []
    for (let restored = 0; restored < 300; restored += 1) letters.push(nextTillCode(letters))
    const series = letters.flatMap(tillCode =>
      KINDS.flatMap(kind => [seriesOf(tillCode, kind, false), seriesOf(tillCode, kind, true)]),
    )
    expect(new Set(series).size).toBe(series.length)
    // Every series has the form in which labels are parsed.
    expect(series.every(one => /^[A-Z]{1,5}$/.test(one))).toBe(true)
  })
})

it('an entry reference has a till code and number; a bare number is of this till', () => {
  expect(parseReference('12', 'B')).toEqual({ till: 'B', number: 12 })
  expect(parseReference('A-12', 'B')).toEqual({ till: 'A', number: 12 })
  expect(parseReference('A-', 'B')).toBeUndefined()
  expect(referenceKey({ till: 'A', number: 12 })).toBe('A-12')
  expect(addressOf({ till: 'B', number: 2 }, 'B')).toBe('2')
  expect(addressOf({ till: 'A', number: 2 }, 'B')).toBe('A-2')
})
