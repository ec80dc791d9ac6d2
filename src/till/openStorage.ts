import type { TillContext } from './context'
import type { OpeningFault } from '@/core/openingFault'
import { openingFaultOf, unnamedFaultOf } from '@/storage/fault'
import { waitUntilOpen } from '@/storage/open'

/** What stops the till before it is open; the page says it in three sentences. */
export class NotOpened extends Error {
  constructor(readonly fault: OpeningFault) {
    super(fault.detail)
  }
}

/**
 * The device's small storage: the space it works in and training mode are there. Without it, the
 * till could take the shop's books for the demo's, or the other way round: it does not open.
 *
 * @throws NotOpened where the browser denies it, by an error or by an absent storage.
 */
export function openDeviceStorage(read: () => Storage | null): Storage {
  try {
    const storage = read()
    if (storage && typeof storage.getItem('comptoir') !== 'undefined') return storage
  } catch (error) {
    throw new NotOpened({ cause: 'denied', detail: String(error) })
  }
  throw new NotOpened({ cause: 'denied', detail: 'localStorage' })
}

/**
 * Opens the databases before anything reads them. `tell` is called while a tab of an older version
 * holds one of them: it opens once that tab lets go.
 *
 * @throws NotOpened when one of them does not open.
 */
export async function openStorage(
  { tillDb, catalogueDb }: TillContext,
  tell: (fault: OpeningFault) => void,
): Promise<void> {
  const onBlocked = () => tell({ cause: 'blocked', detail: '' })
  try {
    await Promise.all([waitUntilOpen(tillDb, onBlocked), waitUntilOpen(catalogueDb, onBlocked)])
  } catch (error) {
    throw new NotOpened(openingFaultOf(error))
  }
}

/** Why an opening stopped, whatever it threw. */
export const faultOfOpening = (error: unknown): OpeningFault =>
  error instanceof NotOpened ? error.fault : openingFaultOf(error)

/** The error to show for what an action threw without naming it; undefined when not of storage. */
export function storageFailure(error: unknown) {
  const fault = unnamedFaultOf(error)
  return fault && ({ ...fault, code: 'storage-failed' } as const)
}
