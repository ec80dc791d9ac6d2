import { seriesOf } from '@/core/journal/series'
import type { TillDatabase } from '@/storage/databases'

/**
 * Whether a journal of this device, under any till code, holds a real sale or refund of the counter.
 * The heads of the journals tell it, and go on telling it after a purge. Web orders and training are
 * numbered apart and do not count.
 */
export async function hasSold(db: TillDatabase): Promise<boolean> {
  const heads = await db.heads.toArray()
  return heads.some(({ till, counters }) =>
    (['sale', 'refund'] as const).some(kind => (counters[seriesOf(till, kind, false)] ?? 0) > 0),
  )
}
