/** A code must be seen in this many pictures: a camera misreads, but not twice in the same way. */
const SIGHTINGS = 2
/** A code unseen for this long has left the frame; before that, the camera only lost it briefly. */
const GONE_MS = 900

/** Codes in front of the camera, with how often and when they were last seen. */
export type InFrame = ReadonlyMap<string, { sightings: number; seenAtMs: number }>

/** No code is in front of the camera. */
export const NOTHING_IN_FRAME: InFrame = new Map()

/**
 * Takes the codes seen in one picture. A code is `fresh` once, and again only after it has left the
 * frame.
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
