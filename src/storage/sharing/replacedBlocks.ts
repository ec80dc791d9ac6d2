import type { TillDatabase } from '@/storage/databases'
import { LANES } from '@/core/sharing/block'
import type { OwnLane } from '@/core/sharing/sharingStore'

/** Replaced blocks of the journal that stay known: 35 days of a busy till. */
const MOST_REPLACED = 10_000

/**
 * Drops blocks of a lane of this device, as it was before, that a base replaced; inside the transaction
 * that keeps the base. Of its journal their places stay known for long, in a tenth of the room: by a
 * hash it is found out that the profile was copied, by the entry since when another device lacks what
 * was sold.
 */
export async function dropReplaced(
  { ownBlocks }: TillDatabase,
  { lane, first = 0 }: OwnLane,
  before: number,
): Promise<void> {
  const isOfJournal = lane === LANES.journal
  const oldest = isOfJournal ? Math.max(0, before - MOST_REPLACED) : before
  await ownBlocks.where('[lane+seq]').between([lane, 0], [lane, oldest], true, false).delete()
  if (!isOfJournal) return
  await ownBlocks
    .where('[lane+seq]')
    .between([lane, first], [lane, before], true, false)
    .modify({ bytes: new Uint8Array() })
}
