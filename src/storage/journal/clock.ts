import {
  clockDoubtAt,
  clockDoubtBy,
  isSameDifference,
  isStillBehind,
  laterKnown,
  NO_CLOCK_STATE,
  type ClockDoubt,
  type ClockState,
  type KnownTime,
} from '@/core/journal/deviceClock'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { isJournalOpened, type JournalEntry, type UnsealedEvent } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { watchRead } from '@/storage/watchRead'

type ClockStamp = Pick<UnsealedEvent, 'till' | 'eventId' | 'at' | 'day'>

/** What the till stores about its clock. */
export async function readClockState(db: TillDatabase): Promise<ClockState> {
  return (await readSetting(db, 'clock')) ?? NO_CLOCK_STATE
}

/**
 * The trace to seal before an entry that shows a wrong clock; null where nothing speaks against the
 * clock, or the same was sealed before. Notes the doubt, to be told. Must be called inside the
 * transaction that seals the entry.
 */
export async function clockTraceBefore(
  db: TillDatabase,
  { first, last }: { first: JournalEntry; last: JournalEntry },
  stamp: ClockStamp,
): Promise<(UnsealedEvent & { event: TraceV1 }) | null> {
  const state = await readClockState(db)
  const bounds = { lastAt: last.at, openedAt: first.at, known: state.known }
  const doubt = clockDoubtAt(stamp.at, bounds)
  if (doubt && !isStillBehind(state.doubt, doubt, stamp.at)) {
    return traceOfDoubt(db, last, stamp, state, doubt)
  }
  const isRight = !doubt && state.doubt?.kind === 'behind-known'
  if (isRight) await keepSetting(db, 'clock', { ...state, doubt: null })
  return null
}

/** As `clockTraceBefore`, by what a server says its time is at this moment. */
export async function clockTraceBy(
  db: TillDatabase,
  last: JournalEntry,
  stamp: ClockStamp,
  server: KnownTime,
): Promise<(UnsealedEvent & { event: TraceV1 }) | null> {
  const state = await readClockState(db)
  const known = laterKnown(state.known, server)
  const doubt = clockDoubtBy(server.at, stamp.at)
  // What a server's time can end: it tells neither a zone nor what the journal holds.
  const isOver = !doubt && (state.doubt?.kind === 'ahead' || state.doubt?.kind === 'behind-known')
  const next = { known, doubt: isOver ? null : state.doubt }
  await keepSetting(db, 'clock', next)
  if (!doubt || isSameDifference(state.doubt, doubt)) return null
  return traceOfDoubt(db, last, stamp, next, doubt)
}

async function traceOfDoubt(
  db: TillDatabase,
  last: JournalEntry,
  { till, eventId, at, day }: ClockStamp,
  state: ClockState,
  doubt: ClockDoubt,
): Promise<(UnsealedEvent & { event: TraceV1 }) | null> {
  const opening = await db.journal.get([till, 1])
  // The demo is not a real till: its journal begins with sales of the week before.
  if (opening && isJournalOpened(opening) && opening.training) return null
  await keepSetting(db, 'clock', { ...state, doubt: { ...doubt, at, isRead: false } })
  const { kind, movedSeconds, boundAt } = doubt
  const detail = { movedSeconds, found: kind, lastAt: last.at, boundAt }
  // As the entry before names it: an update is traced by itself.
  const { software } = last.event
  const event = { kind: 'trace', what: 'clock-moved', detail, user: NOBODY, software } as const
  return { till, eventId: `${eventId}-clock`, at, day, training: false, event }
}

/** Notes a time that has certainly passed; an earlier one changes nothing. */
export function noteKnownTime(db: TillDatabase, next: KnownTime): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const state = await readClockState(db)
    const known = laterKnown(state.known, next)
    if (known !== state.known) await keepSetting(db, 'clock', { ...state, known })
  })
}

/** Notes that somebody has read what was told of the clock. */
export function noteClockRead(db: TillDatabase): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const state = await readClockState(db)
    const doubt = state.doubt && { ...state.doubt, isRead: true }
    await keepSetting(db, 'clock', { ...state, doubt })
  })
}

/** Calls back with what is doubted of the clock and not read yet, now and after each change. */
export function watchClock(
  db: TillDatabase,
  onChange: (doubt: ClockDoubt | null) => void,
  onError: (error: unknown) => void,
): () => void {
  const read = async () => {
    const { doubt } = await readClockState(db)
    return doubt?.isRead === false ? doubt : null
  }
  return watchRead({
    rows: [{ db, table: 'settings', keys: ['clock'] }],
    read,
    onChange,
    onError,
  })
}
