import type { TillContext } from '@/till/context'
import type { OpenSharing } from '@/till/sharing/group'
import { shopOf } from '@/till/sharing/rotate'
import type { JournalEntry } from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'
import {
  isLikely,
  mergedDeltas,
  stockDeltasOf,
  type StockConflictReason,
  type StockDelta,
} from '@/core/stock/stockDeltas'
import { hasSent, stepsIn } from '@/core/stock/stockHanded'
import {
  rangesToTake,
  sendersFor,
  type StockJournal,
  type StockRange,
} from '@/core/stock/stockSaid'
import { readEntriesAfter } from '@/storage/journal/journal'
import { readSetting } from '@/storage/settings/settings'
import { readCopiedMany } from '@/storage/sharing/copies'
import { readMarked } from '@/storage/sharing/readCopies'
import { readStockSaid } from '@/storage/sharing/ownStock'
import { readJournalName } from '@/storage/sharing/unsaidEntries'
import { readTaken, takeStock } from '@/storage/stock/takeStock'

/** Entries that are taken together: a sale here never waits long for that. */
const MOST_ENTRIES = 64

/** A journal of which entries may be for this device; `read` has those after a number, up to another. */
interface OpenedJournal extends StockJournal {
  read: (after: number, upTo: number) => Promise<JournalEntry[]>
}

/**
 * Takes the changes of stock that other tills sealed for this device to send, from the copies of their
 * journals: each entry once, in its order. Without a shop they wait.
 */
export async function takeHanded(context: TillContext, sharing: OpenSharing): Promise<void> {
  const { tillDb } = context
  const own = sharing.keys.device
  const handed = await readSetting(tillDb, 'stockHanded')
  const rule = await readSetting(tillDb, 'stockBy')
  if (!handed || !rule || !(await readSetting(tillDb, 'connection'))) return
  const { roster } = await shopOf(sharing)
  const sendersOf = (of: string) => sendersFor(of, rule, roster)
  const isHeir = roster.some(
    ({ device, removal }) => removal !== null && sendersOf(device).at(-1) === own,
  )
  if (!hasSent(handed) && !isHeir) return
  const journals = [...(await ownJournals(context)), ...(await copiedJournals(context, sharing))]
  const said = await readStockSaid(tillDb)
  const taken = await readTaken(tillDb)
  for (const range of rangesToTake(own, journals, { said, taken, sendersOf })) {
    const from = journals.find(({ journal }) => journal === range.journal)
    if (from) await takeRange(context, sharing, range, from)
  }
}

/** The journals of this device: what they say is known, as it said so itself. */
async function ownJournals({ tillDb }: TillContext): Promise<OpenedJournal[]> {
  const { steps = {} } = (await readSetting(tillDb, 'stockHanded')) ?? {}
  const found: OpenedJournal[] = []
  for (const [till, said] of Object.entries(steps)) {
    const journal = await readJournalName(tillDb, till)
    const number = (await tillDb.heads.get(till))?.number ?? 0
    const read = (after: number, upTo: number) =>
      readEntriesAfter(tillDb, till, after, MOST_ENTRIES, upTo)
    if (journal) found.push({ journal, isOwn: true, number, steps: said, read })
  }
  return found
}

/** The copies that are held; the traces that say for whom a sale's changes are have marks of their own. */
async function copiedJournals(
  { tillDb }: TillContext,
  { others }: OpenSharing,
): Promise<OpenedJournal[]> {
  const found: OpenedJournal[] = []
  for (const { journal, till, number } of await others.copyHeads.toArray()) {
    // This device may have it itself: it was restored from another's backup, say.
    if ((await tillDb.heads.get(till)) && (await readJournalName(tillDb, till)) === journal)
      continue
    const read = async (after: number, upTo: number) =>
      (await readCopiedMany(others, journal, numbersOf(after, upTo))).map(({ entry }) => entry)
    const whole = { journal, till, after: 0, upTo: number }
    const newestFirst = await readMarked(others, whole, 'stock-for')
    const steps = stepsIn(newestFirst.toReversed())
    found.push({ journal, isOwn: false, number, steps, read })
  }
  return found
}

async function takeRange(
  { tillDb, space, now }: TillContext,
  { others }: OpenSharing,
  range: StockRange,
  { read }: OpenedJournal,
): Promise<void> {
  const { journal, isDoubtful } = range
  for (let { after } = range; after < range.upTo;) {
    const upTo = Math.min(range.upTo, after + MOST_ENTRIES)
    const keys = numbersOf(after, upTo).map((one): [string, number] => [journal, one])
    const late = new Set((await others.late.bulkGet(keys)).map(one => one?.number))
    const changes = (await read(after, upTo)).flatMap(entry =>
      changesOf(entry, space, { isDoubtful, isLate: late.has(entry.number) }),
    )
    const { at } = now()
    const stock = [...new Set(changes.map(({ doubt }) => doubt))].map(doubt => {
      const alike = changes.filter(one => one.doubt === doubt)
      return { doubt, changes: mergedDeltas(alike.map(({ change }) => change)) }
    })
    const isTaken = await takeStock(tillDb, { ...range, after }, { upTo, stock, at })
    if (!isTaken) return
    after = upTo
  }
}

/** What an entry changed of the stock, each with why a person is to judge it, if one is. */
function changesOf(
  entry: JournalEntry,
  space: Space,
  { isDoubtful, isLate }: { isDoubtful: boolean; isLate: boolean },
): { doubt: StockConflictReason | null; change: StockDelta }[] {
  return stockDeltasOf(entry, space).map(change => {
    const doubt = isLikely(change) ? null : 'unlikely'
    return { doubt: isDoubtful ? 'sender-gone' : isLate ? 'seller-gone' : doubt, change }
  })
}

const numbersOf = (after: number, upTo: number) =>
  Array.from({ length: upTo - after }, (_, at) => after + 1 + at)
