// Where an index that is exported as texts is kept: rows of a database, as the search libraries have none.
import { Dexie } from 'dexie'

export function keptPieces(name) {
  const db = new Dexie(name)
  db.version(1).stores({ pieces: 'key' })
  return {
    keep: pieces => db.pieces.bulkPut(pieces),
    read: () => db.pieces.toArray(),
  }
}

/** Lets the page read what changed before the export keeps it busy. */
export const turn = () => new Promise(resolve => setTimeout(resolve))
