import { afterPaint } from './afterPaint'
import { useProblemStore } from './problem'
import type { Result } from '@/core/errors'

const TRY_AGAIN_MS = 2_000

/**
 * Writes once the result of a tap is painted, so that the write never delays it. Writes are started
 * in the order they were asked for. When the disk refuses, the person sees it on any screen. While
 * the device's database is closed, writes wait in their order until it opens again.
 */
export function useWriteBehind(): (write: () => Promise<Result<true>>) => void {
  const notice = useProblemStore()
  const waiting: (() => Promise<Result<true>>)[] = []

  async function tell(write: () => Promise<Result<true>>): Promise<void> {
    if (waiting.length > 0) {
      waiting.push(write)
      return
    }
    const written = await write()
    if (written.ok) return
    notice.show(written.error)
    if (!isLost(written)) return
    waiting.push(write)
    if (waiting.length === 1) await writeWaiting(written.error.code)
  }

  async function writeWaiting(code: Parameters<typeof notice.settle>[0]): Promise<void> {
    for (let [first] = waiting; first; [first] = waiting) {
      await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS))
      const written = await first().catch((error: unknown) => {
        reportError(error)
        return undefined
      })
      if (written && isLost(written)) continue
      waiting.shift()
      if (written?.ok === false) notice.show(written.error)
    }
    notice.settle(code)
  }

  return write => {
    afterPaint(() => void tell(write).catch(reportError))
  }
}

const isLost = (written: Result<true>) =>
  !written.ok && 'cause' in written.error && written.error.cause === 'storage-lost'
