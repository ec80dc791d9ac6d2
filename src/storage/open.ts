import { CatalogueDatabase, TillDatabase } from './databases'
import { isLost } from './fault'
import type { ReopeningDatabase } from './reopening'

/** A database that fails to open is tried again for some seconds, as iOS may need them. */
const WAITS_MS = [200, 500, 1_000, 2_000]

/** Opens the databases of a space; the demo's are separate from the shop's. */
export function openDatabases(space: 'shop' | 'demo'): {
  tillDb: TillDatabase
  catalogueDb: CatalogueDatabase
} {
  const suffix = space === 'demo' ? '-demo' : ''
  return {
    tillDb: new TillDatabase(`comptoir-till${suffix}`),
    catalogueDb: new CatalogueDatabase(`comptoir-catalogue${suffix}`),
  }
}

/**
 * Waits until a database is open. `onBlocked` is called where a tab with an older version holds it:
 * it opens once that tab lets go.
 *
 * @throws the browser's own error, or Dexie's, when it does not open (`openingFaultOf`).
 */
export async function waitUntilOpen(db: ReopeningDatabase, onBlocked: () => void): Promise<void> {
  // Dexie takes a database that is denied as soon as it is named for an absent one: this throws.
  void globalThis.indexedDB
  db.on('blocked', onBlocked)
  for (const waitMs of [...WAITS_MS, null]) {
    try {
      await db.open()
      return
    } catch (error) {
      if (waitMs === null || !isLost(error)) throw error
      await new Promise(resolve => setTimeout(resolve, waitMs))
    }
  }
}
