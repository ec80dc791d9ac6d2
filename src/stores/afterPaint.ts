/** Longest wait for a frame: a page that is hidden paints none. */
const LONGEST_WAIT_MS = 100

/**
 * Runs `act` once the screen shows what has just changed: starting a write in the same frame
 * would hold up the line under the finger. What is given in order runs in order.
 */
export function afterPaint(act: () => void): void {
  let isDone = false
  const once = () => {
    if (isDone) return
    isDone = true
    act()
  }
  const late = setTimeout(once, LONGEST_WAIT_MS)
  requestAnimationFrame(() =>
    setTimeout(() => {
      clearTimeout(late)
      once()
    }),
  )
}
