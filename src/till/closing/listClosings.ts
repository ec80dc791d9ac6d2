import type { TillContext } from '@/till/context'
import { isClosing, type ClosingEntry } from '@/core/closing/closing'
import type { PeriodV1 } from '@/core/journal/events/closingV1'
import { readClosings } from '@/storage/closing/closings'
import type { EntryReference } from '@/core/journal/entryReference'
import { readEntry } from '@/storage/journal/journal'
import { readLine } from '@/storage/journal/tillCodes'

/**
 * Closings of days, months or years, newest first, at most `limit`. Closings made under earlier
 * till codes of this till come last.
 */
export async function listClosings(
  context: TillContext,
  period: PeriodV1,
  limit: number,
): Promise<ClosingEntry[]> {
  const closings: ClosingEntry[] = []
  for (const tillCode of await readLine(context.tillDb, context.tillCode)) {
    const left = limit - closings.length
    closings.push(...(await readClosings(context.tillDb, tillCode, period, left)))
    if (closings.length >= limit) break
  }
  return closings
}

/** The closing with this entry reference, exactly as it was sealed; null where there is none. */
export async function findClosing(
  context: TillContext,
  reference: EntryReference,
): Promise<ClosingEntry | null> {
  const entry = await readEntry(context.tillDb, reference.till, reference.number)
  return entry && isClosing(entry) ? entry : null
}
