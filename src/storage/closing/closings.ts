import { Dexie } from 'dexie'
import {
  append,
  sealingTables,
  traceClock,
  type EventWith,
  type Stamp,
} from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { tablesOfAct } from '@/storage/people/approvals'
import { readEntriesAfter, readEntry, readLastEntry } from '@/storage/journal/journal'
import { carriedParts, closeCarriedDay } from '@/core/closing/carried'
import {
  closedDay,
  closePeriod,
  isClosing,
  periodOf,
  extendDay,
  unclosedPeriods,
  type ClosedPeriod,
  type ClosingEntry,
  type RunningDay,
} from '@/core/closing/closing'
import { assert } from '@/core/assert'
import type { CarriedV1, ClosingV1, PeriodV1 } from '@/core/journal/events/closingV1'
import type { JournalLinkV1 } from '@/core/journal/events/v1'
import { isJournalOpened } from '@/core/journal/journal'
import { seriesOf } from '@/core/journal/series'
import type { Space } from '@/core/journal/space'

/** A day to close, as far as it was read before the transaction that closes it. */
export interface DayToClose {
  before: ClosingEntry | undefined
  /** The day whose closing was forgotten; undefined for today. */
  forgotten: string | undefined
  running: RunningDay
  space: Space
}

/**
 * Completes a closing with the fields besides its totals. It may read the journal and await nothing
 * else.
 */
export type CompleteClosing = (
  closed: ClosedPeriod,
) => Omit<ClosingV1, 'document'> | Promise<Omit<ClosingV1, 'document'>>

/** Closings of one kind of period, newest first, at most `limit`. */
export async function readClosings(
  db: TillDatabase,
  tillCode: string,
  period: PeriodV1,
  limit: number,
): Promise<ClosingEntry[]> {
  const entries = await newestFirst(db, tillCode, period).limit(limit).toArray()
  return entries.filter(isClosing)
}

/** The last daily, monthly or yearly closing. */
export async function readLastClosing(
  db: TillDatabase,
  tillCode: string,
  period: PeriodV1,
): Promise<ClosingEntry | undefined> {
  const [last] = await readClosings(db, tillCode, period, 1)
  return last
}

/**
 * Closes a day in one strict transaction, with a document number in the series of daily closings.
 * Entries sealed since the day was read are included. If another tab closed a day meanwhile, that
 * closing is returned and none is made. If anything throws, nothing is written.
 */
export function appendDay(
  db: TillDatabase,
  stamp: Stamp,
  { before, forgotten, running, space }: DayToClose,
  complete: CompleteClosing,
): Promise<ClosingEntry> {
  // The right to close by hand is taken in `complete`.
  return db.transaction('rw', tablesOfAct(db), async () => {
    const last = await readLastClosing(db, stamp.till, 'day')
    if (last && last.number !== before?.number) return last
    // The closing follows the last entry it sums up.
    await traceClock(db, stamp)

    const rest = running.isOver
      ? []
      : await readEntriesAfter(db, stamp.till, running.lastEntry, Infinity)
    const whole = extendDay(running, rest, forgotten, space)
    const day = forgotten ?? (whole.latestDay > stamp.day ? whole.latestDay : stamp.day)
    return append(db, stamp, numbered(stamp, closedDay(whole, day), complete))
  })
}

/**
 * Closes the oldest month or year that is over and not closed yet, in one strict transaction;
 * undefined when there is none. It is the sum of its daily closings and of what earlier till codes
 * left open.
 */
export function appendPeriod(
  db: TillDatabase,
  stamp: Stamp,
  period: 'month' | 'year',
  complete: CompleteClosing,
): Promise<ClosingEntry | undefined> {
  return db.transaction('rw', sealingTables(db), async () => {
    const last = await readLastClosing(db, stamp.till, period)
    const closedTo = last?.event.lastEntry ?? 0
    const carried = carriedParts(await readLink(db, stamp.till), period, last?.event)
    // Usually no period is over: then only one daily closing is read, not a year of them.
    const first = carried[0] ?? (await readFirstDayAfter(db, stamp.till, closedTo))
    if (!first || periodOf(first.of, period) >= periodOf(stamp.day, period)) return undefined
    const days = await readDaysAfter(db, stamp.till, closedTo)
    const [oldest] = unclosedPeriods(period, days, last?.event, stamp.day, carried)
    if (!oldest) return undefined
    await traceClock(db, stamp)
    return append(
      db,
      stamp,
      numbered(stamp, closePeriod(period, oldest.of, oldest.parts), complete),
    )
  })
}

/** The journal that a till's journal continues; null for the first till code. */
export async function readLink(db: TillDatabase, tillCode: string): Promise<JournalLinkV1 | null> {
  const opened = await readEntry(db, tillCode, 1)
  return opened && isJournalOpened(opened) ? opened.event.continues : null
}

/**
 * Seals the closing of a day that an earlier till code left open, right after the last entry. Must
 * be called inside a transaction on `sealingTables`.
 */
export async function appendCarriedDay(
  db: TillDatabase,
  stamp: Stamp,
  carried: CarriedV1,
  complete: CompleteClosing,
): Promise<void> {
  const last = await readLastEntry(db, stamp.till)
  assert(last !== undefined, 'a journal is opened before its first closing')
  await append(db, stamp, numbered(stamp, closeCarriedDay(carried, last), complete))
}

/** The first daily closing that covers an entry numbered above `after`. */
async function readFirstDayAfter(
  db: TillDatabase,
  tillCode: string,
  after: number,
): Promise<ClosingV1 | undefined> {
  const first = await db.journal
    .where('[till+event.kind+number]')
    .between([tillCode, 'closing', after], [tillCode, 'closing', Dexie.maxKey], false)
    .filter(one => isClosing(one) && one.event.period === 'day' && one.event.lastEntry > after)
    .first()
  return first && isClosing(first) ? first.event : undefined
}

/** Daily closings that cover entries numbered above `after`, oldest first. */
async function readDaysAfter(
  db: TillDatabase,
  tillCode: string,
  after: number,
): Promise<ClosingV1[]> {
  const parts = await newestFirst(db, tillCode, 'day')
    .until(entry => isClosing(entry) && entry.event.lastEntry <= after)
    .toArray()
  return parts
    .filter(isClosing)
    .map(part => part.event)
    .reverse()
}

/** Each kind of period has its own document series, which serves as an index. */
function newestFirst(db: TillDatabase, tillCode: string, period: PeriodV1) {
  const series = seriesOf(tillCode, period, false)
  return db.journal
    .where('[event.document.series+event.document.number]')
    .between([series, Dexie.minKey], [series, Dexie.maxKey])
    .reverse()
}

function numbered(
  stamp: Stamp,
  closed: ClosedPeriod,
  complete: CompleteClosing,
): EventWith<ClosingV1> {
  return async nextOf => ({
    ...(await complete(closed)),
    document: nextOf(seriesOf(stamp.till, closed.period, false)),
  })
}
