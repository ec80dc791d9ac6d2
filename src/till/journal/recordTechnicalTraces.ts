import { recordTrace } from './recordTrace'
import type { TillContext } from '@/till/context'
import type { TracedV1, TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { behindJournalMs } from '@/core/journal/deviceClock'
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
 * Seals that the till was started, that it was updated since, or that its clock is behind the last
 * entry (R4). Starts without any sale are traced once a day at most. The demo is not a real till:
 * its journal begins with its first sale. To be called once selling is possible, so that it never
 * delays a sale.
 */
export async function recordStart(context: TillContext, facts: StartFacts): Promise<void> {
  const last = await readLastEntry(context.tillDb, context.tillCode)
  if (!last || context.space === 'demo') return
  const { at, day } = context.now()
  const behindMs = behindJournalMs(last.at, at)
  if (behindMs > 0) await traceClock(context, -behindMs, { lastAt: last.at })
  const { version } = last.event.software
  if (version !== context.software.version) {
    await recordTrace(context, NOBODY, 'till-updated', {
      from: version,
      to: context.software.version,
    })
  }
  const isTraced = isTraceOf(last.event, 'till-started') && last.day === day
  if (isTraced && behindMs === 0) return
  const { persisted, fiscalFingerprint } = facts
  await recordTrace(context, NOBODY, 'till-started', {
    version: context.software.version,
    fiscalVersion: FISCAL_VERSION,
    fiscalFingerprint,
    persisted: persisted ?? 'unknown',
  })
}

/** Seals that the device's clock moved by so many milliseconds while the till was open. */
export function recordClockMoved(context: TillContext, movedMs: number): Promise<void> {
  return traceClock(context, movedMs, {})
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

function traceClock(
  context: TillContext,
  movedMs: number,
  detail: TraceV1['detail'],
): Promise<void> {
  const movedSeconds = Math.round(movedMs / 1000)
  return recordTrace(context, NOBODY, 'clock-moved', { movedSeconds, ...detail })
}

const isTraceOf = (event: { kind: string; what?: unknown }, what: TracedV1) =>
  event.kind === 'trace' && event.what === what
