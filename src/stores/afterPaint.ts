/** Longest wait for a frame: a page that is hidden paints none. */
const LONGEST_WAIT_MS = 100
/** A frame more: a tap that is there already goes first. */
const REST_MS = 16

let waiting: (() => void)[] = []
let late: ReturnType<typeof setTimeout> | undefined

/**
 * Runs `act` once the screen shows what has just changed: starting a write in the same frame
 * would hold up the line under the finger. What is given in order runs in order; what is given
 * for one frame runs together, so that what it changes is drawn together.
 */
export function afterPaint(action: () => void): void {
  waiting.push(action)
  if (late !== undefined) return
  late = setTimeout(runAll, LONGEST_WAIT_MS)
  requestAnimationFrame(() => setTimeout(runAll, REST_MS))
}

/** What is still to be written is begun at the latest when the page is left: a reload is quick. */
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
      // The others are still to be done: one of them may be a write.
      reportError(error)
    }
  }
}
