/** One key that prints something, as the browser tells it. */
export interface Stroke {
  /** What the layout of this device made of it: `à` where a US keyboard has `0`. */
  key: string
  /** Where it is on the keyboard, `Digit0`; empty on some phones. */
  code: string
  isShifted: boolean
  /** When it was pressed, in milliseconds of the page's clock. */
  atMs: number
}

/** Milliseconds between two strokes, on average; 0 for a single one. */
export function meanGapMs(strokes: readonly Stroke[]): number {
  const first = strokes[0]
  const last = strokes.at(-1)
  if (!first || !last || strokes.length < 2) return 0
  return (last.atMs - first.atMs) / (strokes.length - 1)
}
