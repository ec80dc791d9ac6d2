import { readBlock } from '@/core/sharing/block'
import type { Carried, Carrier, PutResult, StreamHead, Swap, Swapped } from '@/core/sharing/carrier'
import { MOST_BLOCKS, MOST_SWAP_BYTES } from '@/core/sharing/wire'
import { sayOwn, type Sharing } from './sayOwn'
import { takeBlock, type TakenBlock } from './takeBlock'

const RESULTS: Record<TakenBlock, PutResult> = {
  taken: 'new',
  known: 'same',
  gap: 'gap',
  unopened: 'gap',
  stranger: 'gap',
  removed: 'gap',
  forked: 'other',
  copied: 'other',
  forged: 'forged',
  unreadable: 'forged',
}

/**
 * This device as a carrier for another one that is beside it: what that one gives is taken here as
 * from any carrier, and it gets what it lacks, of this device and of all others it was told of.
 */
export const deviceCarrier = (sharing: Sharing): Carrier => ({
  swap: swap => swapHere(sharing, swap),
})

async function swapHere(sharing: Sharing, swap: Swap): Promise<Carried<Swapped>> {
  const results: PutResult[] = []
  for (const bytes of swap.blocks) {
    results.push(RESULTS[(await takeBlock(sharing, bytes)).outcome])
  }
  await sayOwn(sharing)
  const heads = await headsOf(sharing)
  const blocks: Uint8Array[] = []
  let [roomBytes, isMore] = [MOST_SWAP_BYTES, false]
  for (const { device, lane, head } of heads) {
    const next = swap.have.find(one => one.device === device && one.lane === lane)?.next
    if (next === undefined || next > head) continue
    const found = await sharing.store.blocksFrom({ device, lane, next }, roomBytes)
    const fitting = found.slice(0, MOST_BLOCKS - blocks.length)
    blocks.push(...fitting)
    roomBytes -= fitting.reduce((sum, bytes) => sum + bytes.length, 0)
    const last = fitting.at(-1)
    isMore ||= !last || (readBlock(last)?.seq ?? 0) < head
  }
  return { ok: true, value: { results, heads, blocks, isMore } }
}

async function headsOf({ store, keys }: Sharing): Promise<StreamHead[]> {
  const own = (await store.ownLanes()).map(one => ({ ...one, device: keys.device }))
  return [...own, ...(await store.knownStreams())]
    .filter(({ next }) => next > 0)
    .map(({ device, lane, next, hash }) => ({ device, lane, first: 0, head: next - 1, hash }))
}
