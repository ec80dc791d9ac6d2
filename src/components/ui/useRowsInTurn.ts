import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/** Longest wait for a frame: a page that is hidden paints none. */
const LONGEST_WAIT_MS = 100
/** Time for the frame to leave, and for a letter or a tap that is there already. */
const REST_MS = 4

/**
 * Rows of a shelf, the first of them drawn with what asked for it and the others in the next
 * frame: it holds what was most likely looked for, and all of them together would hold it up.
 * `isAtTop` tells whether the first rows are those in sight; where they are not, all come at once.
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

/** What is shown before, as far down as what comes, with the first row of what comes. */
export function withFirstOf<Row>(next: readonly Row[], before: readonly Row[]): Row[] {
  return [...next.slice(0, 1), ...before.slice(1, next.length)]
}

/** Rows of other widths do not stand under one another: the shelf was given another size. */
function isAlike(next: readonly ArrayLike<unknown>[], before: readonly ArrayLike<unknown>[]) {
  const areSeveral = next.length > 1 && before.length > 1
  return !areSeveral || next[0]?.length === before[0]?.length
}
