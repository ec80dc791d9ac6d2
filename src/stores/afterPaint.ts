/** Longest wait for a frame: a hidden page paints none. */
const LONGEST_WAIT_MS = 100
/** One frame more: a tap that is already queued goes first. */
const REST_MS = 16

let waiting: (() => void)[] = []
let late: ReturnType<typeof setTimeout> | undefined

/**
 * Runs `action` once the screen shows the last change: a write started in the same frame would
 * delay what the person sees. Actions run in the order they were given. Actions of one frame run
 * together, so that their changes are drawn together.
 */
export function afterPaint(action: () => void): void {
  waiting.push(action)
  if (late !== undefined) return
  late = setTimeout(runAll, LONGEST_WAIT_MS)
  requestAnimationFrame(() => setTimeout(runAll, REST_MS))
}

/** Starts pending writes when the page is left at the latest: a reload may follow at once. */
export function watchLeaving(page: Window): void {
  page.addEventListener('pagehide', runAll)
}

function runAll(): void {
  clearTimeout(late)
  late = undefined
  const acts = waiting
  waiting = []
  for (const action of acts) {
    try {
      action()
    } catch (error) {
      // The other actions must still run: one of them may be a write.
      reportError(error)
    }
  }
}
