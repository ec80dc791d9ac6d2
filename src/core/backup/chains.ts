import { journalUpTo, carriedFrom, carriesAll } from '@/core/closing/carried'
import { isJournalOpened, type JournalEntry } from '@/core/journal/journal'
import { beginCheck, type JournalFault } from '@/core/journal/journalCheck'
import { purgeOf } from '@/core/journal/purge'
import type { JournalLinkV1, JournalOpenedV1 } from '@/core/journal/events/v1'
import { spaceOf } from '@/core/journal/space'

/** The complete journal of one till code. */
export interface Chain {
  till: string
  opened: JournalOpenedV1
  entries: JournalEntry[]
}

/** Fault of a journal that was read back; `none` when there is no journal at all. */
export interface BrokenChain {
  till: string
  number: number
  fault: JournalFault['fault'] | 'none'
}

/** The journals of a backup as they are in it, and the first fault of each that does not hold. */
export interface FoundChains {
  chains: Chain[]
  broken: BrokenChain[]
}

/**
 * Sorts entries into journals by till code and checks each from its first entry: seals, numbers
 * (gaps must be explained by purges), links, documents, closings, and the link to the journal it
 * continues with everything it carries over. Signatures are checked elsewhere, with the key in
 * `opened`. Entries of a till code whose first entry is gone are no journal: the fault
 * `not-opened` is all that is left of them.
 */
export function findChains(entries: readonly JournalEntry[]): FoundChains {
  const byTill = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const before = byTill.get(entry.till)
    if (before) before.push(entry)
    else byTill.set(entry.till, [entry])
  }
  const chains: Chain[] = []
  const broken: BrokenChain[] = []
  for (const [tillCode, ofTill] of byTill) {
    const [first] = ofTill
    if (!first || !isJournalOpened(first)) {
      broken.push({ till: tillCode, number: 1, fault: 'not-opened' })
      continue
    }
    const purges = ofTill.flatMap(entry => purgeOf(entry) ?? [])
    const fault = beginCheck(purges).read(ofTill)
    if (fault) broken.push({ till: tillCode, ...fault })
    chains.push({ till: tillCode, opened: first.event, entries: ofTill })
  }
  for (const { till, opened } of chains) {
    if (!opened.continues || broken.some(one => one.till === till)) continue
    if (!isThere(opened.continues, chains)) {
      broken.push({ till, number: 1, fault: 'link-does-not-match' })
    }
  }
  if (chains.length === 0) broken.push({ till: '', number: 1, fault: 'none' })
  return { chains, broken }
}

/** As `findChains`, all or nothing: the journals where each of them holds, else the first fault. */
export function chainsOf(
  entries: readonly JournalEntry[],
): { ok: true; chains: Chain[] } | { ok: false; broken: BrokenChain } {
  const { chains, broken } = findChains(entries)
  const [first] = broken
  return first ? { ok: false, broken: first } : { ok: true, chains }
}

function isThere(link: JournalLinkV1, chains: readonly Chain[]): boolean {
  const linked = chains.find(({ till }) => till === link.till)
  if (linked?.opened.journalId !== link.journalId) return false
  const [opening] = linked.entries
  const entry = linked.entries.find(({ number }) => number === link.number)
  if (!opening || entry?.seal !== link.seal) return false
  return carriesAll(link, carriedFrom(journalUpTo(linked.entries, link.number), spaceOf(opening)))
}

/**
 * Whether an entry is about money or goods. A journal without such entries was only opened, and may
 * be set aside when another one is restored. Closings of days carried over from an earlier till
 * code do not count.
 */
export function isOfSelling({ event }: JournalEntry): boolean {
  if (event.kind === 'closing') return event.carried.length === 0
  return event.kind !== 'journal-opened' && event.kind !== 'trace'
}
