import type { ReadBlock } from './block'
import type { PutResult, StreamHead } from './carrier'

/**
 * Where a block goes behind what is kept of its lane: `undefined` where nothing is. `keptHash` is
 * the hash of the block that has its number, if that is kept still. A base goes anywhere behind the
 * head: it needs nothing of what is before it.
 */
export function placeBlock(
  block: Pick<ReadBlock, 'seq' | 'previous' | 'hash' | 'base'>,
  stream: Pick<StreamHead, 'head' | 'hash'> | undefined,
  keptHash: string | undefined,
): Extract<PutResult, 'new' | 'same' | 'gap' | 'other'> {
  if (!stream) return block.seq === 0 || block.base.begins ? 'new' : 'gap'
  if (block.seq <= stream.head) {
    return keptHash === undefined || keptHash === block.hash ? 'same' : 'other'
  }
  if (block.seq === stream.head + 1) return block.previous === stream.hash ? 'new' : 'other'
  return block.base.begins ? 'new' : 'gap'
}
