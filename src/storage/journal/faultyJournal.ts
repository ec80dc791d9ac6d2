import { Dexie } from 'dexie'
import type { FoundFault } from '@/core/journal/journalFault'

/** The journal is not as the till left it: nothing was sealed behind it. */
export class FaultyJournal extends Error {
  override readonly name = 'FaultyJournal'

  constructor(readonly found: FoundFault) {
    super(`the journal is not as the till left it: ${found.kind} at ${found.till}-${found.number}`)
  }
}

type Listener = (found: FoundFault) => void

const listeners = new WeakMap<Dexie, Set<Listener>>()

/**
 * Calls back with each fault that stops a sealing on this thread. Returns a function that stops it.
 */
export function watchFaults(db: Dexie, onFault: Listener): () => void {
  const listening = listeners.get(db) ?? new Set()
  listeners.set(db, listening.add(onFault))
  return () => void listening.delete(onFault)
}

/** Stops a sealing; whoever watches hears of it outside the transaction. */
export function refuseFaulty(db: Dexie, found: FoundFault): never {
  for (const tell of listeners.get(db) ?? []) Dexie.ignoreTransaction(() => tell(found))
  throw new FaultyJournal(found)
}
