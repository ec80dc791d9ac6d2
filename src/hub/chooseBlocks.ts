import type { KeptBlock, LaneOf } from './mailboxStore'
import { LANES, type Lane } from '@/core/sharing/block'

/** Blocks of one lane from one number to another. */
export interface Run {
  lane: LaneOf
  from: number
  to: number
}

export interface Chosen {
  runs: readonly Run[]
  /** Blocks are left that were wanted. */
  isMore: boolean
}

/** What an answer holds at most. */
export interface Bounds {
  blocks: number
  bytes: number
}

/** Sales, what is shared and keys come before catalogues and segments, which can wait. */
const isUrgent = (lane: Lane) => lane !== LANES.catalogue && lane !== LANES.segments

/**
 * Which blocks go into an answer: of each lane in order, urgent lanes first, and among those one
 * block a lane in turn, so that no device's long log keeps the others waiting. `isCut` says that a
 * lane has more than is listed.
 */
export function chooseBlocks(
  wanted: readonly { lane: LaneOf; blocks: readonly KeptBlock[]; isCut: boolean }[],
  bounds: Bounds,
): Chosen {
  const left = { ...bounds }
  const counts = new Map(wanted.map(one => [one, 0]))
  for (const group of [true, false]) {
    const turning = new Set(wanted.filter(one => isUrgent(one.lane.lane) === group))
    while (turning.size > 0) {
      for (const one of turning) {
        const count = counts.get(one) ?? 0
        const next = one.blocks[count]
        if (!next || next.size > left.bytes || left.blocks === 0) {
          turning.delete(one)
          continue
        }
        counts.set(one, count + 1)
        left.bytes -= next.size
        left.blocks -= 1
      }
    }
  }
  const runs = wanted.flatMap(one => {
    const [first, last] = [one.blocks[0], one.blocks[(counts.get(one) ?? 0) - 1]]
    return first && last ? [{ lane: one.lane, from: first.seq, to: last.seq }] : []
  })
  const isMore = wanted.some(one => one.isCut || (counts.get(one) ?? 0) < one.blocks.length)
  return { runs, isMore }
}
