import type { TillContext } from './context'

/** A tab that was just loaded again, or closed, may take a moment to let the counter go. */
const WAIT_MS = 1_500

/**
 * Holds the counter of this device for this tab, until the tab closes or another takes it.
 * False when another tab keeps it for more than a moment. Without Web Locks (a page without
 * https) every tab holds it: the journal is still safe, as sealing is one transaction.
 */
export function holdCounter(
  context: TillContext,
  how: 'if-free' | 'take',
  onLost: () => void,
): Promise<boolean> {
  // Typed as always there, but absent outside https and localhost.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return Promise.resolve(true)

  return new Promise((resolve, reject) => {
    const options = how === 'take' ? { steal: true } : { signal: AbortSignal.timeout(WAIT_MS) }
    locks
      .request(`comptoir-counter-${context.space}`, options, () => {
        resolve(true)
        return untilTaken()
      })
      .catch((error: unknown) => {
        const name = error instanceof DOMException ? error.name : ''
        if (name === 'TimeoutError') resolve(false)
        // Another tab took the counter from this one.
        else if (name === 'AbortError') onLost()
        else reject(error instanceof Error ? error : new Error(String(error)))
      })
  })
}

/** Never ends by itself: the browser frees the lock when the tab goes. */
const untilTaken = () => new Promise<void>(() => undefined)
