/** Why a printer took nothing of a job, or not all of it. */
export const PRINT_FAULTS = [
  /** No connection to it. */
  'unreachable',
  /** The till may not use it: it was not chosen here, or the agent refuses this page. */
  'not-allowed',
  /** The agent answers, and its list does not name it any more. */
  'not-listed',
  /** Something else holds it. */
  'busy',
  'paper-out',
  'cover-open',
  /** It says that it is not ready: asleep, paused or in error. */
  'not-ready',
  /** The connection ended. */
  'cut',
  /** It took nothing, or said nothing, for too long. */
  'silent',
] as const
export type PrintFault = (typeof PRINT_FAULTS)[number]

/** How a job ended at the printer. */
export type PrintOutcome =
  /** It was handed over whole; `isConfirmed` where the printer said that it worked through all of it. */
  | { state: 'sent'; isConfirmed: boolean }
  /** It was not printed whole: at least `sentBytes` of it went out; 0 where surely nothing did. */
  | { state: 'failed'; why: PrintFault; sentBytes: number }
  /** It may have come out, whole, in part or not at all. */
  | { state: 'unknown'; why: PrintFault }

export const NOTHING_SENT = (why: PrintFault): PrintOutcome => ({
  state: 'failed',
  why,
  sentBytes: 0,
})

/** Whether the same job may be sent again with no risk of two papers: surely nothing went out. */
export const mayRepeat = (outcome: PrintOutcome): boolean =>
  outcome.state === 'failed' && outcome.sentBytes === 0
