import { stampEvent } from './stampEvent'
import type { TillContext } from '@/till/context'
import type { TracedV1, TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { append, appendEvent, type Unsealed } from '@/storage/journal/append'
import { tablesOfAct, takeRight, type OwnAct } from '@/storage/people/approvals'

/** Traces about the till itself: never marked as training, even when training is on. */
const OF_THE_TILL: ReadonlySet<TracedV1> = new Set([
  'user-changed',
  'pin-refused',
  'setting-changed',
  'training-on',
  'training-off',
  'archive-made',
  'archive-checked',
  'entries-purged',
  'till-started',
  'till-updated',
  'clock-moved',
  'catalogue-synced',
  'inspector-came',
  'journal-fault',
  'backup-made',
  'backup-restored',
  'journal-rebuilt',
  'device-let-in',
  'device-put-out',
])

/**
 * Seals a trace of an action that is not a sale and must be traceable (R4): parking, cancelling,
 * approvals, changes of settings that touch money. Resolves once it is on disk.
 */
export async function recordTrace(
  context: TillContext,
  user: UserV1,
  what: TracedV1,
  detail: TraceV1['detail'],
): Promise<void> {
  const { event, ...stamp } = traceOf(context, user, what, detail)
  await appendEvent(context.tillDb, stamp, () => event)
}

/**
 * As `recordTrace`, for an act that needs a permission: the right is taken in the transaction that
 * seals the trace.
 *
 * @throws RefusedByJournal when neither the person's role nor an approval of this act allows it.
 */
export async function recordAllowed(
  context: TillContext,
  act: OwnAct,
  what: TracedV1,
  detail: TraceV1['detail'],
): Promise<void> {
  const { event, ...stamp } = traceOf(context, act.user, what, detail)
  const { tillDb } = context
  await tillDb.transaction('rw', tablesOfAct(tillDb), async () => {
    await takeRight(tillDb, act)
    await append(tillDb, stamp, () => event)
  })
}

/** A trace that is not sealed yet, for an action that seals it in its own transaction. */
export function traceOf(
  context: TillContext,
  user: UserV1,
  what: TracedV1,
  detail: TraceV1['detail'],
): Unsealed<TraceV1> {
  const isOfTill = OF_THE_TILL.has(what)
  return {
    ...stampEvent(isOfTill ? { ...context, isTraining: false } : context, context.newId()),
    event: { kind: 'trace', what, detail, user, software: context.software },
  }
}
