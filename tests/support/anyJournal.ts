import fc from 'fast-check'
import { anyTicket } from './anyTicket'
import { aTender, CONTEXT, SELLER, SOFTWARE } from './factory'
import type { EventV1 } from '@/core/journal/events/v1'
import { isSale, sealEvent, type JournalEntry } from '@/core/journal/journal'
import { ticketTotals } from '@/core/ticket/pricing'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import { settle } from '@/core/payment/settle'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { NOBODY } from '@/core/people/user'

/** An action at a till that a property test may ask for. */
export type Act =
  | { kind: 'sale'; ticket: Ticket; overCents: number; training: boolean; isWeb: boolean }
  | { kind: 'refund'; which: number }
  | { kind: 'cash'; direction: 'in' | 'out'; amountCents: number }
  | { kind: 'float'; floatCents: number }
  | { kind: 'trace' }
  /** The shop is closed for so many days; below zero, its clock was set back. */
  | { kind: 'night'; days: number }

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('sale' as const),
      ticket: anyTicket,
      overCents: fc.nat(500),
      training: fc.integer({ min: 0, max: 5 }).map(value => value === 0),
      isWeb: fc.integer({ min: 0, max: 4 }).map(value => value === 0),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refund' as const), which: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cash' as const),
      direction: fc.constantFrom('in' as const, 'out' as const),
      amountCents: fc.nat(20_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('float' as const), floatCents: fc.nat(20_000) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'trace' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('night' as const),
      days: fc.integer({ min: -1, max: 40 }),
    }),
  },
)

/** Any history of a till. */
export const anyActs = fc.array(anyAct, { minLength: 1, maxLength: 25 })

/** The journal that actions leave, from its opening on `2026-01-15`. */
export function journalOf(acts: readonly Act[]): JournalEntry[] {
  const journal = [sealed(undefined, 0, 'opening', OPENED, false)]
  let days = 0
  acts.forEach((act, index) => {
    if (act.kind === 'night') days += act.days
    // The till traces a clock that is behind its journal before it seals anything else.
    if (act.kind === 'night' && act.days < 0) {
      journal.push(sealed(journal.at(-1), days, `clock-${index}`, CLOCK_MOVED, false))
    }
    const made = eventOf(act, journal, index)
    if (!made) return
    journal.push(sealed(journal.at(-1), days, `event-${index}`, made.event, made.training))
  })
  return journal
}

const OPENED: EventV1 = {
  kind: 'journal-opened',
  journalId: 'journal-1',
  continues: null,
  publicKey: null,
  keyFingerprint: '',
  software: SOFTWARE,
}

const CLOCK_MOVED: EventV1 = {
  kind: 'trace',
  what: 'clock-moved',
  detail: { movedSeconds: -86_400 },
  user: NOBODY,
  software: SOFTWARE,
}

export function dayAfter(days: number): string {
  return new Date(Date.UTC(2026, 0, 15 + days)).toISOString().slice(0, 10)
}

function sealed(
  last: JournalEntry | undefined,
  days: number,
  eventId: string,
  event: EventV1,
  training: boolean,
): JournalEntry {
  const day = dayAfter(days)
  return sealEvent(last, {
    till: 'A',
    eventId,
    at: `${day}T10:00:00.000+01:00`,
    day,
    training,
    event,
  })
}

function eventOf(
  act: Act,
  journal: readonly JournalEntry[],
  index: number,
): { event: EventV1; training: boolean } | undefined {
  const by = { user: NOBODY, software: SOFTWARE }
  switch (act.kind) {
    case 'sale':
      return saleOf({ ...act.ticket, ticketId: `ticket-${index}` }, act, journal)
    case 'refund':
      return refundOf(act.which, journal, index)
    case 'cash': {
      const { direction, amountCents } = act
      const event = { kind: 'cash-movement' as const, direction, amountCents, reason: 'x', ...by }
      return { event, training: false }
    }
    case 'float':
      return {
        event: { kind: 'drawer-opened', floatCents: act.floatCents, coins: [], ...by },
        training: false,
      }
    case 'trace':
      return {
        event: { kind: 'trace', what: 'ticket-parked', detail: {}, ...by },
        training: false,
      }
    case 'night':
      return undefined
  }
}

function saleOf(
  ticket: Ticket,
  { overCents, training, isWeb }: { overCents: number; training: boolean; isWeb: boolean },
  journal: readonly JournalEntry[],
): { event: EventV1; training: boolean } {
  const { totalCents } = ticketTotals(ticket)
  const tenders =
    totalCents > 0
      ? [isWeb ? aTender(totalCents, 'card') : aTender(totalCents + overCents)]
      : totalCents < 0
        ? [aTender(totalCents)]
        : []
  const sale = settle(ticket, tenders, { ...CONTEXT, seller: SELLER })
  if (!sale.ok) throw new Error(sale.error.code)
  const series = seriesOf('A', isWeb ? 'web-sale' : sale.value.kind, training)
  const channel = isWeb ? ('web' as const) : ('counter' as const)
  return {
    event: { ...sale.value, channel, document: { series, number: nextOf(journal, series) } },
    training,
  }
}

function refundOf(
  which: number,
  journal: readonly JournalEntry[],
  index: number,
): { event: EventV1; training: boolean } | undefined {
  const sales = journal
    .filter(isSale)
    .filter(entry => !entry.training && entry.event.kind === 'sale')
    .filter(entry => entry.event.channel === 'counter')
  const sale = sales[which % Math.max(1, sales.length)]
  if (!sale) return undefined
  const refunds = journal.filter(isSale).filter(one => one.event.refundOf.includes(sale.number))
  const left = refundableLines(sale, refunds).filter(line => line.leftMilli > 0)
  if (left.length === 0) return undefined
  const wanted = new Map(left.map(line => [line.lineIndex, line.leftMilli]))
  let ids = 0
  const ticket = giveBack(
    emptyTicket(`ticket-${index}`, sale.at),
    sale,
    refunds,
    wanted,
    () => `back-${index}-${++ids}`,
  )
  return saleOf(ticket, { overCents: 0, training: false, isWeb: false }, journal)
}

function nextOf(journal: readonly JournalEntry[], series: string): number {
  return (
    1 +
    journal.filter(({ event }) => 'document' in event && event.document.series === series).length
  )
}
