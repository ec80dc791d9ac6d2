import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyActs, dayAfter, journalOf } from '../../support/anyJournal'
import { SELLER, SOFTWARE } from '../../support/factory'
import { sumsByHand } from '../../support/sumsByHand'
import {
  closeDay,
  closedDay,
  closePeriod,
  isClosable,
  startDay,
  forgottenDay,
  isLate,
  latestDay,
  NO_PERPETUAL,
  extendDay,
  unclosedPeriods,
  type ClosedPeriod,
} from '@/core/closing/closing'
import type { ClosingV1, PerpetualV1, TotalsV1 } from '@/core/journal/events/closingV1'
import type { JournalEntry } from '@/core/journal/journal'
import { addTotals, NO_TOTALS, totalsOf } from '@/core/closing/totals'
import { NOBODY } from '@/core/people/user'

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

const asSealed = (period: ClosedPeriod, number: number): ClosingV1 => ({
  kind: 'closing',
  ...period,
  document: { series: 'AZ', number },
  isLate: false,
  cash: null,
  user: NOBODY,
  seller: SELLER,
  software: SOFTWARE,
})

/** Totals in the shape of the sums made by hand. */
function told({ vat, tenders, ...totals }: TotalsV1): ReturnType<typeof sumsByHand> {
  const kept: Record<string, number> = {}
  for (const { kind, totalCents } of tenders) kept[kind] = (kept[kind] ?? 0) + totalCents
  for (const share of vat) expect(share.netCents + share.vatCents).toBe(share.grossCents)
  return {
    totalCents: totals.totalCents,
    salesCount: totals.salesCount,
    salesCents: totals.salesCents,
    refundsCount: totals.refundsCount,
    refundsCents: totals.refundsCents,
    discountsCents: totals.discountsCents,
    cashInCents: totals.cashInCents,
    cashOutCents: totals.cashOutCents,
    gross: Object.fromEntries(vat.map(share => [share.vatRate, share.grossCents])),
    net: Object.fromEntries(vat.map(share => [share.vatRate, share.netCents])),
    tenders: kept,
  }
}

/** Closes every forgotten day, then the rest, as a till opened at that moment would. */
function closeAll(journal: JournalEntry[], today: string): ClosingV1[] {
  const closings: ClosingV1[] = []
  for (;;) {
    const before = closings.at(-1)
    const since = journal.slice(before?.lastEntry ?? 0)
    if (!since.some(entry => isClosable(entry))) return closings
    const day = forgottenDay(since, today) ?? latestDay(since, today)
    closings.push(asSealed(closeDay(before, since, day), closings.length + 1))
  }
}

