import type { ReadBlock } from './block'

/** Where the blocks of a lane begin, and its base that is not whole. */
export interface LaneBase {
  /** Number of the oldest block kept. */
  first: number
  /** Where a base begins that did not end yet. */
  openBase: number | null
}

/**
 * What a base does to its lane, once its block is kept: where an open base begins, and from where on
 * blocks are kept. Earlier ones go only when the base ended: until then nothing replaces them.
 */
export function baseAfter(
  stream: LaneBase | undefined,
  block: Pick<ReadBlock, 'seq' | 'base'>,
): LaneBase {
  const first = stream?.first ?? block.seq
  const begins = block.base.begins ? block.seq : (stream?.openBase ?? null)
  if (begins === null || !block.base.ends) return { first, openBase: begins }
  return { first: begins, openBase: null }
}

/** Whether a block is of a base: one that begins, or one that is open. */
export const isOfBase = (stream: LaneBase | undefined, block: ReadBlock): boolean =>
  block.base.begins || (stream !== undefined && stream.openBase !== null)
