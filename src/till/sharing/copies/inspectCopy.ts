import { readCopies, type Copies } from './listOtherTills'
import { readCopiedEntry } from './readCopiedEntry'
import type { TillContext } from '@/till/context'
import type { JournalDay, JournalSearch } from '@/till/journal/inspection'
import type { JournalEntry } from '@/core/journal/journal'
import type { SealCheck } from '@/core/journal/sealCheck'
import { parseDocumentLabel } from '@/core/journal/series'
import { copyAddress } from '@/core/sharing/copyAddress'
import { readCopied } from '@/storage/sharing/copies'
import { openCopy, readRun, type OpenedCopy } from '@/storage/sharing/readCopies'

/** Entries of a copy that match a search, newest first, at most `limit`. */
export async function searchCopy(
  context: TillContext,
  journal: string,
  { kind, fromDay, toDay }: JournalSearch,
  limit: number,
): Promise<JournalEntry[]> {
  const isWanted = ({ day, event }: JournalEntry) =>
    day >= fromDay && (toDay === '' || day <= toDay) && (kind === '' || event.kind === kind)
  const found = await reading(context, journal, async (others, copy) => {
    const entries: JournalEntry[] = []
    for await (const some of backwards(others, copy)) {
      entries.push(...some.filter(isWanted))
      if (entries.length >= limit) break
    }
    return entries.slice(0, limit)
  })
  return found ?? []
}

/** Days of a copy before a day, newest first, at most `limit`. */
export async function listCopiedDays(
  context: TillContext,
  journal: string,
  before: string,
  limit: number,
): Promise<JournalDay[]> {
  const found = await reading(context, journal, async (others, copy) => {
    const days = new Map<string, JournalDay>()
    const add = (entries: readonly JournalEntry[]) => {
      for (const { day, number } of entries) {
        if (day >= before) continue
        const { first, last, count } = days.get(day) ?? { first: number, last: number, count: 0 }
        const numbers = { first: Math.min(first, number), last: Math.max(last, number) }
        days.set(day, { day, ...numbers, count: count + 1 })
      }
    }
    add(copy.loose)
    const newest = () => [...days.values()].toSorted((a, b) => (a.day > b.day ? -1 : 1))
    for (const run of copy.runs.toSorted((a, b) => (a.lastDay > b.lastDay ? -1 : 1))) {
      // Where the clock was set back, days of one run lie among those of others.
      const enough = newest()[limit - 1]
      if (enough && run.lastDay < enough.day) break
      if (run.firstDay < before) add(await readRun(others, copy, run.first))
    }
    return newest().slice(0, limit)
  })
  return found ?? []
}

/** The entry of a copy that a typed number names: an entry number, or a document's number. */
export async function findInCopy(
  context: TillContext,
  journal: string,
  typed: string,
): Promise<JournalEntry | null> {
  const named = parseDocumentLabel(typed)
  const found = await reading(context, journal, async (others, copy) => {
    if (!named) {
      const isNumber = /^\d{1,9}$/.test(typed) && Number(typed) <= copy.part.upTo
      return isNumber ? (await readCopied(others, journal, Number(typed)))?.entry : undefined
    }
    for await (const some of backwards(others, copy)) {
      const entry = some.find(({ event }) => {
        const document = 'document' in event ? event.document : undefined
        return document?.series === named.series && document.number === named.number
      })
      if (entry) return entry
    }
    return undefined
  })
  return found ?? null
}

/** The check of an entry's seal, in the chain of its copy. */
export async function checkInCopy(
  context: TillContext,
  journal: string,
  { number }: JournalEntry,
): Promise<SealCheck | null> {
  return (await readCopiedEntry(context, copyAddress(journal, number)))?.check ?? null
}

const reading = <Read>(
  context: TillContext,
  journal: string,
  read: (others: Copies['others'], copy: OpenedCopy) => Promise<Read>,
): Promise<Read | undefined> =>
  readCopies(context, async ({ others, tills }) => {
    const parts = tills.flatMap(till => till.parts)
    const part = parts.find(one => one.journal === journal)
    return part && read(others, await openCopy(others, { ...part, after: 0 }))
  })

async function* backwards(
  others: Copies['others'],
  copy: OpenedCopy,
): AsyncGenerator<JournalEntry[]> {
  yield copy.loose.toReversed()
  for (const { first } of copy.runs.toReversed()) {
    yield (await readRun(others, copy, first)).toReversed()
  }
}
