import type { TillContext } from './context'

/** A tab that was reloaded or closed may take a moment to release the counter. */
const WAIT_MS = 1_500

/**
 * Holds this device's counter for this tab, until the tab closes or another tab takes it. False
 * when another tab holds it for longer than a moment. Without Web Locks (a page without https)
 * every tab holds it: the journal stays safe, because sealing is one transaction.
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

/** Never resolves: the browser releases the lock when the tab closes. */
const untilTaken = () => new Promise<void>(() => undefined)