describe('closings of days', () => {
  it('are the sum of their entries, each entry in one of them', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const journal = journalOf(acts)
        const today = dayAfter(2000)
        const closings = closeAll(journal, today)
        let next = 1
        for (const closing of closings) {
          expect(closing.firstEntry).toBe(next)
          const entries = journal.slice(closing.firstEntry - 1, closing.lastEntry)
          expect(told(closing.totals)).toEqual(sumsByHand(entries, 'counter'))
          expect(told(closing.web)).toEqual(sumsByHand(entries, 'web'))
          expect(entries.map(entry => entry.seal).at(-1)).toBe(closing.lastSeal)
          next = closing.lastEntry + 1
        }
        expect(journal.slice(next - 1).some(entry => isClosable(entry))).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('are the same read in parts as read whole', () => {
    fc.assert(
      fc.property(anyActs, fc.nat(25), fc.nat(60), (acts, cut, days) => {
        const journal = journalOf(acts)
        const until = dayAfter(days)
        const part = extendDay(startDay(undefined), journal.slice(0, cut), until)
        const whole = extendDay(part, journal.slice(cut), until)
        expect(closedDay(whole, until)).toEqual(closeDay(undefined, journal, until))
        expect(whole.isOver).toBe(journal.some(entry => entry.day > until))
      }),
      { numRuns: 100 },
    )
  })

  it('have perpetual totals that never decrease and sum everything since the first entry', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const journal = journalOf(acts)
        const closings = closeAll(journal, dayAfter(2000))
        let before = NO_PERPETUAL
        for (const { perpetual, lastEntry } of closings) {
          const all = journal.slice(0, lastEntry)
          const [counter, web] = [sumsByHand(all, 'counter'), sumsByHand(all, 'web')]
          expect(perpetual).toEqual({
            salesCents: counter.salesCents,
            refundsCents: counter.refundsCents,
            webSalesCents: web.salesCents,
            webRefundsCents: web.refundsCents,
            salesCount: counter.salesCount,
          })
          for (const name of Object.keys(before) as (keyof PerpetualV1)[]) {
            expect(perpetual[name], name).toBeGreaterThanOrEqual(before[name])
          }
          before = perpetual
        }
      }),
      { numRuns: 150 },
    )
  })

  it('are consistent: sales less refunds, VAT, tenders and departments each make the total', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const { totalCents, ...totals } = totalsOf(journalOf(acts))
        expect(totals.salesCents - totals.refundsCents).toBe(totalCents)
        expect(sum(totals.vat.map(share => share.grossCents))).toBe(totalCents)
        expect(sum(totals.vat.map(share => share.netCents + share.vatCents))).toBe(totalCents)
        expect(sum(totals.departments.map(one => one.totalCents))).toBe(totalCents)
        expect(sum(totals.users.map(one => one.totalCents))).toBe(totalCents)
        expect(sum(totals.tenders.map(one => one.totalCents)) + totals.duesCents).toBe(
          totalCents + totals.paymentsCents,
        )
      }),
      { numRuns: 150 },
    )
  })

  it('never count training, and keep online sales separate', () => {
    const journal = journalOf([])
    const [opening] = journal
    if (!opening) throw new Error('a journal opens')
    expect(totalsOf(journal)).toEqual(NO_TOTALS)
    fc.assert(
      fc.property(anyActs, acts => {
        const entries = journalOf(acts)
        const lessons = entries.map(entry => ({ ...entry, training: true }))
        expect(addTotals(totalsOf(lessons), totalsOf(lessons, 'web'))).toEqual(NO_TOTALS)
        const web = totalsOf(entries, 'web')
        expect(web.documents.every(one => one.series === 'AW')).toBe(true)
        expect(web.cashInCents).toBe(0)
      }),
      { numRuns: 50 },
    )
  })

  it('end, whatever the clock did', () => {
    const journal = journalOf([
      { kind: 'night', days: 3 },
      { kind: 'float', floatCents: 1 },
      { kind: 'night', days: -2 },
      { kind: 'float', floatCents: 2 },
    ])
    expect(closeAll(journal, dayAfter(2000)).map(one => one.of)).toEqual([dayAfter(3)])
  })

  it('are made up for their own day, up to the first entry of a later one', () => {
    const at = (day: string, number: number) =>
      ({ day, number, training: false, event: { kind: 'cash-movement' } }) as JournalEntry
    const since = [at('2026-01-02', 1), at('2026-01-02', 2), at('2026-01-04', 3)]
    expect(forgottenDay(since, '2026-01-04')).toBe('2026-01-02')
    expect(forgottenDay(since.slice(2), '2026-01-04')).toBeUndefined()
    expect(forgottenDay(since.slice(2), '2026-01-05')).toBe('2026-01-04')
    expect(forgottenDay(since.toReversed(), '2026-01-05')).toBe('2026-01-04')
    expect(latestDay(since, '2026-01-03')).toBe('2026-01-04')
  })
})

describe('closings of months and years', () => {
  it('are the sum of their daily closings, and wait until the period is over', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const days = closeAll(journalOf(acts), dayAfter(2000))
        const today = dayAfter(2000)
        const months = unclosedPeriods('month', days, undefined, today).map(
          ({ of, parts }, index) => asSealed(closePeriod('month', of, parts), index + 1),
        )
        const inMonths = sum(months.map(month => month.totals.totalCents))
        const past = days.filter(day => day.of.slice(0, 7) < today.slice(0, 7))
        expect(inMonths).toBe(sum(past.map(day => day.totals.totalCents)))
        expect(unclosedPeriods('month', days, months.at(-1), today)).toEqual([])
        const years = unclosedPeriods('year', days, undefined, today)
        expect(years.flatMap(year => year.parts).length).toBe(
          days.filter(day => day.of.slice(0, 4) < today.slice(0, 4)).length,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('include every day closed with the clock set back, also across two months', () => {
    const part = (of: string, lastEntry: number) =>
      asSealed({ ...closeDay(undefined, [], of), firstEntry: lastEntry, lastEntry }, lastEntry)
    const days = [
      part('2026-01-30', 2),
      part('2026-02-01', 3),
      part('2026-01-31', 4),
      part('2026-02-02', 5),
      part('2026-03-01', 6),
    ]
    const unclosed = unclosedPeriods('month', days, undefined, '2026-03-15')
    expect(unclosed.map(({ of, parts }) => [of, parts.map(one => one.lastEntry)])).toEqual([
      ['2026-01', [2]],
      ['2026-02', [3, 4, 5]],
    ])
    // One at a time, as for a till that was stopped between the two.
    const january = asSealed(closePeriod('month', '2026-01', unclosed[0]!.parts), 1)
    expect(unclosedPeriods('month', days, january, '2026-03-15')).toEqual([unclosed[1]])
    expect(unclosedPeriods('month', days, undefined, '2026-01-31')).toEqual([])
  })

  it.each([
    ['day', '2026-01-31', '2026-01-31', false],
    ['day', '2026-01-31', '2026-02-01', true],
    ['month', '2026-01', '2026-02-28', false],
    ['month', '2026-01', '2026-03-01', true],
    ['month', '2026-12', '2027-01-31', false],
    ['month', '2026-12', '2027-02-01', true],
    ['year', '2026', '2027-12-31', false],
    ['year', '2026', '2028-01-01', true],
  ] as const)('of the %s %s made on %s: late is %s', (period, of, today, late) => {
    expect(isLate(period, of, today)).toBe(late)
  })
})
