import { LANES, readBlock, type ReadBlock } from '@/core/sharing/block'
import type { StreamHead, Wanted } from '@/core/sharing/carrier'
import { MOST_BLOCKS, MOST_SWAP_BYTES } from '@/core/sharing/wire'
import type { Sharing } from '@/till/sharing/sayOwn'

/** Which blocks a carrier may be given. Of a lane, none behind one that it may not. */
export type Gives = (block: ReadBlock) => boolean
export const everything: Gives = () => true

/** What this device reads next of each lane, its own included: a carrier that knows more tells so. */
export async function wantedOf({ store, keys }: Sharing): Promise<Wanted[]> {
  const own = (await store.ownLanes()).map(({ lane, next }) => ({
    device: keys.device,
    lane,
    next,
  }))
  const others = (await store.knownStreams()).map(({ device, lane, next }) => ({
    device,
    lane,
    next,
  }))
  return [...own, ...others]
}

/** Blocks held here that a carrier lacks, this device's own first, up to what one swap takes. */
export async function lackingOf(
  sharing: Sharing,
  heads: readonly StreamHead[],
  gives: Gives,
): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = []
  let roomBytes = MOST_SWAP_BYTES
  const wanted = await wantedOf(sharing)
  for (const { device, lane, next } of wanted) {
    const known = heads.find(one => one.device === device && one.lane === lane)
    const from = known ? known.head + 1 : 0
    if (from >= next || roomBytes <= 0) continue
    const mayDrop = lane !== LANES.journal || !known || holdsSegments(device, wanted, heads)
    for (const bytes of await sharing.store.blocksFrom({ device, lane, next: from }, roomBytes)) {
      if (blocks.length === MOST_BLOCKS) return blocks
      const block = readBlock(bytes)
      if (!block || !gives(block) || (block.base.begins && !mayDrop)) break
      blocks.push(bytes)
      roomBytes -= bytes.length
    }
  }
  return blocks
}

/**
 * Whether a carrier said that it holds the segments of a device that are held here. A base of the
 * journal's lane makes a carrier drop what they replace: where there is anything to drop, it is given
 * no such base before, or for a moment it would hold neither.
 */
function holdsSegments(
  device: string,
  wanted: readonly Wanted[],
  heads: readonly StreamHead[],
): boolean {
  const isSegments = (one: Pick<Wanted, 'device' | 'lane'>) =>
    one.device === device && one.lane === LANES.segments
  const held = wanted.find(isSegments)?.next ?? 0
  return (heads.find(isSegments)?.head ?? -1) >= held - 1
}
