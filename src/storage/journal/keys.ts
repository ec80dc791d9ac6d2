import type { TillDatabase, TillKey } from '@/storage/databases'

/** The key pair that signs a till's journal; undefined when the browser could not create one. */
export function readKey(db: TillDatabase, tillCode: string): Promise<TillKey | undefined> {
  return db.keys.get(tillCode)
}
