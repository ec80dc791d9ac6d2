/**
 * Runs something again as there is news, one run at a time: all that comes during a run is in the one
 * run after it. Runs that take longer than news are apart would otherwise be ever more at once.
 */
export function onceMore(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let isWanted = false

  async function runAll(): Promise<void> {
    try {
      while (isWanted) {
        isWanted = false
        await run()
      }
    } finally {
      running = undefined
    }
  }

  return () => {
    isWanted = true
    running ??= runAll()
    return running
  }
}
