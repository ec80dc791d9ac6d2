/** Longest wait for a frame: a hidden page paints none. */
const LONGEST_WAIT_MS = 100

/** Resolves once the page shows its last change. */
export function untilPainted(): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, LONGEST_WAIT_MS)
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
