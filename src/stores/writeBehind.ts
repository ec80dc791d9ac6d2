import { afterPaint } from './afterPaint'
import { useProblemStore } from './problem'
import type { Result } from '@/core/errors'

/**
 * Writes once the result of a tap is painted, so that the write never delays it. Writes are started
 * in the order they were asked for. When the disk refuses, the person sees it on any screen.
 */
export function useWriteBehind(): (write: () => Promise<Result<true>>) => void {
  const notice = useProblemStore()

  async function tell(write: () => Promise<Result<true>>): Promise<void> {
    const written = await write()
    if (!written.ok) notice.show(written.error)
  }

  return write => {
    afterPaint(() => void tell(write).catch(reportError))
  }
}
