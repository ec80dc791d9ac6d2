import { MOST_BLOCK_BYTES } from '@/core/sharing/block'

/** The most that a file of blocks holds: a device without a network for months, with room. */
export const MOST_FILE_BYTES = 64 * 1024 * 1024

/** `CF1` and a line's end; then each block behind its length (32 bits, big-endian). */
const MARK = new TextEncoder().encode('CF1\n')
const LENGTH_BYTES = 4

/** Blocks one after another, as a file to share, to download or to carry on a key. */
export function blockFile(blocks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fileBytes(blocks))
  const view = new DataView(bytes.buffer)
  bytes.set(MARK)
  let at = MARK.length
  for (const block of blocks) {
    view.setUint32(at, block.length)
    bytes.set(block, at + LENGTH_BYTES)
    at += LENGTH_BYTES + block.length
  }
  return bytes
}

/** How long a file of these blocks is. */
export const fileBytes = (blocks: readonly Uint8Array[]): number =>
  blocks.reduce((sum, { length }) => sum + LENGTH_BYTES + length, MARK.length)

export interface FoundBlocks {
  blocks: readonly Uint8Array[]
  /** The file ends within a block, or what follows is none: the blocks before it are whole. */
  isCut: boolean
}

/**
 * The blocks of a file, whoever wrote it: whole, not checked. Undefined for a file that is none of
 * ours or is longer than any of ours.
 */
export function blocksInFile(bytes: Uint8Array): FoundBlocks | undefined {
  if (bytes.length > MOST_FILE_BYTES || bytes.length < MARK.length) return undefined
  if (MARK.some((byte, at) => bytes[at] !== byte)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const blocks: Uint8Array[] = []
  let at = MARK.length
  while (at < bytes.length) {
    if (at + LENGTH_BYTES > bytes.length) return { blocks, isCut: true }
    const length = view.getUint32(at)
    const end = at + LENGTH_BYTES + length
    if (length === 0 || length > MOST_BLOCK_BYTES || end > bytes.length) {
      return { blocks, isCut: true }
    }
    blocks.push(bytes.slice(at + LENGTH_BYTES, end))
    at = end
  }
  return { blocks, isCut: false }
}
