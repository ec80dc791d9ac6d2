import { secondIn } from './signatureFormat'

/** What the times of entries are read from. */
interface TimedEntry {
  number: number
  at?: unknown
  training?: unknown
  /** Absent from an altered entry. */
  event?: { kind?: unknown; what?: unknown }
}

/** The first entry of a step back in time that no trace explains. */
export interface StepBack {
  number: number
  /** By a till that compares its clock with the journal before it seals anything. */
  isCertain: boolean
}

/** A clock drifts and is corrected by less. */
const MOVED_MS = 3 * 60_000

/**
 * Looks for times that go backwards. A clock that was set back is traced, at once or some entries
 * later: `read` gives a step back that no trace explained once time has caught up, and `end` one
 * that is still open.
 */
export function beginEntryTimes() {
  let latestMs = -Infinity
  let step: StepBack | undefined
  /** The demo's clock is traced no more than its starts: it is no real till. */
  let isDemo = false

  return {
    read(entry: TimedEntry, signature: string | null): StepBack | undefined {
      const { number, at, event } = entry
      isDemo ||= event?.kind === 'journal-opened' && entry.training === true
      if (isDemo) return undefined
      const ms = Date.parse(typeof at === 'string' ? at : '')
      const isTrace = event?.kind === 'trace' && event.what === 'clock-moved'
      if (isTrace && !Number.isNaN(ms)) {
        step = undefined
        latestMs = ms
        return undefined
      }
      // A text that is no time counts as a step back.
      if (!(ms >= latestMs - MOVED_MS)) {
        step ??= { number, isCertain: signature !== null && secondIn(signature) !== undefined }
        return undefined
      }
      const found = step
      step = undefined
      latestMs = Math.max(latestMs, ms)
      return found
    },
    end: () => step,
  }
}
