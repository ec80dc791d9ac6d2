import { assert } from '@/core/assert'
import type { JournalEntry } from '@/core/journal/journal'
import { purgedCounters, purgeOf } from '@/core/journal/purge'
import type { JournalHead } from '@/storage/databases'

/** The head of a journal, computed from its entries. */
export function headOf(entries: readonly JournalEntry[]): JournalHead {
  const head = entries.reduce<JournalHead | undefined>(extendHead, undefined)
  assert(head !== undefined, 'a journal with a last entry has a head')
  return head
}

/** The head after one more entry. */
export function extendHead(head: JournalHead | undefined, entry: JournalEntry): JournalHead {
  const counters = { ...head?.counters }
  const purge = purgeOf(entry)
  // Purged documents can no longer be counted; their counters are in the trace.
  for (const [series, number] of Object.entries(purge ? purgedCounters(purge) : {})) {
    counters[series] = Math.max(counters[series] ?? 0, number)
  }
  if ('document' in entry.event) {
    counters[entry.event.document.series] = entry.event.document.number
  }
  return { till: entry.till, number: entry.number, seal: entry.seal, counters }
}
