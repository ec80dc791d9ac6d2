import type { Till } from '@/till/context'
import * as storage from '@/storage/catalogue/catalogue'
import type { LaidCatalogue, SyncView } from '@/storage/catalogue/catalogue'

export type { LaidCatalogue, SyncView }

/** Calls back with the catalogue now and whenever a sync has changed it; returns how to stop. */
export function watchCatalogue(
  till: Pick<Till, 'catalogueDb' | 'tillDb'>,
  onChange: (view: LaidCatalogue) => void,
  onError: (error: unknown) => void,
): () => void {
  return storage.watchCatalogue(till.catalogueDb, till.tillDb, onChange, onError)
}

/** Calls back with the log of syncs now and whenever it changes; returns how to stop. */
export function watchSyncs(
  till: Pick<Till, 'catalogueDb'>,
  onChange: (view: SyncView) => void,
  onError: (error: unknown) => void,
): () => void {
  return storage.watchSyncs(till.catalogueDb, onChange, onError)
}
