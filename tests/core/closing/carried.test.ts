import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyActs, journalOf } from '../../support/anyJournal'
import { Letters, type Fate } from '../../support/letters'
import { sumsByHand } from '../../support/sumsByHand'
import { journalUpTo, carriedFrom, carriesAll } from '@/core/closing/carried'
import { chainsOf } from '@/core/backup/chains'
import { NO_PERPETUAL } from '@/core/closing/closing'
import { sealEvent, type JournalEntry } from '@/core/journal/journal'
import { beginCheck } from '@/core/journal/journalCheck'

const anyFates = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Fate>('nothing') },
    { weight: 2, arbitrary: fc.constant<Fate>('opens') },
    { weight: 1, arbitrary: fc.constant<Fate>('closes') },
    { weight: 1, arbitrary: fc.constant<Fate>('is-restored') },
  ),
  { minLength: 25, maxLength: 25 },
)
const anyLetters = fc.tuple(anyActs, anyFates).map(([acts, fates]) => {
  const journal = journalOf(acts)
  const letters = new Letters(journal, fates)
  return { journal, letters }
})

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
const faultOf = (entries: readonly JournalEntry[]) => beginCheck([]).read(entries)

describe('closings over restores', () => {
  it('cover every sale once, for days, months and years, whatever its till code', () => {
    fc.assert(
      fc.property(anyLetters, ({ journal, letters }) => {
        letters.comeInLate()
        const counter = sumsByHand(journal, 'counter')
        const web = sumsByHand(journal, 'web')
        for (const period of ['day', 'month', 'year'] as const) {
          // Closings made under all till codes, including those of carried-over periods.
          const closed = letters.closings(period)
          expect(sum(closed.map(one => one.totals.salesCents))).toBe(counter.salesCents)
          expect(sum(closed.map(one => one.totals.refundsCents))).toBe(counter.refundsCents)
          expect(sum(closed.map(one => one.web.salesCents))).toBe(web.salesCents)
          expect(sum(closed.map(one => one.totals.cashInCents))).toBe(counter.cashInCents)
        }
        const months = letters.closings('month').map(({ of }) => of)
        expect(months).toEqual([...new Set(months)])
      }),
      { numRuns: 80 },
    )
  })

  it('never let perpetual totals decrease: they sum all sales since the first entry', () => {
    fc.assert(
      fc.property(anyLetters, ({ journal, letters }) => {
        letters.comeInLate()
        let before = NO_PERPETUAL
        for (const { perpetual } of letters.closings('day')) {
          for (const name of Object.keys(before) as (keyof typeof before)[]) {
            expect(perpetual[name]).toBeGreaterThanOrEqual(before[name])
          }
          before = perpetual
        }
        const counter = sumsByHand(journal, 'counter')
        const web = sumsByHand(journal, 'web')
        expect(before).toEqual({
          salesCents: counter.salesCents,
          refundsCents: counter.refundsCents,
          webSalesCents: web.salesCents,
          webRefundsCents: web.refundsCents,
          salesCount: counter.salesCount,
        })
      }),
      { numRuns: 80 },
    )
  })

  it('pass every check, alone and with the earlier journals', () => {
    fc.assert(
      fc.property(anyLetters, ({ letters }) => {
        letters.comeInLate()
        for (const entries of letters.journals) expect(faultOf(entries)).toBeUndefined()
        expect(chainsOf(letters.journals.flat())).toMatchObject({ ok: true })
      }),
      { numRuns: 60 },
    )
  })

  it('are found wrong, even resealed, when they carry over other totals than were left open', () => {
    fc.assert(
      fc.property(anyLetters, ({ letters }) => {
        const [first, second] = letters.journals
        const opening = second?.[0]
        // Only devices that were restored.
        fc.pre(letters.journals.length > 1)
        if (!first || opening?.event.kind !== 'journal-opened') throw new Error('it was opened')
        const { continues } = opening.event
        if (!continues) throw new Error('it goes on from the first letter')
        const left = carriedFrom(journalUpTo(first, continues.number))
        expect(carriesAll(continues, left)).toBe(true)
        const perpetual = { ...continues.perpetual, salesCents: continues.perpetual.salesCents + 1 }
        const link = { ...continues, perpetual }
        expect(carriesAll(link, left)).toBe(false)
        const resealed: JournalEntry[] = []
        for (const { event, ...entry } of second ?? []) {
          const told = event.kind === 'journal-opened' ? { ...event, continues: link } : event
          resealed.push(sealEvent(resealed.at(-1), { ...entry, event: told }))
        }
        // With the earlier journal at hand, the link is compared with it; alone, the closings show
        // the fault.
        expect(chainsOf([...first, ...resealed])).toMatchObject({ ok: false })
        if (second?.some(({ event }) => event.kind === 'closing' && event.period === 'day')) {
          expect(faultOf(resealed)).toBeDefined()
        }
      }),
      { numRuns: 40 },
    )
  })
})
