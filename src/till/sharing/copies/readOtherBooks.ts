import { readCopies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import { isClosing, type ClosingEntry } from '@/core/closing/closing'
import { drawerAfter, UNOPENED_DRAWER, type Drawer } from '@/core/closing/drawer'
import type { PeriodV1 } from '@/core/journal/events/closingV1'
import { openCopy, readMarked, readMarks, readRun } from '@/storage/sharing/readCopies'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'

/** A closing of another till, in its own chain. */
export interface CopiedClosing {
  closing: ClosingEntry
  journal: string
}

/** Closings of another till's days, months or years, newest first, at most `limit`. */
export async function listCopiedClosings(
  context: TillContext,
  device: string,
  period: PeriodV1,
  limit: number,
): Promise<CopiedClosing[]> {
  const found = await readCopies(context, async ({ others, tills }) => {
    const parts = tills.find(till => till.device === device)?.parts ?? []
    const closings: CopiedClosing[] = []
    for (const part of parts.toReversed()) {
      const left = limit - closings.length
      if (left <= 0) break
      for (const entry of await readMarked(others, part, `closing-${period}`, left)) {
        if (isClosing(entry)) closings.push({ closing: entry, journal: part.journal })
      }
    }
    return closings
  })
  return found ?? []
}

/**
 * The drawer of another till as its journal says it, as far as that is held here: its float and the
 * cash since. Null where nothing of that till is here.
 */
export async function readOtherDrawer(
  context: TillContext,
  device: string,
): Promise<Drawer | null> {
  const found = await readCopies(context, async ({ others, tills }) => {
    const part = tills.find(till => till.device === device)?.parts.at(-1)
    if (!part) return null
    const [float = 0] = await readMarks(others, part, 'float', 1)
    const copy = await openCopy(others, part)
    let drawer = UNOPENED_DRAWER
    // A restored journal was opened before the copy begins: all that is here is counted.
    const since = { ...copy, part: { ...part, after: Math.max(part.after, float - 1) } }
    for (const { first } of copy.runs) {
      if (first + CHUNK_ENTRIES <= float) continue
      drawer = drawerAfter(drawer, await readRun(others, since, first), false)
    }
    const loose = copy.loose.filter(({ number }) => number >= float)
    return drawerAfter(drawer, loose, false)
  })
  return found ?? null
}
