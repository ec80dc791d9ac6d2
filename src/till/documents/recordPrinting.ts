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
 * Seals that a document is about to be handed over, on paper or as a file. Returns its number as a
 * duplicate, 0 for the original (R14). The document may be printed only once this has succeeded:
 * when the disk refuses, nothing is handed over. A training document leaves a training trace.
 */
export async function recordPrinting(
  context: TillContext,
  user: UserV1,
  document: PrintedEntry,
  as: HandedAs,
): Promise<Result<number, PaperError>> {
  // The trace's id begins with the document's id, so that all printings of a document are found
  // together.
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
