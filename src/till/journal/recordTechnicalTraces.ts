import { recordClock } from './deviceClock'
import { recordTrace } from './recordTrace'
import type { TillContext } from '@/till/context'
import type { TracedV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { JournalEntry } from '@/core/journal/journal'
import { FISCAL_VERSION } from '@/core/journal/fiscalPart'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { NOBODY } from '@/core/people/user'
import { readLastEntry } from '@/storage/journal/journal'

/** Facts about the device when the till starts. */
export interface StartFacts {
  /** Whether the browser protects the storage from being cleared; null where it does not say. */
  persisted: boolean | null
  fiscalFingerprint: string
}

/**
 * Seals that the till was started and that it was updated since; where its clock is wrong, that is
 * sealed first (R4). Starts without any sale are traced once a day at most. The demo is not a real
 * till: its journal begins with its first sale. To be called once selling is possible, so that it
 * never delays a sale; `last` is the entry that was last when the till opened, before any sale.
 */
export async function recordStart(
  context: TillContext,
  facts: StartFacts,
  last?: JournalEntry,
): Promise<void> {
  const before = last ?? (await readLastEntry(context.tillDb, context.tillCode))
  if (!before || context.space === 'demo') return
  const wasWrong = await recordClock(context)
  const { version } = before.event.software
  if (version !== context.software.version) {
    await recordTrace(context, NOBODY, 'till-updated', {
      from: version,
      to: context.software.version,
    })
  }
  const isTraced = isTraceOf(before.event, 'till-started') && before.day === context.now().day
  if (isTraced && !wasWrong) return
  const { persisted, fiscalFingerprint } = facts
  await recordTrace(context, NOBODY, 'till-started', {
    version: context.software.version,
    fiscalVersion: FISCAL_VERSION,
    fiscalFingerprint,
    persisted: persisted ?? 'unknown',
  })
}

/** The entry that is last now. */
export const readLast = ({ tillDb, tillCode }: TillContext): Promise<JournalEntry | undefined> =>
  readLastEntry(tillDb, tillCode)

/** Seals that the device's clock moved by so many milliseconds while the till was open. */
export async function recordClockMoved(context: TillContext, movedMs: number): Promise<void> {
  // A clock that is behind the last entry was traced with that.
  if (await recordClock(context)) return
  const movedSeconds = Math.round(movedMs / 1000)
  await recordTrace(context, NOBODY, 'clock-moved', { movedSeconds })
}

/**
 * Seals that a sync changed the catalogue: prices and rates change with it. A sync without a change
 * leaves no trace, nor does a sync of the demo.
 */
export async function recordSync(
  context: TillContext,
  { outcome, counts, host }: SyncRun,
): Promise<void> {
  const { created, changed, retired } = counts
  const isAnything = created + changed + retired > 0
  if (!isAnything || context.space === 'demo' || (outcome !== 'applied' && outcome !== 'undone'))
    return
  const detail = { outcome, host, created, changed, retired }
  await recordTrace(context, NOBODY, 'catalogue-synced', detail)
}

const isTraceOf = (event: { kind: string; what?: unknown }, what: TracedV1) =>
  event.kind === 'trace' && event.what === what
