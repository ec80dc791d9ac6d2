import { readGroup } from '@/till/sharing/group'
import type { TillContext } from '@/till/context'
import { isSale } from '@/core/journal/journal'
import { salesSeriesOf } from '@/core/journal/series'
import type { KnownJournals } from '@/core/sharing/claims/aboutSales'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'
import {
  otherTills,
  type CopyPart,
  type OtherTill,
  type OwnJournal,
} from '@/core/sharing/otherTills'
import { rosterOf } from '@/core/sharing/roster'
import { heardOf } from '@/core/sharing/sharingState'
import { readEntry, readTillCodes } from '@/storage/journal/journal'
import { readCopy } from '@/storage/sharing/copies'
import { othersBeside, type OthersDatabase } from '@/storage/sharing/othersDatabase'
import { readSaid } from '@/storage/sharing/unsaidEntries'

/** The copies that this device holds of other tills' journals. */
export interface Copies {
  others: OthersDatabase
  tills: readonly OtherTill[]
  own: readonly (OwnJournal & { till: string })[]
  /** The journals that the reference of a sale may mean. */
  named: KnownJournals
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
    const named = await readNamed(context, others, { own, tills })
    return await read({ others, own, tills, named, deviceName: here?.name ?? '' })
  } finally {
    others.close()
  }
}

/**
 * Journals without those that sold nothing and are left: most devices that join others had opened one
 * of their own under the first letter, which means no sale.
 */
async function readNamed(
  { tillDb, tillCode }: TillContext,
  others: OthersDatabase,
  { own, tills }: KnownJournals,
): Promise<KnownJournals> {
  const heads = await tillDb.heads.bulkGet(own.map(({ till }) => till))
  const isNumbered = (till: string, at: number) =>
    salesSeriesOf(till).some(series => (heads[at]?.counters[series] ?? 0) > 0)
  const letters = tills.flatMap(({ parts }) => parts.map(({ till }) => till))
  const named: OtherTill[] = []
  for (const till of tills) {
    const parts: CopyPart[] = []
    for (const part of till.parts) {
      const isAlone = letters.filter(letter => letter === part.till).length === 1
      if (isAlone || (await hasSold(others, part))) parts.push(part)
    }
    named.push({ ...till, parts })
  }
  return {
    own: own.filter(({ till }, at) => till === tillCode || isNumbered(till, at)),
    tills: named,
  }
}

/** Whether a copy has a sale. One that goes on for longer than its first run has. */
async function hasSold(others: OthersDatabase, { journal, upTo }: CopyPart): Promise<boolean> {
  if (upTo > CHUNK_ENTRIES) return true
  return (await readCopy(others, journal)).some(({ entry }) => isSale(entry))
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
