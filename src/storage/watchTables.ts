import { Dexie, RangeSet, rangesOverlap, type IntervalTree } from 'dexie'

/** Rows of a database: those of a table, or only those with these keys. */
export interface Rows {
  db: Dexie
  table: string
  keys?: readonly string[]
}

/** What a write touched, as Dexie tells of it: keys by the address of their table or index. */
type Written = Readonly<Record<string, IntervalTree>>

/**
 * Calls back after each write to tables of a database, in any tab or worker; it reads nothing. Returns
 * a function that stops it.
 */
export const watchTables = (
  db: Dexie,
  tables: readonly string[],
  onWrite: () => void,
): (() => void) =>
  watchRows(
    tables.map(table => ({ db, table })),
    onWrite,
  )

/** As `watchTables`, after each write to any of these rows. */
export function watchRows(rows: readonly Rows[], onWrite: () => void): () => void {
  const touches = rows.map(touchesOf)
  const follow = (written: Written) => {
    if (touches.some(isIn => isIn(written))) onWrite()
  }
  Dexie.on('storagemutated', follow)
  return () => Dexie.on.storagemutated.unsubscribe(follow)
}

/** Whether a write touched these rows. */
function touchesOf({ db, table, keys }: Rows): (written: Written) => boolean {
  const address = `idb://${db.name}/${table}/`
  const watched = keys && new RangeSet().addKeys([...keys])
  return written => {
    const keysWritten = written[address]
    if (keysWritten === undefined) return false
    return watched === undefined || rangesOverlap(watched, keysWritten)
  }
}
