import { recordTrace } from './recordTrace'
import type { Till } from '@/till/context'
import type { TracedV1, TraceV1 } from '@/core/journal/events/booksV1'
import { behindJournalMs } from '@/core/journal/deviceClock'
import { FISCAL_VERSION } from '@/core/journal/fiscalPart'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { NOBODY } from '@/core/people/user'
import { readLastEntry } from '@/storage/journal/journal'

/** What is known of the device when the till starts. */
export interface StartFacts {
  /** Whether the browser keeps what is written; null where it does not say. */
  persisted: boolean | null
  fiscalFingerprint: string
}

/**
 * Seals that the till was started, updated since, or that its clock is behind what was sealed
 * last (R4). A till on which nothing happens is traced once a day at most, however often it is
 * opened; the demo's books, which are of no till, begin with their first sale. To be called once
 * selling can begin: it never stands in its way.
 */
export async function recordStart(till: Till, facts: StartFacts): Promise<void> {
  const last = await readLastEntry(till.tillDb, till.letter)
  if (!last || till.space === 'demo') return
  const { at, day } = till.now()
  const behindMs = behindJournalMs(last.at, at)
  if (behindMs > 0) await traceClock(till, -behindMs, { lastAt: last.at })
  const { version } = last.event.software
  if (version !== till.software.version) {
    await recordTrace(till, NOBODY, 'till-updated', { from: version, to: till.software.version })
  }
  const isTraced = isTraceOf(last.event, 'till-started') && last.day === day
  if (isTraced && behindMs === 0) return
  const { persisted, fiscalFingerprint } = facts
  await recordTrace(till, NOBODY, 'till-started', {
    version: till.software.version,
    fiscalVersion: FISCAL_VERSION,
    fiscalFingerprint,
    persisted: persisted ?? 'unknown',
  })
}

/** Seals that the device's clock was moved while the till was open, by so many milliseconds. */
export function recordClockMoved(till: Till, movedMs: number): Promise<void> {
  return traceClock(till, movedMs, {})
}

/**
 * Seals what a sync changed of what is sold: prices and rates come with it. A sync that changed
 * nothing leaves no trace, nor does one of the demo.
 */
export async function recordSync(till: Till, { outcome, counts, host }: SyncRun): Promise<void> {
  const { created, changed, retired } = counts
  const isAnything = created + changed + retired > 0
  if (!isAnything || till.space === 'demo' || (outcome !== 'applied' && outcome !== 'undone'))
    return
  const detail = { outcome, host, created, changed, retired }
  await recordTrace(till, NOBODY, 'catalogue-synced', detail)
}

function traceClock(till: Till, movedMs: number, detail: TraceV1['detail']): Promise<void> {
  const movedSeconds = Math.round(movedMs / 1000)
  return recordTrace(till, NOBODY, 'clock-moved', { movedSeconds, ...detail })
}

const isTraceOf = (event: { kind: string; what?: unknown }, what: TracedV1) =>
  event.kind === 'trace' && event.what === what
