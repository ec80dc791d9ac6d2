import { Dexie } from 'dexie'
import { watchRows, type Rows } from './watchTables'

interface Watched<Value> {
  /** The rows that `read` depends on. */
  rows: readonly Rows[]
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
export function watchRead<Value>({ rows, read, onChange, onError }: Watched<Value>): () => void {
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
  const stop = watchRows(rows, start)
  start()
  return () => {
    isEnded = true
    stop()
  }
}
