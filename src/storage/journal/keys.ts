import type { TillDatabase, TillKey } from '@/storage/databases'

/** The key pair that signs a till's journal; undefined where the browser could make none. */
export function readKey(db: TillDatabase, tillCode: string): Promise<TillKey | undefined> {
  return db.keys.get(tillCode)
}
