import type { JournalEntry } from '@/core/journal/journal'
import type { SealCheck } from '@/core/journal/sealCheck'
import type { TillContext } from '@/till/context'
import {
  findEntry,
  listDays,
  searchJournal,
  type JournalDay,
  type JournalSearch,
} from '@/till/journal/inspection'

/** A journal as an inspector reads it: one of this device, or the copy of another till's. */
export interface InspectedBooks {
  search: (search: JournalSearch, limit: number) => Promise<JournalEntry[]>
  listDays: (before: string, limit: number) => Promise<JournalDay[]>
  find: (typed: string) => Promise<JournalEntry | null>
  check: (entry: JournalEntry) => Promise<SealCheck | null>
}

/** A journal of this device, by its till code. */
export function ownBooks(context: TillContext, tillCode: string): InspectedBooks {
  const of = { ...context, tillCode }
  return {
    search: (search, limit) => searchJournal(of, search, Infinity, limit),
    listDays: (before, limit) => listDays(of, before, limit),
    find: typed => findEntry(of, typed),
    async check(entry) {
      const { checkEntry } = await import('@/till/journal/checkJournal')
      return checkEntry({ ...context, tillCode: entry.till }, entry)
    },
  }
}

/** The copy of another till's journal, by the seal of its first entry. */
export function copiedBooks(context: TillContext, journal: string): InspectedBooks {
  const copied = () => import('@/till/sharing/copies/inspectCopy')
  return {
    search: async (search, limit) => (await copied()).searchCopy(context, journal, search, limit),
    listDays: async (before, limit) =>
      (await copied()).listCopiedDays(context, journal, before, limit),
    find: async typed => (await copied()).findInCopy(context, journal, typed),
    check: async entry => (await copied()).checkInCopy(context, journal, entry),
  }
}
