import type { Till } from './till'

/**
 * Holds the counter of this device for this tab, until the tab closes or another takes it.
 * False when another tab holds it. Without Web Locks (a page without https) every tab holds
 * it: the journal is still safe, as sealing is one transaction.
 */
export function holdCounter(
  till: Till,
  how: 'if-free' | 'take',
  onLost: () => void,
): Promise<boolean> {
  // Typed as always there, but absent outside https and localhost.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return Promise.resolve(true)

  return new Promise((resolve, reject) => {
    const options = how === 'take' ? { steal: true } : { ifAvailable: true }
    locks
      .request(`comptoir-counter-${till.space}`, options, lock => {
        resolve(lock !== null)
        return lock ? untilTaken() : undefined
      })
      .catch((error: unknown) => {
        // AbortError: another tab took the counter from this one.
        if (error instanceof DOMException && error.name === 'AbortError') onLost()
        else reject(error instanceof Error ? error : new Error(String(error)))
      })
  })
}

/** Never ends by itself: the browser frees the lock when the tab goes. */
const untilTaken = () => new Promise<void>(() => undefined)
