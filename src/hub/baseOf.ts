import type { KeptStream } from './mailboxStore'
import type { ReadBlock } from '@/core/sharing/block'

/**
 * What a base does to its lane, once its block is kept: where an open base begins, and from where on
 * blocks are kept. Earlier ones go only when the base ended: until then nothing replaces them.
 */
export function baseAfter(
  stream: Pick<KeptStream, 'first' | 'openBase'> | undefined,
  block: Pick<ReadBlock, 'seq' | 'base'>,
): Pick<KeptStream, 'first' | 'openBase'> {
  const first = stream?.first ?? block.seq
  const begins = block.base.begins ? block.seq : (stream?.openBase ?? null)
  if (begins === null || !block.base.ends) return { first, openBase: begins }
  return { first: begins, openBase: null }
}

/** Whether a block is of a base: one that begins, or one that is open. */
export const isOfBase = (stream: KeptStream | undefined, block: ReadBlock): boolean =>
  block.base.begins || (stream !== undefined && stream.openBase !== null)
