import { Dexie } from 'dexie'
import { FaultyJournal } from './journal/faultyJournal'
import type { WriteFault } from '@/core/errors'
import type { OpeningFault } from '@/core/openingFault'

/** What the browser's storage answered, whatever its words for it. */
type StorageFault = 'full' | 'denied' | 'absent' | 'lost' | 'refused'

/**
 * Every kind of error of the browser's storage, by its name or by that of the error inside it; a
 * name that is not listed is `refused`.
 */
const FAULTS: Record<string, StorageFault> = {
  QuotaExceededError: 'full',
  SecurityError: 'denied',
  NotAllowedError: 'denied',
  MissingAPIError: 'absent',
  // The connection was closed under the till (a suspended page on iOS, a database process that was
  // killed, data being cleared), or could not be opened again.
  DatabaseClosedError: 'lost',
  OpenFailedError: 'lost',
  InvalidStateError: 'lost',
  TransactionInactiveError: 'lost',
  AbortError: 'lost',
  UnknownError: 'lost',
  TimeoutError: 'lost',
}

/** Chromium and Firefox have no name of their own for these, only words. */
const WORDS: readonly [RegExp, StorageFault][] = [
  [/full disk|disk is full|quota/i, 'full'],
  [/denied permission|did not allow mutations|operation is insecure/i, 'denied'],
]

function storageFaultOf(error: Error): StorageFault {
  const chain = [error, 'inner' in error && error.inner instanceof Error ? error.inner : error]
  const worded = WORDS.find(([words]) => chain.some(({ message }) => words.test(message)))?.[1]
  const named = chain.map(({ name }) => FAULTS[name] ?? 'refused')
  return (
    worded ??
    // What is inside tells more than that the database is closed.
    (['full', 'denied', 'absent', 'lost'] as const).find(fault => named.includes(fault)) ??
    'refused'
  )
}

/**
 * The `TillError` for a refused write. Throws the error again when it does not come from storage:
 * it is then a programming mistake, which must stop the action at the root.
 */
export function writeFaultOf(error: unknown): { code: 'write-failed' } & WriteFault {
  if (error instanceof FaultyJournal) {
    return { code: 'write-failed', cause: 'journal-faulty', detail: error.message }
  }
  if (!isStorageError(error)) throw error
  const fault = storageFaultOf(error)
  const cause = fault === 'full' ? 'disk-full' : fault === 'lost' ? 'storage-lost' : 'disk-refused'
  return { code: 'write-failed', cause, detail: detailOf(error) }
}

/** The fault of any error that storage threw, for an action that named none; undefined for others. */
export function unnamedFaultOf(error: unknown): WriteFault | undefined {
  if (!isStorageError(error) && !(error instanceof FaultyJournal)) return undefined
  const { cause, detail } = writeFaultOf(error)
  return { cause, detail }
}

/** Why the till could not be opened. */
export function openingFaultOf(error: unknown): OpeningFault {
  const detail = error instanceof Error ? detailOf(error) : String(error)
  if (!isStorageError(error)) return { cause: 'unexpected', detail }
  const fault = storageFaultOf(error)
  return { cause: fault === 'lost' || fault === 'refused' ? 'failed' : fault, detail }
}

/**
 * Whether the connection to a database was lost or could not be made: what was asked of it may be
 * asked again.
 */
export function isLost(error: unknown): boolean {
  return isStorageError(error) && storageFaultOf(error) === 'lost'
}

/** Lets pass what the disk refused, once it was told elsewhere; throws again any mistake of our own. */
export function rethrowUnlessDisk(error: unknown): void {
  if (!isStorageError(error)) throw error
}

function isStorageError(error: unknown): error is Error {
  if (error instanceof Dexie.DexieError || error instanceof DOMException) return true
  // An error of the worker comes as a plain one, under its name.
  return error instanceof Error && Object.hasOwn(FAULTS, error.name)
}

const detailOf = (error: Error) => `${error.name}: ${error.message}`
