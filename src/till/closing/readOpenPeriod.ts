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

/** Entries read into memory at once: between two parts, a tap is answered first. */
const AT_ONCE = 250

/** What a closing made now would hold: an X report. */
export interface OpenPeriod {
  closed: ClosedPeriod
  /** The day is over and was not closed. */
  isForgotten: boolean
  /** The day is closed, and nothing was sealed since. */
  isClosed: boolean
}

/**
 * Totals of the open day, as a closing would seal them now; nothing is sealed. In the demo's space,
 * training sales are totalled.
 */
export async function readOpenPeriod(context: TillContext): Promise<OpenPeriod> {
  return openPeriodOf(context, await readDayToClose(context))
}

/** Totals of a day that was already read. */
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

/**
 * Reads the entries since the last day's closing, up to the first entry of a later day when the day
 * was forgotten.
 */
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

/** Whether there is anything to close after an entry. */
export async function hasClosableAfter(context: TillContext, after: number): Promise<boolean> {
  const entries = await readEntriesAfter(context.tillDb, context.tillCode, after, AT_ONCE)
  if (entries.some(entry => isClosable(entry, context.space))) return true
  return entries.length === AT_ONCE && hasClosableAfter(context, after + AT_ONCE)
}

/**
 * The forgotten day to close, if any. Reads on until an entry to close is met: most often, in the
 * first part.
 */
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
