import { describe, expect, it } from 'vitest'
import { growthOf, tooMuchGrowth, type Sample } from './flatness'
import { differences, WeekLedger, type SealedEvent } from './ledger'

/** A jar of honey (9,50 € at 5,5 %) and a notebook (12,00 € at 20 %), then the honey given back. */
function aLedger(): WeekLedger {
  const ledger = new WeekLedger()
  ledger.record(
    [
      { grossCents: 950, vatRate: 550 },
      { grossCents: 1200, vatRate: 2000 },
    ],
    { cash: 1000, card: 1150 },
  )
  ledger.record([{ grossCents: 950, vatRate: 550 }], { cash: 950 }, true)
  ledger.close()
  return ledger
}

/** The same as a till seals it; the sums were made by hand. */
const theirBooks = (): SealedEvent[] => [
  { kind: 'trace' },
  {
    kind: 'sale',
    totalCents: 2150,
    changeCents: 50,
    tenders: [
      { kind: 'card', givenCents: 1150 },
      { kind: 'cash', givenCents: 1050 },
    ],
    vat: [
      { vatRate: 550, grossCents: 950, vatCents: 50 },
      { vatRate: 2000, grossCents: 1200, vatCents: 200 },
    ],
  },
  {
    kind: 'refund',
    totalCents: -950,
    changeCents: 0,
    tenders: [{ kind: 'cash', givenCents: -950 }],
    vat: [{ vatRate: 550, grossCents: -950, vatCents: -50 }],
  },
  {
    kind: 'closing',
    period: 'day',
    totals: {
      totalCents: 1200,
      salesCount: 1,
      salesCents: 2150,
      refundsCount: 1,
      refundsCents: 950,
      vat: [
        { vatRate: 550, grossCents: 0, vatCents: 0 },
        { vatRate: 2000, grossCents: 1200, vatCents: 200 },
      ],
      tenders: [
        { kind: 'card', totalCents: 1150 },
        { kind: 'cash', totalCents: 50 },
      ],
    },
  },
]

describe('the ledger of the week', () => {
  it('agrees with books that are right', () => {
    expect(differences(aLedger(), theirBooks())).toEqual([])
  })

  it('rounds half a cent of VAT upwards, as the till does', () => {
    const ledger = new WeekLedger()
    // 13,35 € at 20 %: 2,225 € of VAT.
    ledger.record([{ grossCents: 1335, vatRate: 2000 }], { card: 1335 })
    expect(ledger.all.byRate[2000]).toEqual({ grossCents: 1335, vatCents: 223 })
  })

  const spoilt: [string, (books: SealedEvent[]) => void, string][] = [
    [
      'a cent too much',
      books => (books[1]!.totalCents! += 1),
      'week, salesCents: 2150 in the ledger, 2151',
    ],
    [
      'a cent of VAT',
      books => (books[1]!.vat![0]!.vatCents -= 1),
      'week, VAT at 550: 0 in the ledger, -1',
    ],
    [
      'change forgotten',
      books => (books[1]!.changeCents = 0),
      'week, kept by cash: 50 in the ledger, 100',
    ],
    ['a sale lost', books => books.splice(1, 1), 'week, salesCount: 1 in the ledger, 0'],
    ['a sale sealed twice', books => books.push(books[1]!), 'week, salesCount: 1 in the ledger, 2'],
    ['a closing lost', books => books.pop(), 'closings: 1 made, 0 sealed'],
    [
      'a closing a cent short',
      books => (books[3]!.totals!.tenders[1]!.totalCents = 49),
      'closing 1, kept by cash: 50 in the ledger, 49',
    ],
    [
      'another rate',
      books => (books[3]!.totals!.vat[1]!.vatRate = 1000),
      'closing 1, gross at 2000: 1200 in the ledger, 0',
    ],
  ]
  it.each(spoilt)('names %s', (_what, spoil, said) => {
    const books = theirBooks()
    spoil(books)
    expect(differences(aLedger(), books).join('\n')).toContain(said)
  })
})

describe('flatness', () => {
  const week = 100
  const hourly = (valueAt: (at: number) => number): Sample[] =>
    Array.from({ length: 21 }, (_none, index) => [index * 5, valueAt(index * 5)])

  it('takes what filled in the first half and stayed', () => {
    const growth = growthOf(
      'heap',
      hourly(at => Math.min(at, 40) + 60),
      week,
    )
    expect(growth.ratio).toBe(1)
    expect(tooMuchGrowth([growth])).toEqual([])
  })

  it('takes one high sample', () => {
    const growth = growthOf(
      'heap',
      hourly(at => (at === 95 ? 300 : 100)),
      week,
    )
    expect(tooMuchGrowth([growth])).toEqual([])
  })

  it('finds what grows by a fifth, and says how much', () => {
    const growth = growthOf(
      'heap',
      hourly(at => 100 + at),
      week,
    )
    expect(tooMuchGrowth([growth])).toEqual(['heap: 157.5 in mid-week, 192.5 at its end (× 1.22)'])
  })

  it('finds what was not measured', () => {
    expect(tooMuchGrowth([growthOf('heap', [], week)])).toHaveLength(1)
  })
})
