import { afterPaint } from './afterPaint'
import { useProblemStore } from './problem'
import type { Result } from '@/core/errors'

/**
 * Writes once what a tap shows is painted, so that it never holds it up; writes follow each
 * other in the order they were asked. A refusal of the disk is told, wherever the person is.
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
