import { listDebts } from '@/till/payment/payDebt'
import { isClockAhead } from './deviceClock'
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
import { approvalOf, inspectionOf } from '@/storage/journal/refusals'
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

/** What a purge would take off the till, shown to the owner before they agree. */
export interface PlannedPurge extends Purge {
  /** Entries that would be purged. */
  count: number
  /** The last day with purged entries. */
  lastDay: string
}

/**
 * Plans a purge once an archive was read again from where it was saved. An entry may be purged when
 * the archive holds it, exactly as this journal does, and when it was closed more than a year ago.
 * No sale may be among them that is still owed. Closings, the opening and earlier purges stay
 * (R10).
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
  // A clock set forward makes no entry a year old.
  const isDoubted = await isClockAhead(context)
  const lastEntry = isDoubted ? 0 : Math.min(facts.lastEntry, await lastThatMayGo(context))
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

/** Takes planned entries off the till and seals a trace of the purge: both or neither. */
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
    return fail(
      approvalOf(error) ??
        inspectionOf(error) ?? { ...writeFaultOf(error), code: 'purge-not-written' },
    )
  }
}

/** Whether the archive is of this journal: its last entry has the same seal here. */
async function isOfThisJournal(
  context: TillContext,
  { till: tillCode, lastEntry, lastSeal }: ArchiveFacts,
): Promise<boolean> {
  if (tillCode !== context.tillCode) return false
  const entry = await readEntry(context.tillDb, context.tillCode, lastEntry)
  return entry?.seal === lastSeal
}

/**
 * Number of the last entry that may be purged: totalled by the closing of a day more than a year
 * ago, and before the drawer's last float, from which cash is still counted.
 */
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

/**
 * Which entries of a range a purge takes and which it keeps. Entries never change, so the answer
 * stays true.
 */
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
