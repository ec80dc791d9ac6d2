import { CatalogueDatabase, TillDatabase } from './databases'

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
