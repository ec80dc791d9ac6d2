import { readBlock, type ReadBlock } from '@/core/sharing/block'
import type { Carrier, PutResult, Swap, Swapped } from '@/core/sharing/carrier'
import { placeBlock } from '@/core/sharing/placeBlock'

interface Stream {
  device: string
  lane: ReadBlock['lane']
  blocks: ReadBlock[]
}

/** A hub that keeps blocks in memory, and may forget. */
export class Hub {
  private streams = new Map<string, Stream>()
  /** Hashes of blocks that it said it keeps. */
  readonly acknowledged = new Set<string>()

  wipe(): void {
    this.streams = new Map()
  }

  image(): ReadonlyMap<string, Stream> {
    return new Map([...this.streams].map(([id, one]) => [id, { ...one, blocks: [...one.blocks] }]))
  }

  putBack(image: ReadonlyMap<string, Stream>): void {
    this.streams = new Map(
      [...image].map(([id, one]) => [id, { ...one, blocks: [...one.blocks] }] as const),
    )
  }

  holds(hash: string): boolean {
    return [...this.streams.values()].some(({ blocks }) => blocks.some(one => one.hash === hash))
  }

  swap({ have, blocks }: Swap): Swapped {
    const results = blocks.map(bytes => this.put(bytes))
    const wanted: Uint8Array[] = []
    for (const { device, lane, blocks: kept } of this.streams.values()) {
      const next = have.find(one => one.device === device && one.lane === lane)?.next ?? 0
      wanted.push(...kept.slice(next).map(({ bytes }) => bytes))
    }
    const heads = [...this.streams.values()].map(({ device, lane, blocks: kept }) => ({
      device,
      lane,
      first: 0,
      head: kept.length - 1,
      hash: kept.at(-1)?.hash ?? '',
    }))
    return {
      results,
      heads,
      blocks: wanted.slice(0, MOST_AT_ONCE),
      isMore: wanted.length > MOST_AT_ONCE,
    }
  }

  private put(bytes: Uint8Array): PutResult {
    const block = readBlock(bytes)
    if (!block) return 'forged'
    const id = `${block.device}/${block.lane}`
    const stream = this.streams.get(id) ?? { device: block.device, lane: block.lane, blocks: [] }
    const last = stream.blocks.at(-1)
    const head = last && { head: last.seq, hash: last.hash }
    const result = placeBlock(block, head, stream.blocks[block.seq]?.hash)
    if (result !== 'new') return result
    stream.blocks.push(block)
    this.streams.set(id, stream)
    this.acknowledged.add(block.hash)
    return 'new'
  }
}
/** Few, so that answers come in parts. */
const MOST_AT_ONCE = 7

const LOST = { ok: false, fault: { cause: 'unreachable', detail: 'the line was cut' } } as const

/** The way to a hub, on which requests and answers get lost, doubled, or out of order. */
export const lineTo = (hub: Hub, chance: () => number): Carrier => ({
  async swap(swap) {
    const lot = chance() % 12
    if (lot === 0) return Promise.resolve(LOST)
    if (lot === 1) hub.swap(swap)
    const value = hub.swap(swap)
    if (lot === 2) return Promise.resolve(LOST)
    const blocks = lot === 3 ? [...value.blocks].reverse() : [...value.blocks]
    if (lot === 4) blocks.push(...value.blocks)
    return Promise.resolve({ ok: true, value: { ...value, blocks } })
  },
})

/** A line on which nothing gets lost. */
export const goodLineTo = (hub: Hub): Carrier => ({
  swap: swap => Promise.resolve({ ok: true, value: hub.swap(swap) }),
})
