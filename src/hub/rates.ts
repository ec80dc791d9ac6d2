/** So many at once, and so many a second on the long run. */
export interface Rate {
  burst: number
  perSecond: number
}

/** Names whose rate is known at once; a flood of new names makes the others start again. */
const MOST_NAMES = 20_000

/** Tells whether one more is allowed to somebody now. */
export function rateBound({ burst, perSecond }: Rate): (name: string) => boolean {
  const kept = new Map<string, { left: number; at: number }>()
  return name => {
    const now = performance.now()
    const before = kept.get(name)
    const gained = before ? ((now - before.at) / 1_000) * perSecond : 0
    const left = before ? Math.min(burst, before.left + gained) : burst
    if (!before && kept.size >= MOST_NAMES) kept.clear()
    kept.set(name, { left: left < 1 ? left : left - 1, at: now })
    return left >= 1
  }
}
