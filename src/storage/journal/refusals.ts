import type { SellingError } from '@/core/errors'
import type { JournalEvent } from '@/core/journal/journal'
import type { TillDatabase } from '@/storage/databases'
import { writeFaultOf } from '@/storage/fault'
import { readSetting } from '@/storage/settings/settings'

/**
 * What nobody may add while the books are shown to an inspector; what happens is still traced,
 * and what the till closes by itself is closed.
 */
const BARRED: ReadonlySet<JournalEvent['kind']> = new Set([
  'sale',
  'refund',
  'payment',
  'invoice',
  'drawer-opened',
  'cash-movement',
  'cash-counted',
])
const INSPECTED = { code: 'till-inspected' } as const

/** The same ticket was sealed before with other lines, in another tab: nothing was written. */
export class TicketChangedElsewhere extends Error {}

/** The journal as it is now forbids it: nothing was written. */
export class RefusedByJournal extends Error {
  constructor(readonly refusal: SellingError) {
    super(refusal.code)
  }
}

/** Why nothing was sealed: the journal forbids it, or the disk refused. Anything else is thrown. */
export function sealingFailure(error: unknown): SellingError {
  return error instanceof RefusedByJournal ? error.refusal : writeFaultOf(error)
}

/** The refusal, where nothing was sealed because the books are being inspected. */
export function inspectionOf(error: unknown): { code: 'till-inspected' } | undefined {
  const isInspected = error instanceof RefusedByJournal && error.refusal.code === INSPECTED.code
  return isInspected ? INSPECTED : undefined
}

/** Whether nobody may seal events of this kind while the books are inspected. */
export const isBarredByInspection = (kind: JournalEvent['kind']) => BARRED.has(kind)

/**
 * Refuses what nobody may do while the books are inspected, in whatever tab or worker that
 * began; to be called inside the transaction that would do it.
 */
export async function refuseInspected(db: TillDatabase): Promise<void> {
  if (await readSetting(db, 'isInspected')) throw new RefusedByJournal(INSPECTED)
}
