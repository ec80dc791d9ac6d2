import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyActs, dayAfter, journalOf } from '../../support/anyJournal'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { averageTicketCents, changeRate, marginCents, NO_FIGURES } from '@/core/reports/figures'
import { ReportSums, SALE_GROUPS } from '@/core/reports/report'
import type { JournalEntry } from '@/core/journal/journal'
import { countsAsTakings } from '@/core/closing/takings'
import { totalsOf } from '@/core/closing/totals'

const ALWAYS = { from: '2000-01-01', to: '2999-12-31' }
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

function reportOf(entries: readonly JournalEntry[], days = ALWAYS) {
  const sums = new ReportSums(days)
  sums.add(entries)
  return sums.report()
}

describe('a report', () => {
  it('agrees to the cent with the totals of closings, in every grouping', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const entries = journalOf(acts)
        const both = (['counter', 'web'] as const).map(channel => totalsOf(entries, channel))
        const of = (read: (totals: (typeof both)[number]) => number) => sum(both.map(read))
        const { figures, groups, vat, tenders } = reportOf(entries)

        expect(figures.totalCents).toBe(of(totals => totals.totalCents))
        expect(figures.salesCents).toBe(of(totals => totals.salesCents))
        expect(figures.refundsCents).toBe(of(totals => totals.refundsCents))
        expect(figures.discountsCents).toBe(of(totals => totals.discountsCents))
        expect(figures.salesCount).toBe(of(totals => totals.salesCount))
        expect(figures.netCents + figures.vatCents).toBe(figures.totalCents)
        expect(figures.vatCents).toBe(sum(vat.map(share => share.vatCents)))
        expect(sum(tenders.map(row => row.totalCents))).toBe(
          of(totals => sum(totals.tenders.map(row => row.totalCents))),
        )
        for (const group of SALE_GROUPS) {
          for (const name of ['totalCents', 'netCents', 'vatCents', 'quantityMilli'] as const) {
            expect(sum(groups[group].map(row => row[name])), `${group} ${name}`).toBe(figures[name])
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is the same whatever the parts it is read in, and the sum of its days', () => {
    fc.assert(
      fc.property(anyActs, fc.nat(30), (acts, cut) => {
        const entries = journalOf(acts)
        const whole = reportOf(entries)
        const sums = new ReportSums(ALWAYS)
        sums.add(entries.slice(0, cut))
        sums.add(entries.slice(cut))
        expect(sums.report()).toEqual(whole)

        const middle = dayAfter(20)
        const first = reportOf(entries, { from: '2000-01-01', to: middle })
        const rest = reportOf(entries, { from: dayAfter(21), to: '2999-12-31' })
        expect(first.figures.totalCents + rest.figures.totalCents).toBe(whole.figures.totalCents)
      }),
      { numRuns: 60 },
    )
  })

  it('counts a ticket once, whatever its lines, and never training', () => {
    const two = aTicket([anArticle(), anArticle({ articleId: 'ps-21', name: 'Stylo' })])
    const entries = aJournal([two])
    expect(reportOf(entries)).toMatchObject({
      figures: { salesCount: 1, quantityMilli: 2000, totalCents: 3096, vatCents: 516 },
      groups: {
        hour: [{ key: '10', salesCount: 1 }],
        week: [{ key: '2026-W01' }],
        article: [{ name: 'Carnet renard' }, { name: 'Stylo' }],
        channel: [{ key: 'counter' }],
      },
    })
    const lessons = entries.map(entry => ({ ...entry, training: true }))
    expect(reportOf(lessons).figures).toEqual(NO_FIGURES)
  })
})

describe('figures compared', () => {
  it('give the change in hundredths of a percent, and null after zero', () => {
    expect(changeRate(150, 100)).toBe(5000)
    expect(changeRate(50, 200)).toBe(-7500)
    expect(changeRate(5, 0)).toBeNull()
    expect(changeRate(5, -10)).toBe(15_000)
  })

  it('average the tickets that sold something', () => {
    expect(averageTicketCents(NO_FIGURES)).toBeNull()
    expect(averageTicketCents({ ...NO_FIGURES, salesCents: 1001, salesCount: 2 })).toBe(501)
  })

  it('gives the margin of articles with a purchase price only', () => {
    fc.assert(
      fc.property(anyActs, fc.integer({ min: 1, max: 5_000_000 }), (acts, purchaseMicros) => {
        const entries = journalOf(acts)
        const lines = entries.flatMap(entry =>
          countsAsTakings(entry) ? entry.event.lines.map(line => ({ ...line })) : [],
        )
        const [known] = lines
        const sums = new ReportSums(ALWAYS, 'shop', id =>
          id === known?.articleId ? purchaseMicros : undefined,
        )
        sums.add(entries)
        const { figures, groups } = sums.report()
        const milli = sum(
          lines.filter(one => one.articleId === known?.articleId).map(one => one.quantityMilli),
        )
        expect(Math.abs(figures.costCents - (purchaseMicros * milli) / 10_000_000)).toBeLessThan(
          lines.length + 1,
        )
        expect(sum(groups.article.map(row => row.costCents))).toBe(figures.costCents)
        expect(sum(groups.article.map(row => row.costedNetCents))).toBe(figures.costedNetCents)
        expect(marginCents(NO_FIGURES)).toBeNull()
      }),
      { numRuns: 60 },
    )
  })
})
