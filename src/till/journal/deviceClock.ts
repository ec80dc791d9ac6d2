import { stampEvent } from './stampEvent'
import type { TillContext } from '@/till/context'
import { clockDoubtAt, type ClockDoubt, type KnownTime } from '@/core/journal/deviceClock'
import { sealingTables, traceClock } from '@/storage/journal/append'
import * as storage from '@/storage/journal/clock'
import { readLastEntry } from '@/storage/journal/journal'

/**
 * Compares the device's clock with the journal, the day the till was built and what servers told;
 * seals a trace where it is wrong. Sealing an entry does the same by itself. True when it sealed one.
 */
export const recordClock = (context: TillContext): Promise<boolean> => sealDoubt(context)

/**
 * Notes what a server says its time is now, and compares the device's clock with it: at once where
 * they differ, and every entry from now on. Nothing waits for it.
 */
export const recordServerTime = (context: TillContext, server: KnownTime): Promise<boolean> =>
  sealDoubt(context, server)

function sealDoubt(context: TillContext, server?: KnownTime): Promise<boolean> {
  const { tillDb } = context
  const stamp = stampEvent({ ...context, isTraining: false }, context.newId())
  return tillDb.transaction('rw', sealingTables(tillDb), async () =>
    traceClock(tillDb, stamp, server),
  )
}

/**
 * Whether the clock is far ahead of all that is known, and nobody has read the notice of it: what a
 * date brings by itself waits then.
 */
export async function isClockAhead(context: TillContext): Promise<boolean> {
  if (context.space === 'demo') return false
  const { doubt, known } = await storage.readClockState(context.tillDb)
  if (doubt?.kind === 'ahead') return !doubt.isRead
  const last = await readLastEntry(context.tillDb, context.tillCode)
  if (!last) return false
  return clockDoubtAt(context.now().at, { lastAt: last.at, known })?.kind === 'ahead'
}

/** Notes the day the till was built: no clock that is right is before it. */
export const noteBuilt = ({ tillDb }: TillContext, builtOn: string): Promise<void> =>
  storage.noteKnownTime(tillDb, { at: `${builtOn}T00:00:00.000Z`, from: 'build' })

/** Notes that somebody has read what was told of the clock. */
export const noteClockRead = ({ tillDb }: TillContext): Promise<void> =>
  storage.noteClockRead(tillDb)

/** Calls back with what is doubted of the clock and not read yet; returns a function that stops. */
export const watchClock = (
  { tillDb }: TillContext,
  onChange: (doubt: ClockDoubt | null) => void,
): (() => void) => storage.watchClock(tillDb, onChange, error => reportError(error))
