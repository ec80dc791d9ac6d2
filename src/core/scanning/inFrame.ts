/** A code must be seen this often before it counts: a camera misreads, but not twice alike. */
const SIGHTINGS = 2
/** A code unseen for so long has left; shorter, the camera only lost it for a moment. */
const GONE_MS = 900

/** Codes in front of the camera, and since when they count. */
export type InFrame = ReadonlyMap<string, { sightings: number; seenAtMs: number }>

export const NOTHING_IN_FRAME: InFrame = new Map()

/**
 * Takes what one picture of the camera shows. A code is `fresh` once, and not again until it
 * has left the frame and come back.
 */
export function feedFrame(
  inFrame: InFrame,
  seen: readonly string[],
  atMs: number,
): { inFrame: InFrame; fresh: string[] } {
  const still = [...inFrame].filter(([, { seenAtMs }]) => atMs - seenAtMs < GONE_MS)
  const next = new Map(still)
  for (const code of new Set(seen)) {
    const sightings = (next.get(code)?.sightings ?? 0) + 1
    next.set(code, { sightings, seenAtMs: atMs })
  }
  const fresh = [...new Set(seen)].filter(code => next.get(code)?.sightings === SIGHTINGS)
  return { inFrame: next, fresh }
}
