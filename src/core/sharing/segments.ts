import type { SegmentRecord } from './blockContent'

/**
 * Blocks of a journal that are packed together once there are more, and entries in one segment: alone
 * a sale takes four times the room. About a day of a busy till.
 */
export const SEGMENT_BLOCKS = 256

/**
 * The number of the block in which each entry of a segment was said before, in the order of the
 * entries. Undefined where the segment does not hold as many entries as it says.
 */
export function saidBefore(
  { first, counts }: SegmentRecord,
  entryCount: number,
): readonly number[] | undefined {
  if (counts.reduce((sum, count) => sum + count, 0) !== entryCount) return undefined
  return counts.flatMap((count, at) => Array<number>(count).fill(first + at))
}

/** Number of the first block of the journal's lane that a segment and those before do not replace. */
export const replacedUpTo = ({ first, counts }: SegmentRecord): number => first + counts.length
