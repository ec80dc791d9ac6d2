/** A key that prints a character, as the browser reports it. */
export interface Stroke {
  /** Character on the device's layout: `à` where a US keyboard has `0`. */
  key: string
  /** Position on the keyboard (`Digit0`); empty on some phones. */
  code: string
  isShifted: boolean
  /** When it was pressed, in milliseconds of the page's clock. */
  atMs: number
}

/** `code` of the stroke that stands for a scanner's group separator; no keyboard has such a key. */
export const SEPARATOR_KEY = 'GroupSeparator'

/** Average time between two strokes, in milliseconds; 0 for a single stroke. */
export function meanGapMs(strokes: readonly Stroke[]): number {
  const first = strokes[0]
  const last = strokes.at(-1)
  if (!first || !last || strokes.length < 2) return 0
  return (last.atMs - first.atMs) / (strokes.length - 1)
}
