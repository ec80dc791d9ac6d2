import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { journalOf } from './anyJournal'
import { anArticle, aTicket } from './factory'
import { withClosings, withEveryKind } from './signedJournal'
import type { TracedV1, TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { isSale, sealEvent, type JournalEntry, type UnsealedEvent } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'

const ANNE = { userId: 'user-1', name: 'Anne' }

const booksSource = readFileSync(
  join(import.meta.dirname, '../../src/core/journal/events/drawerAndTracesV1.ts'),
  'utf8',
)

/** Every kind of trace, read from the source of the sealed types. */
export const EVERY_TRACE = [
  ...(/TracedV1 =([^]*?)\n(?=\n|$)/.exec(booksSource)?.[1] ?? '').matchAll(/'([a-z-]+)'/g),
].map(([, what]) => what as TracedV1)

/**
 * Events of every kind, every trace, and every field filled, in few entries: a sale, a web sale, a
 * training sale, a refund, days with and without sales, all closed.
 */
export function eventsOfEveryKind(): UnsealedEvent[] {
  const sale = (id: string, flags: { training?: boolean; isWeb?: boolean } = {}) => ({
    kind: 'sale' as const,
    ticket: aTicket(
      [anArticle(), anArticle({ vatRate: 550, priceCents: 310, ecotaxCents: 12 })],
      id,
    ),
    overCents: flags.isWeb ? 0 : 52,
    training: flags.training ?? false,
    isWeb: flags.isWeb ?? false,
  })
  const journal = journalOf([
    { kind: 'float', floatCents: 10_000 },
    sale('a'),
    sale('b', { isWeb: true }),
    sale('c', { training: true }),
    { kind: 'refund', which: 0 },
    { kind: 'cash', direction: 'in', amountCents: 500 },
    { kind: 'night', days: 1 },
    { kind: 'cash', direction: 'out', amountCents: 200 },
    { kind: 'night', days: 20 },
    sale('d'),
  ])
  return withClosings(withTraces(withEveryKind(journal).map(filled))).map(counted)
}

/** The same entry, with fields filled that most tills leave empty. */
function filled(entry: JournalEntry): JournalEntry {
  const { event } = entry
  if (event.kind === 'drawer-opened') {
    return { ...entry, event: { ...event, coins: [{ valueCents: 100, count: 100 }] } }
  }
  if (event.kind === 'invoice') {
    const document = { series: 'AF', number: 9 }
    const credits = [{ till: 'B', entry: 7, document, at: entry.at }]
    return { ...entry, event: { ...event, credits, lines: event.lines.map(givenBack) } }
  }
  if (entry.event.kind === 'payment') {
    return { ...entry, event: { ...entry.event, voucherPeople: 2 } }
  }
  if (!isSale(entry)) return entry
  const { kind, channel, lines, refundOf } = entry.event
  // The training sale is an exchange.
  const back = entry.training ? { lines: lines.map(givenBack), refundOf: [5] } : { lines, refundOf }
  const discounts = [
    {
      kind: 'percent' as const,
      value: 500,
      lines: [0],
      amountCents: 0,
      reason: 'Fidélité',
      approvedBy: ANNE,
    },
  ]
  const order = {
    shop: 'shop.example',
    orderId: 12,
    reference: 'ABCDEF',
    placedAt: '2026-01-15 09:00:00',
    stateId: 2,
    module: 'ps_wirepayment',
    carrierId: 3,
    slipId: 0,
  }
  return {
    ...entry,
    event: {
      ...entry.event,
      ...back,
      foodCents: kind === 'refund' ? -310 : 310,
      voucherPeople: 2,
      refundApprovedBy: [ANNE],
      discounts,
      order: channel === 'web' || kind === 'refund' ? order : null,
    },
  }
}

const givenBack = <Line extends object>(line: Line) => ({
  ...line,
  refundOf: { till: 'B', entry: 5, line: 0, document: { series: 'B', number: 3 } },
})

/** One trace of each kind, with a text, a number and a boolean in it. */
function withTraces(journal: readonly JournalEntry[]): JournalEntry[] {
  const all = [...journal]
  const software = all[0]?.event.software ?? { name: '', version: '' }
  const { at = '', day = '' } = all.at(-1) ?? {}
  for (const what of EVERY_TRACE) {
    // The details of a purge are adapted where the journal is sealed.
    const detail: TraceV1['detail'] =
      what === 'entries-purged' ? { firstEntry: 2 } : { name: 'x', to: 5, isOn: true }
    const event = { kind: 'trace' as const, what, detail, user: NOBODY, software }
    const place = { till: 'A', eventId: `trace-${what}`, at, day, training: false }
    all.push(sealEvent(all.at(-1), { ...place, event }))
  }
  return all
}

/** A closing whose drawer was counted. */
function counted(unsealed: UnsealedEvent): UnsealedEvent {
  const { event } = unsealed
  if (event.kind !== 'closing') return unsealed
  const coins = [{ valueCents: 50, count: 199 }]
  const sums = { expectedCents: 10_000, countedCents: 9_950, differenceCents: -50 }
  return { ...unsealed, event: { ...event, cash: { ...sums, coins, reason: 'pièce tombée' } } }
}
