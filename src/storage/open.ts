import { CatalogueDatabase, TillDatabase } from './databases'

/** Databases of one set of books; the demo shop's are apart from the shop's. */
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
