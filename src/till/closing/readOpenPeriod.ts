import type { TillContext } from '@/till/context'
import {
  closedDay,
  isClosable,
  startDay,
  forgottenDay,
  extendDay,
  type ClosedPeriod,
} from '@/core/closing/closing'
import { previousOfLink } from '@/core/closing/carried'
import type { JournalEntry } from '@/core/journal/journal'
import { readLastClosing, readLink, type DayToClose } from '@/storage/closing/closings'
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
export async function readOpenPeriod(context: TillContext): Promise<OpenPeriod> {
  return openPeriodOf(context, await readDayToClose(context))
}

/** The same, of a day that was read. */
export function openPeriodOf(
  context: TillContext,
  { before, forgotten, running }: DayToClose,
): OpenPeriod {
  const today = context.now().day
  const day = forgotten ?? (running.latestDay > today ? running.latestDay : today)
  return {
    closed: closedDay(running, day),
    isForgotten: forgotten !== undefined,
    isClosed: !running.isBegun && before !== undefined && before.event.of >= day,
  }
}

/** Entries since the last day's closing, up to the first of a later day where it was forgotten. */
export async function readDayToClose(context: TillContext): Promise<DayToClose> {
  const { space } = context
  const before = await readLastClosing(context.tillDb, context.tillCode, 'day')
  const forgotten = await findForgotten(context, before?.event.lastEntry ?? 0)
  let running = startDay(
    before?.event ?? previousOfLink(await readLink(context.tillDb, context.tillCode)),
  )
  for (;;) {
    const entries = await readEntriesAfter(
      context.tillDb,
      context.tillCode,
      running.lastEntry,
      AT_ONCE,
    )
    running = extendDay(running, entries, forgotten, space)
    if (running.isOver || entries.length < AT_ONCE) return { before, forgotten, running, space }
  }
}

/** Whether anything to close comes after an entry. */
export async function hasClosableAfter(context: TillContext, after: number): Promise<boolean> {
  const entries = await readEntriesAfter(context.tillDb, context.tillCode, after, AT_ONCE)
  if (entries.some(entry => isClosable(entry, context.space))) return true
  return entries.length === AT_ONCE && hasClosableAfter(context, after + AT_ONCE)
}

/** Reads on until something to close is met: most often, in the first part. */
async function findForgotten(
  context: TillContext,
  after: number,
  read: readonly JournalEntry[] = [],
): Promise<string | undefined> {
  const { space } = context
  const entries = await readEntriesAfter(
    context.tillDb,
    context.tillCode,
    read.at(-1)?.number ?? after,
    AT_ONCE,
  )
  const since = [...read, ...entries]
  const isFound = entries.some(entry => isClosable(entry, space))
  return isFound || entries.length < AT_ONCE
    ? forgottenDay(since, context.now().day, space)
    : findForgotten(context, after, since)
}
