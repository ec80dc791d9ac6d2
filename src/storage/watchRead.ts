import { Dexie, RangeSet, rangesOverlap, type IntervalTree } from 'dexie'

/** Rows that a reading depends on: those of a table, or only those with these keys. */
export interface Source {
  db: Dexie
  table: string
  keys?: readonly string[]
}

interface Watched<Value> {
  sources: readonly Source[]
  read: () => Promise<Value>
  onChange: (value: Value) => void
  onError: (error: unknown) => void
}

/**
 * Reads now, and anew after each write to the rows it depends on, in any tab or worker; calls back with
 * each value but those that a write made old while they were read. Returns a function that stops it.
 *
 * Dexie's own `liveQuery` keeps the keys of every row written anywhere until what it watches changes:
 * in a till that sells for a week without being reloaded, all its sales, once for each query.
 */
export function watchRead<Value>({ sources, read, onChange, onError }: Watched<Value>): () => void {
  let [isEnded, isReading, isOld] = [false, false, false]
  const readOnce = async () => {
    try {
      const value = await read()
      if (!isEnded && !isOld) onChange(value)
    } catch (error) {
      // Who closes a database while it is read will open it again, or has ended.
      const isClosed = error instanceof Dexie.DatabaseClosedError
      if (!isEnded && !isClosed) onError(error)
    }
  }
  const readAnew = async () => {
    isOld = true
    if (isReading) return
    isReading = true
    while (isOld && !isEnded) {
      isOld = false
      await readOnce()
    }
    isReading = false
  }
  // A write is told in the transaction that made it, which is over.
  const start = () => void Dexie.ignoreTransaction(readAnew)
  const places = sources.map(placeOf)
  const follow = (parts: Readonly<Record<string, IntervalTree>>) => {
    if (places.some(isIn => isIn(parts))) start()
  }
  Dexie.on('storagemutated', follow)
  start()
  return () => {
    isEnded = true
    Dexie.on.storagemutated.unsubscribe(follow)
  }
}

/** Whether a write, as Dexie tells of it, touched the rows of a source. */
function placeOf({ db, table, keys }: Source) {
  const part = `idb://${db.name}/${table}/`
  const rows = keys && new RangeSet().addKeys([...keys])
  return (parts: Readonly<Record<string, IntervalTree>>) => {
    const written = parts[part]
    return written !== undefined && (rows === undefined || rangesOverlap(rows, written))
  }
}
