import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alterations } from '../../support/alterations'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { canonicalJson } from '@/core/journal/canonicalJson'
import { isSealIntact, type JournalEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'

const journal = aJournal(['a', 'b', 'c'].map(id => aTicket([anArticle()], id)))

describe('a sealed journal', () => {
  it('is intact when nobody changed it', () => expect(firstChainFault(journal)).toBeUndefined())

  it('shows every single value that is changed, wherever it is', () => {
    for (const [index, entry] of journal.entries()) {
      for (const altered of alterations(entry)) {
        const chain = journal.with(index, altered as JournalEntry)
        expect(firstChainFault(chain), JSON.stringify(altered)).toBeDefined()
      }
    }
  })

  it('shows an entry that was deleted, doubled, swapped or inserted first', () => {
    const [opening, first, second, third] = journal as [
      JournalEntry,
      JournalEntry,
      JournalEntry,
      JournalEntry,
    ]
    for (const chain of [
      [opening, second, third],
      [first, second],
      [opening, first, first, second],
      [opening, second, first, third],
      [first, opening, second, third],
    ]) {
      expect(firstChainFault(chain)).toBeDefined()
    }
  })

  it('shows a chain sealed again from the middle', () => {
    const other = aJournal([aTicket([anArticle({ priceCents: 1 })], 'x')])
    const [opening, , second] = journal as [JournalEntry, JournalEntry, JournalEntry]
    expect(firstChainFault([opening, other[1]!, second])).toEqual({
      number: 3,
      fault: 'previous-does-not-match',
    })
  })

  it('holds what was sealed in canonical order, and shares no object with its input', () => {
    for (const { seal: _seal, ...sealed } of journal) {
      expect(JSON.stringify(sealed)).toBe(canonicalJson(sealed))
    }
  })

  it('gives the same seal whatever the order of the keys', () => {
    const entry = journal[1]!
    const reordered = Object.fromEntries(Object.entries(entry).reverse()) as unknown as JournalEntry
    expect(isSealIntact(reordered)).toBe(true)
  })
})

describe('canonicalJson', () => {
  it('writes keys in order and refuses what JSON cannot say exactly', () => {
    expect(canonicalJson({ b: 1, a: ['é', null, true] })).toBe('{"a":["é",null,true],"b":1}')
    for (const value of [1.5, Number.NaN, { a: undefined }, 1n, () => 1]) {
      expect(() => canonicalJson(value)).toThrow('Broken rule')
    }
  })

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const whole = JSON.parse(
          JSON.stringify(value, (_key, inner: unknown) =>
            typeof inner === 'number' ? Math.trunc(inner % 1e9) : inner,
          ),
        ) as unknown
        expect(JSON.parse(canonicalJson(whole))).toEqual(JSON.parse(JSON.stringify(whole)))
      }),
    )
  })
})
