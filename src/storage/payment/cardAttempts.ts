import { appendEvent, sealingTables, type Unsealed } from '@/storage/journal/append'
import { keepTaking, readTakings } from './debtTakings'
import type { KeptTicket, TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import type { Tender } from '@/core/payment/tender'

/** The attempt that did not end yet, with its ticket, as they are on disk. */
export interface AttemptOnDisk {
  open: CardAttempt | null
  /** Undefined where the ticket is not open here any more. */
  kept: KeptTicket | undefined
  isSold: boolean
}

/** What becomes of an attempt; what is left out stays as it is. */
export interface AttemptChange<Done> {
  result: Done
  open?: CardAttempt | null
  ticket?: KeptTicket
  /** One more tender taken for the debt of the attempt's sale. */
  debtTender?: Tender
  traces?: Unsealed<TraceV1>[]
}

/** The request to a terminal that did not end yet; null where there is none. */
export async function readAttempt(db: TillDatabase): Promise<CardAttempt | null> {
  return (await readSetting(db, 'cardAttempt')) ?? null
}

/**
 * Changes the attempt that did not end yet, seals its traces and stores what it paid, in one strict
 * transaction; resolves once it is on disk.
 */
export function changeAttempt<Done>(
  db: TillDatabase,
  decide: (now: AttemptOnDisk) => AttemptChange<Done> | Promise<AttemptChange<Done>>,
): Promise<Done> {
  return db.transaction('rw', [...sealingTables(db), db.tickets], async () => {
    const open = await readAttempt(db)
    const ticketId = open?.ticketId ?? ''
    const kept = await db.tickets.get(ticketId)
    const isSold = (await db.journal.get({ eventId: ticketId })) !== undefined
    const change = await decide({ open, kept, isSold })
    if (change.open !== undefined) await keepSetting(db, 'cardAttempt', change.open)
    if (change.ticket) await db.tickets.put(change.ticket)
    if (change.debtTender) {
      const { [ticketId]: before = [] } = await readTakings(db)
      await keepTaking(db, ticketId, [...before, change.debtTender], () => [])
    }
    for (const { event, ...stamp } of change.traces ?? []) {
      await appendEvent(db, stamp, () => event)
    }
    return change.result
  })
}
