import { stampOf } from './stamp'
import type { Till } from './till'
import type { TraceV1 } from '@/core/events/booksV1'
import type { UserV1 } from '@/core/events/saleV1'
import { appendEvent } from '@/storage/append'

/**
 * Seals what happened beside the sales and must leave a trace (R4): parking, cancelling,
 * approvals, changes of settings that touch money. Resolves once it is on disk.
 */
export async function recordTrace(
  till: Till,
  user: UserV1,
  what: TraceV1['what'],
  detail: TraceV1['detail'],
): Promise<void> {
  await appendEvent(till.tillDb, stampOf(till, till.newId()), () => ({
    kind: 'trace',
    what,
    detail,
    user,
    software: till.software,
  }))
}
