import { readBlock, type ReadBlock } from '@/core/sharing/block'
import type { Carried, Carrier, PutResult, Swap, Swapped } from '@/core/sharing/carrier'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { placeBlock } from '@/core/sharing/placeBlock'

interface Stream {
  device: string
  lane: ReadBlock['lane']
  blocks: ReadBlock[]
}

/** A hub that keeps blocks in memory, and may forget. */
export class Hub {
  private streams = new Map<string, Stream>()
  /** Blocks that it said it keeps. */
  private readonly acknowledged: ReadBlock[] = []

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

  blocks(): ReadBlock[] {
    return [...this.streams.values()].flatMap(({ blocks }) => blocks)
  }

  /** Blocks that it said it keeps, and does not hold, though no base replaced them. */
  lost(): ReadBlock[] {
    return this.acknowledged.filter(({ device, lane, seq, hash }) => {
      const blocks = this.streams.get(`${device}/${lane}`)?.blocks ?? []
      return seq >= (blocks[0]?.seq ?? 0) && !blocks.some(one => one.hash === hash)
    })
  }

  swap({ have, blocks }: Swap): Swapped {
    const results = blocks.map(bytes => this.put(bytes))
    const wanted: Uint8Array[] = []
    for (const { device, lane, blocks: kept } of this.streams.values()) {
      // As any carrier: of a lane that is not asked for, the head alone.
      const next = have.find(one => one.device === device && one.lane === lane)?.next ?? Infinity
      wanted.push(...kept.filter(({ seq }) => seq >= next).map(({ bytes }) => bytes))
    }
    const heads = [...this.streams.values()].map(({ device, lane, blocks: kept }) => ({
      device,
      lane,
      first: kept[0]?.seq ?? 0,
      head: kept.at(-1)?.seq ?? 0,
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
    const kept = stream.blocks.find(({ seq }) => seq === block.seq)
    const result = placeBlock(block, head, kept?.hash)
    if (result !== 'new') return result
    stream.blocks.push(block)
    if (block.base.ends) {
      const begins = stream.blocks.findLastIndex(({ base }) => base.begins)
      stream.blocks.splice(0, begins)
    }
    this.streams.set(id, stream)
    this.acknowledged.push(block)
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

const OPENED: Carried<true> = { ok: true, value: true }

/** A server of mailboxes, each of which may forget. */
export class HubServer {
  readonly hubs = new Map<string, Hub>()

  hub(mailbox: string): Hub {
    const found = this.hubs.get(mailbox) ?? new Hub()
    this.hubs.set(mailbox, found)
    return found
  }

  /** By a line on which requests and answers get lost, doubled, or out of order. */
  line(chance: () => number): MailboxServer {
    return {
      carrier: mailbox => lineTo(this.hub(mailbox), chance),
      open: () => Promise.resolve(chance() % 12 === 0 ? LOST : OPENED),
      keepBeside: () => Promise.resolve(chance() % 12 === 0 ? LOST : OPENED),
    }
  }

  goodLine(): MailboxServer {
    return {
      carrier: mailbox => goodLineTo(this.hub(mailbox)),
      open: () => Promise.resolve(OPENED),
      keepBeside: () => Promise.resolve(OPENED),
    }
  }

  image(): ReadonlyMap<string, ReturnType<Hub['image']>> {
    return new Map([...this.hubs].map(([mailbox, hub]) => [mailbox, hub.image()]))
  }

  putBack(image: ReadonlyMap<string, ReturnType<Hub['image']>>): void {
    for (const [mailbox, hub] of this.hubs) {
      const kept = image.get(mailbox)
      if (kept) hub.putBack(kept)
      else hub.wipe()
    }
  }

  wipe(): void {
    for (const hub of this.hubs.values()) hub.wipe()
  }
}
