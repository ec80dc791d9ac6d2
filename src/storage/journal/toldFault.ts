import { liveQuery } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { readSetting, type ToldFault } from '@/storage/settings/settings'

/**
 * Calls back with the fault that nobody has read yet, null where there is none, now and after each
 * change, in any tab. Returns a function that stops it.
 */
export function watchToldFault(
  db: TillDatabase,
  onChange: (fault: ToldFault | null) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(
    async () => (await readSetting(db, 'journalFault')) ?? null,
  ).subscribe(onChange, onError)
  return () => subscription.unsubscribe()
}
