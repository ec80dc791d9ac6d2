import type { Till } from '@/till/context'
import {
  closedDay,
  closes,
  dayBehind,
  forgottenDay,
  readOnDay,
  type ClosedPeriod,
} from '@/core/closing/closing'
import { behindLink } from '@/core/closing/carried'
import type { JournalEntry } from '@/core/journal/journal'
import { readLastClosing, readLink, type OpenDay } from '@/storage/closing/closings'
import { readEntriesAfter } from '@/storage/journal/journal'

/** How many entries are held at once: between two parts, whatever is tapped goes first. */
const AT_ONCE = 250

/** What would be closed now: an X report. */
export interface OpenPeriod {
  closed: ClosedPeriod
  /** It is of a day before this one, and was not closed then. */
  isForgotten: boolean
  /** Closed already, and nothing has happened since. */
  isClosed: boolean
}

/**
 * Totals of the day that is open, as they would be closed now, at any time: nothing is sealed.
 * The demo's books total its own lessons.
 */
export async function readOpenPeriod(till: Till): Promise<OpenPeriod> {
  return periodOfOpenDay(till, await readOpenDay(till))
}

/** The same, of a day that was read. */
export function periodOfOpenDay(till: Till, { before, forgotten, so }: OpenDay): OpenPeriod {
  const today = till.now().day
  const day = forgotten ?? (so.latestDay > today ? so.latestDay : today)
  return {
    closed: closedDay(so, day),
    isForgotten: forgotten !== undefined,
    isClosed: !so.isBegun && before !== undefined && before.event.of >= day,
  }
}

/** Entries since the last day's closing, up to the first of a later day where it was forgotten. */
export async function readOpenDay(till: Till): Promise<OpenDay> {
  const ofLessons = till.space === 'demo'
  const before = await readLastClosing(till.tillDb, till.letter, 'day')
  const forgotten = await findForgotten(till, before?.event.lastEntry ?? 0)
  let so = dayBehind(before?.event ?? behindLink(await readLink(till.tillDb, till.letter)))
  for (;;) {
    const entries = await readEntriesAfter(till.tillDb, till.letter, so.lastEntry, AT_ONCE)
    so = readOnDay(so, entries, forgotten, ofLessons)
    if (so.isOver || entries.length < AT_ONCE) return { before, forgotten, so, ofLessons }
  }
}

/** Whether anything to close comes after an entry. */
export async function closesAfter(till: Till, after: number): Promise<boolean> {
  const entries = await readEntriesAfter(till.tillDb, till.letter, after, AT_ONCE)
  if (entries.some(entry => closes(entry, till.space === 'demo'))) return true
  return entries.length === AT_ONCE && closesAfter(till, after + AT_ONCE)
}

/** Reads on until something to close is met: most often, in the first part. */
async function findForgotten(
  till: Till,
  after: number,
  read: readonly JournalEntry[] = [],
): Promise<string | undefined> {
  const ofLessons = till.space === 'demo'
  const entries = await readEntriesAfter(
    till.tillDb,
    till.letter,
    read.at(-1)?.number ?? after,
    AT_ONCE,
  )
  const since = [...read, ...entries]
  const isFound = entries.some(entry => closes(entry, ofLessons))
  return isFound || entries.length < AT_ONCE
    ? forgottenDay(since, till.now().day, ofLessons)
    : findForgotten(till, after, since)
}
