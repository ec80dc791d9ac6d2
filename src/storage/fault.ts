import { Dexie } from 'dexie'
import type { WriteFault } from '@/core/errors'

/**
 * Names what the disk refused. Anything that is not the disk's doing is a mistake of our
 * own and is thrown again, to stop the action at the root.
 */
export function writeFaultOf(error: unknown): { code: 'write-failed' } & WriteFault {
  if (!isStorageError(error)) throw error
  return {
    code: 'write-failed',
    cause: isDiskFull(error) ? 'disk-full' : 'disk-refused',
    detail: `${error.name}: ${error.message}`,
  }
}

function isStorageError(error: unknown): error is Error {
  return error instanceof Dexie.DexieError || error instanceof DOMException
}

function isDiskFull(error: Error): boolean {
  const inner = 'inner' in error && error.inner instanceof Error ? error.inner.name : ''
  return [error.name, inner].includes(Dexie.errnames.QuotaExceeded ?? 'QuotaExceededError')
}

/** Lets pass what the disk refused, once it was told elsewhere; throws again any mistake of our own. */
export function rethrowUnlessDisk(error: unknown): void {
  if (!isStorageError(error)) throw error
}
