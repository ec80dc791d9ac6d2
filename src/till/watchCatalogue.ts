import type { Till } from './till'
import { watchCatalogue as watch, type CatalogueView } from '@/storage/catalogue'

export type { CatalogueView }

/** Calls back with the catalogue now and whenever a sync has changed it; returns how to stop. */
export function watchCatalogue(
  till: Pick<Till, 'catalogueDb' | 'tillDb'>,
  onChange: (view: CatalogueView) => void,
  onError: (error: unknown) => void,
): () => void {
  return watch(till.catalogueDb, till.tillDb, onChange, onError)
}
