import { Dexie, type PromiseExtended } from 'dexie'
import { isLost } from './fault'

/** Waits between attempts to open a database again: some seconds in all, as long as iOS may take. */
const WAITS_MS = [0, 50, 150, 300, 500, 1_000, 1_000, 1_000, 1_000]

/** Dexie sends here what is asked of a table outside a transaction. */
interface TableInside {
  _tx?: unknown
  _trans: (...parts: unknown[]) => PromiseExtended<unknown>
}

/**
 * A database that the device may close under the till, as iOS does with a page that was suspended.
 * Dexie opens it again once; where that fails too, it stays closed for good. Here it is opened again
 * for some seconds, and what was asked is asked once more.
 *
 * A transaction that was cut is void, and is run again as a whole: its function must depend on
 * nothing but the database and its own arguments. Where it had been completed and only the answer
 * was lost, the ids of its events tell: an event already sealed is not sealed again.
 */
export class ReopeningDatabase extends Dexie {
  private reopening: PromiseExtended<boolean> | undefined

  constructor(name: string, options?: ConstructorParameters<typeof Dexie>[1]) {
    super(name, options)
    const transaction = this.transaction.bind(this) as (...p: unknown[]) => PromiseExtended<unknown>
    this.transaction = ((...parts: unknown[]) =>
      Dexie.currentTransaction
        ? transaction(...parts)
        : this.persist(() => transaction(...parts))) as typeof this.transaction

    const table = this.Table.prototype as unknown as TableInside
    const { _trans: ask } = table
    const persist = this.persist.bind(this)
    table._trans = function (...parts) {
      const once = () => ask.apply(this, parts)
      return Dexie.currentTransaction || this._tx ? once() : persist(once)
    }
  }

  /** Dexie's own promises are used throughout, so that a live query still knows what was read. */
  private persist<T>(ask: () => PromiseExtended<T>): PromiseExtended<T> {
    return ask().catch<T>((error: unknown) => {
      // Closed by the till itself: it wants no more of it.
      if (!isLost(error) || this.hasBeenClosed()) throw error
      return this.openAgain().then(isOpen => {
        if (!isOpen) throw error
        return ask()
      })
    })
  }

  private openAgain(): PromiseExtended<boolean> {
    const now = this.backendDB() as IDBDatabase | null
    // Another one has opened it meanwhile, or it was never closed.
    if (now && isAlive(now)) return Dexie.Promise.resolve(true)
    this.reopening ??= this.tryToOpen(0).finally(() => (this.reopening = undefined))
    return this.reopening
  }

  private tryToOpen(attempt: number): PromiseExtended<boolean> {
    const waitMs = WAITS_MS[attempt]
    if (waitMs === undefined) return Dexie.Promise.resolve(false)
    return sleep(waitMs)
      .then(() => {
        const now = this.backendDB() as IDBDatabase | null
        if (now && !isAlive(now)) this.close({ disableAutoOpen: false })
        return this.open()
      })
      .then<boolean, boolean>(
        () => true,
        () => this.tryToOpen(attempt + 1),
      )
  }
}

/** Whether a connection still begins transactions; nothing else tells before it is asked. */
function isAlive(connection: IDBDatabase): boolean {
  try {
    connection.transaction(connection.objectStoreNames, 'readonly')
    return true
  } catch {
    return false
  }
}

const sleep = (ms: number) => new Dexie.Promise<void>(resolve => setTimeout(resolve, ms))
