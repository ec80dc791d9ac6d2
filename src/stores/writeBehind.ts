import { useProblemStore } from './problem'
import type { Result } from '@/core/errors'

/**
 * Writes in a task of its own, so that it never holds up what a tap shows; writes follow each
 * other in the order they were asked. A refusal of the disk is told, wherever the person is.
 */
export function useWriteBehind(): (write: () => Promise<Result<true>>) => void {
  const notice = useProblemStore()

  async function tell(write: () => Promise<Result<true>>): Promise<void> {
    const written = await write()
    if (!written.ok) notice.show(written.error)
  }

  return write => {
    setTimeout(() => void tell(write).catch(reportError))
  }
}
