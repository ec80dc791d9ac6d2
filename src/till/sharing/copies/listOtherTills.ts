import { readGroup } from '@/till/sharing/group'
import type { TillContext } from '@/till/context'
import { otherTills, type OtherTill, type OwnJournal } from '@/core/sharing/otherTills'
import { rosterOf } from '@/core/sharing/roster'
import { heardOf } from '@/core/sharing/sharingState'
import { readEntry, readTillCodes } from '@/storage/journal/journal'
import { othersBeside, type OthersDatabase } from '@/storage/sharing/othersDatabase'
import { readSaid } from '@/storage/sharing/unsaidEntries'

/** The copies that this device holds of other tills' journals. */
export interface Copies {
  others: OthersDatabase
  tills: readonly OtherTill[]
  own: readonly (OwnJournal & { till: string })[]
  /** What the shop calls this device. */
  deviceName: string
}

/** The other tills of the shop, as far as this device has heard of them; none where it is alone. */
export const listOtherTills = async (context: TillContext): Promise<OtherTill[]> =>
  (await readCopies(context, ({ tills }) => Promise.resolve([...tills]))) ?? []

/**
 * Opens the copies for as long as `read` reads them. Undefined, and nothing opened, while this device
 * is alone.
 */
export async function readCopies<Read>(
  context: TillContext,
  read: (copies: Copies) => Promise<Read>,
): Promise<Read | undefined> {
  const group = await readGroup(context)
  if (!group) return undefined
  const { tillDb } = context
  const others = othersBeside(tillDb.name)
  try {
    const own = await readOwnJournals(context)
    const statements = (await tillDb.statements.toArray()).map(({ statement }) => statement)
    const [heads, streams] = await Promise.all([
      others.copyHeads.toArray(),
      others.streams.toArray(),
    ])
    const roster = rosterOf(group.paperKey, statements)
    const tills = otherTills(heads, own, { roster, heard: heardOf(streams) })
    const here = roster.find(({ device }) => device === group.keys.device)
    return await read({ others, own, tills, deviceName: here?.name ?? '' })
  } finally {
    others.close()
  }
}

/** The journals of this device, by what others know them by. */
async function readOwnJournals({ tillDb }: TillContext) {
  const said = await readSaid(tillDb)
  const found: (OwnJournal & { till: string })[] = []
  for (const till of (await readTillCodes(tillDb, '')).slice(1)) {
    const journal = said[till]?.journal ?? (await readEntry(tillDb, till, 1))?.seal
    const head = await tillDb.heads.get(till)
    if (journal && head) found.push({ till, journal, number: head.number })
  }
  return found
}
