import { appendEvent, type Unsealed } from './append'
import { headOf } from './heads'
import { readEntriesAfter } from './journal'
import { continueUnder, tablesOfOpening, type NextOpening } from './tillCodes'
import type { SealSignature, TillDatabase, TillKey } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { JournalEntry } from '@/core/journal/journal'

/** Entries that come back, already checked, with their signatures. */
export interface Rebuilding {
  entries: readonly JournalEntry[]
  /** Altered entries in place of which true ones come back; they are set aside in the settings. */
  damaged: readonly { entry: JournalEntry; signature: SealSignature | null }[]
  signatures: readonly SealSignature[]
  trace: (tillCode: string) => Unsealed<TraceV1>
  /** How the till goes on from what came back; null where it has sold under its own code already. */
  next: {
    letters: { own: string; from: string; to: string }
    opening: NextOpening
    key: TillKey | null
  } | null
  own: string
}

/**
 * Adds entries to their journals, in one strict transaction: all or none. An entry is added, never
 * put: one that came meanwhile stops all of it. The trace says what came
 * back, under the till code the till goes on with. Returns that till code.
 */
export function writeRebuilt(
  db: TillDatabase,
  { entries, damaged, signatures, trace, next, own }: Rebuilding,
): Promise<string> {
  return db.transaction('rw', tablesOfOpening(db), async () => {
    await setAside(db, damaged)
    await db.journal.bulkAdd([...entries])
    // The signature of an entry that was gone proves nothing: it gives way to the checked one.
    await db.signatures.bulkPut([...signatures])
    for (const till of new Set(entries.map(entry => entry.till))) {
      await db.heads.put(headOf(await readEntriesAfter(db, till, 0, Infinity)))
    }
    const tillCode = next?.letters.to ?? own
    if (next) await continueUnder(db, next.letters, next.opening, next.key)
    const { event, ...stamp } = trace(tillCode)
    await appendEvent(db, stamp, () => event)
    return tillCode
  })
}

async function setAside(db: TillDatabase, damaged: Rebuilding['damaged']): Promise<void> {
  if (damaged.length === 0) return
  const before = (await readSetting(db, 'setAsideJournals')) ?? []
  const entries = damaged.map(({ entry }) => entry)
  const signatures = damaged.flatMap(({ signature }) => signature ?? [])
  await keepSetting(db, 'setAsideJournals', [...before, { entries, signatures }])
  const keys = entries.map(({ till, number }): [string, number] => [till, number])
  await db.journal.bulkDelete(keys)
  await db.signatures.bulkDelete(keys)
}
