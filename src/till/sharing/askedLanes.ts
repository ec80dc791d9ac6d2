import { readBlock } from '@/core/sharing/block'
import type { StreamHead, Swapped, Wanted } from '@/core/sharing/carrier'

type LaneOf = Pick<Wanted, 'device' | 'lane'>

/** Names a lane among all that are known. */
export const laneOf = ({ device, lane }: LaneOf): string => `${device}/${lane}`

/** What is wanted, with the lanes that a carrier told of and nothing was read of yet. */
export function withUnread(wanted: readonly Wanted[], heads: readonly StreamHead[]): Wanted[] {
  const known = new Set(wanted.map(laneOf))
  const unread = heads.filter(head => !known.has(laneOf(head)))
  return [...wanted, ...unread.map(({ device, lane }) => ({ device, lane, next: 0 }))]
}

/** Whether a carrier told of a lane that it was not asked for: it sends what is asked for alone. */
export function hasUnlisted(have: readonly Wanted[], heads: readonly StreamHead[]): boolean {
  const listed = new Set(have.map(laneOf))
  return heads.some(head => !listed.has(laneOf(head)))
}

/**
 * Lanes that are not asked for again in an exchange: what cannot be taken would fill each answer, and
 * nothing else would ever come. They are, once anything else was taken: it may let them in.
 */
export class Skipped {
  private readonly lanes = new Map<string, Wanted>()

  over(have: readonly Wanted[]): Wanted[] {
    const others = have.filter(one => !this.lanes.has(laneOf(one)))
    return [...others, ...this.lanes.values()]
  }

  /** Whether there is a reason to ask again: something may be let in now, or make room. */
  note(isProgress: boolean, refused: readonly LaneOf[], { heads, isMore }: Swapped): boolean {
    const before = this.lanes.size
    for (const one of refused) {
      const head = heads.find(known => laneOf(known) === laneOf(one))
      const { device, lane } = one
      if (head) this.lanes.set(laneOf(one), { device, lane, next: head.head + 1 })
    }
    const skippedCount = this.lanes.size
    if (!isProgress) return isMore && skippedCount > before
    this.lanes.clear()
    return isMore || skippedCount > 0
  }
}

/** Blocks of each lane by their number. */
export function inOrder(blocks: readonly Uint8Array[]): Uint8Array[] {
  const lanes = new Map<string, { bytes: Uint8Array; seq: number }[]>()
  for (const bytes of blocks) {
    const block = readBlock(bytes)
    const lane = block ? laneOf(block) : ''
    lanes.set(lane, [...(lanes.get(lane) ?? []), { bytes, seq: block?.seq ?? 0 }])
  }
  return [...lanes.values()].flatMap(lane =>
    lane.toSorted((a, b) => a.seq - b.seq).map(({ bytes }) => bytes),
  )
}
