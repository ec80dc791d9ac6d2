import type { TillContext } from '@/till/context'
import type { JournalEntry } from '@/core/journal/journal'
import { readCopiedSince } from '@/storage/sharing/readCopiedSince'
import { readCopies } from '@/till/sharing/copies/listOtherTills'

/** What other tills sealed from an instant on, as far as it is known here. */
export async function readSoldElsewhere(
  context: TillContext,
  instant: string,
): Promise<JournalEntry[]> {
  const read = await readCopies(context, async ({ others, tills }) => {
    const found: JournalEntry[] = []
    for (const part of tills.flatMap(({ parts }) => parts)) {
      found.push(...(await readCopiedSince(others, part, instant)))
    }
    return found
  })
  return read ?? []
}
