import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/** Longest wait for a frame: a hidden page paints none. */
const LONGEST_WAIT_MS = 100
/** Time for the frame to be drawn, and for a character or a tap that is already queued. */
const REST_MS = 4

/**
 * Rows of a shelf. A change draws the first row at once, which most likely has the wanted article,
 * and the other rows in the next frame: all rows together would delay it. `isAtTop` tells whether
 * the first rows are visible; otherwise all rows are drawn at once.
 */
export function useRowsInTurn<Row extends ArrayLike<unknown>>(
  source: () => Row[],
  isAtTop: () => boolean,
): ShallowRef<Row[]> {
  const rows = shallowRef(source())
  let late: ReturnType<typeof setTimeout> | undefined
  let frame = 0

  function stopWaiting(): void {
    clearTimeout(late)
    cancelAnimationFrame(frame)
  }

  function drawAll(): void {
    stopWaiting()
    rows.value = source()
  }

  watch(source, next => {
    stopWaiting()
    if (!isAtTop() || !isAlike(next, rows.value)) {
      rows.value = next
      return
    }
    rows.value = withFirstOf(next, rows.value)
    frame = requestAnimationFrame(() => {
      clearTimeout(late)
      late = setTimeout(drawAll, REST_MS)
    })
    late = setTimeout(drawAll, LONGEST_WAIT_MS)
  })
  onScopeDispose(stopWaiting)
  return rows
}

/** The first row of `next`, followed by rows of `before`, up to the length of `next`. */
export function withFirstOf<Row>(next: readonly Row[], before: readonly Row[]): Row[] {
  return [...next.slice(0, 1), ...before.slice(1, next.length)]
}

/** Rows of another width come from a resized shelf, and cannot be mixed with the former rows. */
function isAlike(next: readonly ArrayLike<unknown>[], before: readonly ArrayLike<unknown>[]) {
  const areSeveral = next.length > 1 && before.length > 1
  return !areSeveral || next[0]?.length === before[0]?.length
}
