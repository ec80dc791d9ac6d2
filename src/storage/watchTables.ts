import { Dexie } from 'dexie'

/**
 * Calls back after each write to tables of a database, in any tab or worker; it reads nothing. Returns
 * a function that stops it.
 */
export function watchTables(
  { name }: Dexie,
  tables: readonly string[],
  onWrite: () => void,
): () => void {
  const beginnings = tables.map(table => `idb://${name}/${table}/`)
  const follow = (parts: object) => {
    const isOfThem = Object.keys(parts).some(part => beginnings.some(one => part.startsWith(one)))
    if (isOfThem) onWrite()
  }
  Dexie.on('storagemutated', follow)
  return () => Dexie.on.storagemutated.unsubscribe(follow)
}
