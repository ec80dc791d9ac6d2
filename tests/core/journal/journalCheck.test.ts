import { describe, expect, it } from 'vitest'
import { dayAfter, journalOf } from '../../support/anyJournal'
import { aTicket } from '../../support/factory'
import { withClosings } from '../../support/signedJournal'
import type { ClosingV1 } from '@/core/journal/events/closingV1'
import { sealEvent, type JournalEntry, type UnsealedEvent } from '@/core/journal/journal'
import { beginCheck } from '@/core/journal/journalCheck'
import { beginEventCheck } from '@/verifier/eventCheck'
import { lineFrom } from '@/verifier/chain'
import { beginFindings } from '@/verifier/report'

const sale = (id: string) => ({
  kind: 'sale' as const,
  ticket: aTicket(undefined, id),
  overCents: 0,
  training: false,
  isWeb: false,
})
const night = { kind: 'night' as const, days: 20 }

/** Four days in at least two months, all closed, with their months and years. */
function closed(): JournalEntry[] {
  const acts = ['a', 'b', 'c', 'd'].flatMap(id => [sale(id), night])
  return sealed(withClosings(journalOf(acts)))
}

function sealed(events: readonly UnsealedEvent[]): JournalEntry[] {
  const entries: JournalEntry[] = []
  for (const { till, eventId, at, day, training, event } of events) {
    const { lastEntry } = event.kind === 'closing' ? event : { lastEntry: 0 }
    const told =
      event.kind === 'closing' ? { ...event, lastSeal: entries[lastEntry - 1]?.seal ?? '' } : event
    const base = { till, eventId, at, day, training, event: told }
    entries.push(sealEvent(entries.at(-1), base))
  }
  return entries
}

/**
 * Faults that the till and the verifier find in the same journal, after a change of the closing
 * numbered `at`.
 */
function faultsWith(at: number, change: (closing: ClosingV1) => Partial<ClosingV1>) {
  const entries = closed().slice(0, at)
  const last = entries.pop()
  if (last?.event.kind !== 'closing') throw new Error('it is a closing')
  const event = { ...last.event, ...change(last.event) }
  entries.push(sealEvent(entries.at(-1), { ...last, event }))
  const findings = beginFindings()
  const books = beginEventCheck(findings, true, null)
  for (const entry of entries) {
    const line = lineFrom(JSON.stringify({ entry, signature: null }))
    if (line) books.read(line.entry)
  }
  return {
    till: beginCheck([]).read(entries),
    verifier: findings.reportWith(null).faults.map(({ entry }) => entry),
  }
}

const placesOf = (period: ClosingV1['period']) =>
  closed().flatMap(({ number, event }) =>
    event.kind === 'closing' && event.period === period ? number : [],
  )

describe('a check of closings', () => {
  const [firstDay = 0] = placesOf('day')
  const months = placesOf('month')
  const [firstMonth = 0, secondMonth = 0] = months

  it('finds no fault in the closings a till makes', () => {
    expect(months.length).toBeGreaterThan(1)
    expect(dayAfter(20).slice(0, 7)).not.toBe(dayAfter(0).slice(0, 7))
    expect(beginCheck([]).read(closed())).toBeUndefined()
    expect(faultsWith(secondMonth, () => ({}))).toEqual({ till: undefined, verifier: [] })
  })

  it.each([0, 1, 50])('finds a day that goes %i entries beyond its own', beyond => {
    const found = faultsWith(firstDay, ({ totals }) => ({
      lastEntry: firstDay + beyond,
      totals: { ...totals, totalCents: 1 },
    }))
    expect(found.till).toEqual({ number: firstDay, fault: 'closing-does-not-add-up' })
    expect(found.verifier).toContain(firstDay)
  })

  it.each([
    ['goes on without a day', (one: ClosingV1) => ({ lastEntry: one.lastEntry + 1 })],
    ['begins before its first day', () => ({ firstEntry: 0 })],
  ])('finds a month that %s', (_what, change) => {
    const found = faultsWith(firstMonth, change)
    expect(found.till).toEqual({ number: firstMonth, fault: 'closing-does-not-add-up' })
    expect(found.verifier).toContain(firstMonth)
  })

  it('finds a month that is closed twice, or that leaves out earlier days', () => {
    const first = closed()[firstMonth - 1]?.event
    const second = closed()[secondMonth - 1]?.event
    if (first?.kind !== 'closing' || second?.kind !== 'closing') throw new Error('two months')
    const { firstEntry, lastEntry, totals, web, perpetual, lastSeal } = first
    const again = faultsWith(secondMonth, () => {
      return { firstEntry, lastEntry, totals, web, perpetual, lastSeal }
    })
    expect(again.till).toEqual({ number: secondMonth, fault: 'closing-does-not-add-up' })
    expect(again.verifier).toContain(secondMonth)
    const late = faultsWith(firstMonth, () => ({
      firstEntry: second.firstEntry,
      lastEntry: second.lastEntry,
      totals: second.totals,
      web: second.web,
      perpetual: second.perpetual,
      lastSeal: second.lastSeal,
    }))
    expect(late.till).toEqual({ number: firstMonth, fault: 'closing-does-not-add-up' })
    expect(late.verifier).toContain(firstMonth)
  })
})
