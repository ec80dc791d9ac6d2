import { LANES, type ReadBlock } from './block'

/** Where the blocks of a lane begin, and its base that is not whole. */
export interface LaneBase {
  /** Number of the oldest block kept. */
  first: number
  /** Where a base begins that did not end yet. */
  openBase: number | null
}

/** Where a base is open once a block is kept, and where the one began that the block ends. */
export function followBase(
  openBase: number | null,
  { seq, base }: Pick<ReadBlock, 'seq' | 'base'>,
): { openBase: number | null; endedBase: number | null } {
  const begun = base.begins ? seq : openBase
  return base.ends ? { openBase: null, endedBase: begun } : { openBase: begun, endedBase: null }
}

/**
 * What a base does to its lane, once its block is kept: where an open base begins, and from where on
 * blocks are kept. Earlier ones go only when the base ended: until then nothing replaces them.
 */
export function baseAfter(
  stream: LaneBase | undefined,
  block: Pick<ReadBlock, 'seq' | 'base'>,
): LaneBase {
  const { openBase, endedBase } = followBase(stream?.openBase ?? null, block)
  return { first: endedBase ?? stream?.first ?? block.seq, openBase }
}

/**
 * Whether a block makes room: it is of a base, one that begins or one that is open, or a segment, which
 * lets blocks of a journal go.
 */
export const makesRoom = (stream: LaneBase | undefined, block: ReadBlock): boolean =>
  block.lane === LANES.segments ||
  block.base.begins ||
  (stream !== undefined && stream.openBase !== null)
