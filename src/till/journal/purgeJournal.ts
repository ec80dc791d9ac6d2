import { listDebts } from '@/till/payment/payDebt'
import { traceOf } from './recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type ArchiveError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { JournalEntry } from '@/core/journal/journal'
import {
  countersText,
  isNeverPurged,
  keptFingerprint,
  lastPurgeableEntry,
  PURGE_AFTER_DAYS,
  purgeDetail,
  purgedCounters,
  type Purge,
} from '@/core/journal/purge'
import { documentLabel } from '@/core/journal/series'
import { inspectionOf } from '@/storage/journal/refusals'
import { writeFaultOf } from '@/storage/fault'
import {
  readEntriesAfter,
  readEntriesOfKind,
  readEntry,
  readLastFloat,
} from '@/storage/journal/journal'
import { purgeEntries, readPurges } from '@/storage/journal/purge'
import type { ArchiveFacts, Report } from '@/verifier/report'

const AT_ONCE = 500

/** What a purge would take off the till, told before the owner agrees to it. */
export interface PlannedPurge extends Purge {
  /** Entries that would go. */
  count: number
  /** The last day of which something goes. */
  lastDay: string
}

/**
 * What may be purged once an archive was read again from where it was saved: entries that it
 * holds, as this journal has them, closed more than a year ago, none of them a sale still owed.
 * Closings, the opening and earlier purges stay (R10).
 */
export async function planPurge(
  context: TillContext,
  { isSound, facts }: Report,
): Promise<Result<PlannedPurge, ArchiveError>> {
  if (!isSound || !facts) return fail({ code: 'purge-archive-unsound' })
  const purges = await readPurges(context.tillDb, context.tillCode)
  const before = purges.at(-1)
  const firstEntry = (before?.lastEntry ?? 1) + 1
  if (!(await isOfThisJournal(context, facts)) || facts.firstEntry > firstEntry) {
    return fail({ code: 'purge-not-covered' })
  }
  const lastEntry = Math.min(facts.lastEntry, await lastThatMayGo(context))
  if (lastEntry < firstEntry) return fail({ code: 'purge-nothing', days: PURGE_AFTER_DAYS })
  const owed = (await listDebts(context)).find(
    ({ sale }) => sale.till === context.tillCode && sale.number <= lastEntry,
  )
  if (owed) return fail({ code: 'purge-owed', document: documentLabel(owed.sale.event.document) })

  const read = await readRange(context, firstEntry, lastEntry)
  const first = await readEntry(context.tillDb, context.tillCode, firstEntry)
  const { last } = read
  if (!first || !last || read.count === 0) {
    return fail({ code: 'purge-nothing', days: PURGE_AFTER_DAYS })
  }
  return ok({
    firstEntry,
    lastEntry,
    previousSeal: first.previous,
    lastSeal: last.seal,
    keptCount: read.kept.length,
    keptSha256: keptFingerprint(read.kept),
    counters: countersText({ ...(before && purgedCounters(before)), ...read.counters }),
    archiveSha256: facts.sha256,
    count: read.count,
    lastDay: last.day,
  })
}

/** Takes planned entries off the till and seals that it was done, both or neither. */
export async function purgeJournal(
  context: TillContext,
  user: UserV1,
  { count: _count, lastDay: _lastDay, ...planned }: PlannedPurge,
): Promise<Result<true, ArchiveError>> {
  const { event, ...stamp } = traceOf(context, user, 'entries-purged', purgeDetail(planned))
  try {
    await purgeEntries(context.tillDb, stamp, planned, event)
    return ok(true)
  } catch (error) {
    return fail(inspectionOf(error) ?? { ...writeFaultOf(error), code: 'purge-not-written' })
  }
}

/** The archive is of this journal, up to an entry that the journal has just so. */
async function isOfThisJournal(
  context: TillContext,
  { till: tillCode, lastEntry, lastSeal }: ArchiveFacts,
): Promise<boolean> {
  if (tillCode !== context.tillCode) return false
  const entry = await readEntry(context.tillDb, context.tillCode, lastEntry)
  return entry?.seal === lastSeal
}

async function lastThatMayGo(context: TillContext): Promise<number> {
  const closings = await readEntriesOfKind(context.tillDb, context.tillCode, 'closing')
  const float = await readLastFloat(context.tillDb, context.tillCode, context.space === 'demo')
  return lastPurgeableEntry(closings, float, context.now().day)
}

interface ReadRange {
  count: number
  kept: JournalEntry[]
  last: JournalEntry | undefined
  counters: Record<string, number>
}

/** What goes of a range and what stays; entries are never changed, so that it stays true. */
async function readRange(
  context: TillContext,
  firstEntry: number,
  lastEntry: number,
): Promise<ReadRange> {
  const range: ReadRange = { count: 0, kept: [], last: undefined, counters: {} }
  let after = firstEntry - 1
  while (after < lastEntry) {
    const read = await readEntriesAfter(context.tillDb, context.tillCode, after, AT_ONCE)
    const entries = read.filter(({ number }) => number <= lastEntry)
    for (const entry of entries) {
      const { event } = entry
      if (isNeverPurged(entry)) range.kept.push(entry)
      else range.count += 1
      if ('document' in event) range.counters[event.document.series] = event.document.number
      range.last = entry
    }
    after = entries.at(-1)?.number ?? lastEntry
  }
  return range
}
