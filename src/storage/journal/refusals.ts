import type { ApprovalError, SellingError } from '@/core/errors'
import type { JournalEvent } from '@/core/journal/journal'
import type { TillDatabase } from '@/storage/databases'
import { writeFaultOf } from '@/storage/fault'
import { readSetting } from '@/storage/settings/settings'

/** Events that an inspection forbids. Traces are still sealed, and so are automatic closings. */
const BARRED: ReadonlySet<JournalEvent['kind']> = new Set([
  'sale',
  'refund',
  'payment',
  'invoice',
  'drawer-opened',
  'cash-movement',
  'cash-counted',
])
/** Events of selling, which a device that its shop put out makes no more; what it sold is closed. */
const OF_SELLING: ReadonlySet<JournalEvent['kind']> = new Set(['sale', 'refund', 'payment'])
const INSPECTED = { code: 'till-inspected' } as const

/** The same ticket was already sealed with other lines, in another tab: nothing was written. */
export class TicketChangedElsewhere extends Error {}

/** The current state of the journal does not allow the event: nothing was written. */
export class RefusedByJournal extends Error {
  constructor(readonly refusal: SellingError) {
    super(refusal.code)
  }
}

/**
 * The error when nothing was sealed: the journal or the disk refused. Throws any other error again.
 */
export function sealingFailure(error: unknown): SellingError {
  return error instanceof RefusedByJournal ? error.refusal : writeFaultOf(error)
}

/** The error when nothing was sealed because of an inspection; undefined for any other error. */
export function inspectionOf(error: unknown): { code: 'till-inspected' } | undefined {
  const isInspected = error instanceof RefusedByJournal && error.refusal.code === INSPECTED.code
  return isInspected ? INSPECTED : undefined
}

/** The error when nothing was done because nobody approved it; undefined for any other error. */
export function approvalOf(error: unknown): ApprovalError | undefined {
  const refusal = error instanceof RefusedByJournal ? error.refusal : undefined
  return refusal?.code === 'approval-missing' ? refusal : undefined
}

/** Whether an inspection forbids events of this kind. */
export const isBarredByInspection = (kind: JournalEvent['kind']) => BARRED.has(kind)

/**
 * Throws RefusedByJournal during an inspection, whichever tab or worker began it. Must be called
 * inside the transaction of the action it guards.
 */
export async function refuseInspected(db: TillDatabase): Promise<void> {
  if (await readSetting(db, 'isInspected')) throw new RefusedByJournal(INSPECTED)
}

/**
 * Throws RefusedByJournal for a till code that this device left: the journal of the next one is linked
 * to the last entry before, so that what came after it would be in no closing. Must be called inside
 * the transaction of the action it guards.
 */
export async function refuseLeftTillCode(db: TillDatabase, till: string): Promise<void> {
  const letter = await readSetting(db, 'tillLetter')
  if (letter !== undefined && letter !== till) {
    throw new RefusedByJournal({ code: 'till-code-left', letter })
  }
}

/**
 * Throws RefusedByJournal for an event of selling where this device sells no more. Must be called
 * inside the transaction of the action it guards.
 */
export async function refuseSellingEnded(
  db: TillDatabase,
  kind: JournalEvent['kind'],
): Promise<void> {
  if (!OF_SELLING.has(kind)) return
  const why = await readSetting(db, 'sellingEnded')
  if (why) throw new RefusedByJournal({ code: 'selling-ended', why })
}
