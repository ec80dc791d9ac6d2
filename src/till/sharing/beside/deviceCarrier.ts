import { readBlock } from '@/core/sharing/block'
import type { Carried, Carrier, PutResult, StreamHead, Swap, Swapped } from '@/core/sharing/carrier'
import { MOST_BLOCKS, MOST_SWAP_BYTES } from '@/core/sharing/wire'
import type { Gives } from '@/till/sharing/log/lackingOf'
import { sayOwn, type Sharing } from '@/till/sharing/sayOwn'
import { takeBlock, type TakenBlock } from '@/till/sharing/takeBlock'

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
 * from any carrier, and it gets what it lacks, of this device and of all others it was told of. With
 * `gives`, it hears of each lane as far as it has it or may be given it, and no further.
 */
export const deviceCarrier = (sharing: Sharing, gives?: Gives): Carrier => ({
  swap: swap => swapHere(sharing, swap, gives),
})

async function swapHere(
  sharing: Sharing,
  swap: Swap,
  gives: Gives | undefined,
): Promise<Carried<Swapped>> {
  const results: PutResult[] = []
  for (const bytes of swap.blocks) {
    results.push(RESULTS[(await takeBlock(sharing, bytes)).outcome])
  }
  await sayOwn(sharing)
  const heads: StreamHead[] = []
  const blocks: Uint8Array[] = []
  let [roomBytes, isMore] = [MOST_SWAP_BYTES, false]
  for (const head of await headsOf(sharing)) {
    const { device, lane } = head
    const next = swap.have.find(one => one.device === device && one.lane === lane)?.next
    const isWanted = next !== undefined && next <= head.head
    const found = isWanted ? await sharing.store.blocksFrom({ device, lane, next }, roomBytes) : []
    const allowed = allowedOf(found, gives)
    const fitting = allowed.slice(0, MOST_BLOCKS - blocks.length)
    blocks.push(...fitting)
    roomBytes -= fitting.reduce((sum, bytes) => sum + bytes.length, 0)
    const told = gives ? await toldHead(sharing, { head, next, fitting, gives }) : head
    if (told) heads.push(told)
    // Behind what may not be given there is nothing to ask for.
    if (!isWanted || allowed.length < found.length) continue
    const last = fitting.at(-1)
    isMore ||= !last || (readBlock(last)?.seq ?? 0) < head.head
  }
  return { ok: true, value: { results, heads, blocks, isMore } }
}

/** The first blocks of a lane, up to one that may not be given. */
function allowedOf(found: readonly Uint8Array[], gives: Gives | undefined): readonly Uint8Array[] {
  if (!gives) return found
  const end = found.findIndex(bytes => {
    const block = readBlock(bytes)
    return !block || !gives(block)
  })
  return end === -1 ? found : found.slice(0, end)
}

/** A lane's head, as far as the other device has the lane or is given it; undefined where nothing is. */
async function toldHead(
  { store }: Sharing,
  {
    head,
    next,
    fitting,
    gives,
  }: {
    head: StreamHead
    next: number | undefined
    fitting: readonly Uint8Array[]
    gives: Gives
  },
): Promise<StreamHead | undefined> {
  if (next !== undefined && head.head < next) return head
  const { device, lane } = head
  // A lane that it does not know yet: that there is something of it to ask for.
  const first = next === undefined ? await store.blocksFrom({ device, lane, next: 0 }, 1) : []
  const last = [...fitting, ...allowedOf(first, gives)].at(-1)
  const block = last && readBlock(last)
  if (block) return { ...head, head: block.seq, hash: block.hash }
  if (next === undefined || next === 0) return undefined
  const hash = await store.hashAt({ device, lane, next: next - 1 })
  return hash === undefined ? undefined : { ...head, head: next - 1, hash }
}

async function headsOf({ store, keys }: Sharing): Promise<StreamHead[]> {
  const own = (await store.ownLanes()).map(one => ({ ...one, device: keys.device }))
  return [...own, ...(await store.knownStreams())]
    .filter(({ next }) => next > 0)
    .map(({ device, lane, next, hash }) => ({ device, lane, first: 0, head: next - 1, hash }))
}
