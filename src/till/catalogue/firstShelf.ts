import * as storage from '@/storage/catalogue/firstShelf'
import type { KeptFirstShelf } from '@/storage/catalogue/heldShop'
import type { TillContext } from '@/till/context'

type Storages = Pick<TillContext, 'catalogueDb' | 'tillDb'>

/** The first shelf of the catalogue as it is now; null when none was kept of it. */
export const readFirstShelf = ({ catalogueDb, tillDb }: Storages): Promise<KeptFirstShelf | null> =>
  storage.readFirstShelf(catalogueDb, tillDb)

/** Keeps the first shelf of the catalogue for the next opening. */
export const keepFirstShelf = (
  { catalogueDb }: Pick<TillContext, 'catalogueDb'>,
  shelf: KeptFirstShelf,
): Promise<void> => storage.keepFirstShelf(catalogueDb, shelf)
