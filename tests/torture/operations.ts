import { openTicketIn, type Disk, type SealedEntry } from './disk'
import type { Step } from './inPage'
import type { Plan } from './plan'

/** The steps of an operation, and what it may leave. */
export interface Act {
  steps: Step[]
  /** Sales and refunds that it may seal. */
  mostSales: number
  changesTicket: boolean
}

const PAID: Step[] = [{ until: ['paid-number'] }, { tap: 'new-ticket' }]
const IN_CASH: Step[] = [{ tap: 'means-cash' }, { exact: true }, { tap: 'validate' }]

/** What a plan does to a till in this state, step by step. */
export function actOf(plan: Plan, disk: Disk): Act {
  const arm: Step = { arm: plan.moment }
  const open = openTicketIn(disk)
  const tiles: Step[] = Array.from({ length: plan.pieces }, (_, at) => ({
    tile: (plan.kill + at) % 8,
  }))
  const begun = plan.isEarly ? [arm, ...tiles] : [...tiles, arm]
  const sale = (...steps: Step[]): Act => ({
    steps: [{ go: '#/sell' }, ...steps],
    mostSales: 1,
    changesTicket: true,
  })
  const isPlain = open === undefined || Object.values(open.lines).every(one => !one.includes('-'))
  const cash = sale(...begun, { tap: 'pay-cash' }, ...IN_CASH, ...PAID)

  switch (plan.operation) {
    case 'add':
      return { ...sale(arm, ...tiles, ...tiles), mostSales: 0 }
    case 'cash':
      return cash
    case 'tenders':
      return isPlain ? sale(...begun, ...inTwo()) : cash
    case 'card':
      if (!isPlain) return cash
      return sale(...begun, { tap: 'pay-card' }, { tap: 'validate' }, ...afterCard())
    case 'park':
      return {
        steps: [{ go: '#/sell' }, ...begun, { tap: 'ticket-park' }, { emptied: true }],
        mostSales: 0,
        changesTicket: true,
      }
    case 'clear':
      return { ...sale(...begun, { tap: 'ticket-clear' }, { emptied: true }), mostSales: 0 }
    case 'resume':
      return resumed(disk, arm) ?? cash
    case 'refund':
      return refunded(disk, arm) ?? cash
    case 'close':
      return {
        steps: [
          { go: '#/closings/open' },
          { until: ['close-day', 'day-closed'] },
          arm,
          { ifThere: 'close-day' },
          { ifThere: 'close-uncounted' },
          { until: ['seal-check', 'day-closed'] },
        ],
        mostSales: 0,
        changesTicket: false,
      }
    case 'sync':
      return {
        steps: [{ go: '#/articles' }, { until: ['sync-start'] }, arm, { tap: 'sync-start' }],
        mostSales: 0,
        changesTicket: false,
      }
  }
}

const inTwo = (): Step[] => [
  { tap: 'pay-cash' },
  { tap: 'split' },
  { tap: 'key-1' },
  { tap: 'means-cheque' },
  { tap: 'validate' },
  { until: ['taken'] },
  ...IN_CASH,
  ...PAID,
]

/** The terminal's answer, whatever it is. */
const afterCard = (): Step[] => [{ until: ['paid-number', 'terminal-close', 'terminal-later'] }]

/** The newest parked ticket comes back; the one in progress is parked in its place. */
function resumed(disk: Disk, arm: Step): Act | undefined {
  const open = openTicketIn(disk)
  const [parked] = disk.tickets
    .filter(({ parkedAt }) => parkedAt !== null)
    .toSorted((a, b) => (`${a.parkedAt}` < `${b.parkedAt}` ? 1 : -1))
  if (!parked) return undefined
  const list: Step[] = open
    ? [{ tap: 'ticket-menu' }, { tap: 'action-parked' }]
    : [{ tap: 'ticket-park' }]
  return {
    steps: [{ go: '#/sell' }, ...list, arm, { tap: `parked-${parked.ticketId}` }],
    mostSales: 0,
    changesTicket: false,
  }
}

/** The newest sale of which nothing was given back is given back, in cash. */
function refunded({ journal }: Disk, arm: Step): Act | undefined {
  const given = new Set(journal.flatMap(({ event }) => refundedBy(event)))
  const sale = journal
    .toSorted((a, b) => b.number - a.number)
    .find(
      ({ number, event }) =>
        event.kind === 'sale' && (event.totalCents ?? 0) > 0 && !given.has(number),
    )
  if (!sale) return undefined
  return {
    steps: [
      { go: `#/sales/${sale.number}` },
      { tap: 'refund' },
      { tap: 'refund-all' },
      arm,
      { tap: 'refund-now' },
      { tap: 'means-cash' },
      { tap: 'validate' },
      ...PAID,
    ],
    mostSales: 1,
    changesTicket: false,
  }
}

const refundedBy = (event: SealedEntry['event']): number[] =>
  (event as { refundOf?: number[] }).refundOf ?? []

/** What becomes of a ticket that is in progress after a kill. */
export function rest(afterwards: Plan['afterwards'], disk: Disk): Act | undefined {
  const open = openTicketIn(disk)
  if (!open) return undefined
  if (open.takenCents > 0) {
    return {
      steps: [
        { go: '#/sell' },
        { tap: 'ticket-taken' },
        { ifThere: 'means-cash' },
        { exact: true },
        { tap: 'validate' },
        ...PAID,
      ],
      mostSales: 1,
      changesTicket: false,
    }
  }
  if (afterwards === 'left') return undefined
  if (afterwards === 'cleared') {
    return {
      steps: [{ go: '#/sell' }, { tap: 'ticket-clear' }, { emptied: true }],
      mostSales: 0,
      changesTicket: true,
    }
  }
  return {
    steps: [{ go: '#/sell' }, { tap: 'pay-cash' }, ...IN_CASH, ...PAID],
    mostSales: 1,
    changesTicket: false,
  }
}
