import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { fail, ok, type PaperError, type Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { nextCopy, type HandedAs, type PrintedEntry } from '@/core/documents/reprints'
import { appendEvent } from '@/storage/journal/append'
import { writeFaultOf } from '@/storage/fault'
import { readEntriesWithId } from '@/storage/journal/journal'

/**
 * Seals that a document is about to be handed over, on paper or as a file; tells its count as
 * a duplicate, 0 for the original (R14). Only once this has succeeded may it be printed: what
 * the disk refuses is not handed over. A lesson's document leaves a lesson's trace.
 */
export async function recordPrinting(
  context: TillContext,
  user: UserV1,
  document: PrintedEntry,
  as: HandedAs,
): Promise<Result<number, PaperError>> {
  // Its id begins with the document's own, so that all printings of one are found at once.
  const beginning = `${document.eventId}-copy-`
  const stamp = { ...stampEvent(context, beginning + context.newId()), training: document.training }
  let count = 0
  try {
    await appendEvent(context.tillDb, stamp, async (): Promise<TraceV1> => {
      const copy = nextCopy(document, await readEntriesWithId(context.tillDb, beginning), as)
      count = copy.count
      return {
        kind: 'trace',
        what: copy.what,
        detail: copy.detail,
        user,
        software: context.software,
      }
    })
    return ok(count)
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'paper-not-written' })
  }
}
