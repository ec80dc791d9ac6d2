import { checkBlocks } from './checkBlocks'
import { chooseBlocks } from './chooseBlocks'
import { laneKey, type KeptStream, type MailboxState, type MailboxStore } from './mailboxStore'
import { Waiting } from './waiting'
import type { Claim, Claimed, PutResult, StreamHead, Swap, Swapped } from '@/core/sharing/carrier'
import { LONGEST_WAIT_SECONDS, MOST_BLOCKS, MOST_SWAP_BYTES } from '@/core/sharing/wire'

/** Requests of one mailbox that may wait at once: a shop's devices. Others are answered at once. */
const MOST_WAITING_IN_ONE = 64
const MOST_WAITING = 30_000

const BOUNDS = { blocks: MOST_BLOCKS, bytes: MOST_SWAP_BYTES }
const NOTHING: MailboxState = { version: 0, streams: [] }

/** What happened since the start, in numbers that name nobody. */
export interface Counters {
  swaps: number
  claims: number
  faults: number
  puts: Record<PutResult, number>
}

export interface Mailboxes {
  swap(mailbox: string, swap: Swap, signal?: AbortSignal): Promise<Swapped>
  /** Undefined: the mailbox has no room for a claim. */
  claim(mailbox: string, claim: Claim): Promise<Claimed | undefined>
  counters: Readonly<Counters>
  /** Requests that wait for something new. */
  waiting(): number
  /** Answers whoever waits, then closes the store. */
  close(): Promise<void>
}

/** What devices ask of a mailbox, over a store. */
export function mailboxesOver(store: MailboxStore, onFault: (error: unknown) => void): Mailboxes {
  const counters: Counters = {
    swaps: 0,
    claims: 0,
    faults: 0,
    puts: { new: 0, same: 0, gap: 0, other: 0, forged: 0, full: 0 },
  }
  const waiting = new Waiting(store, error => {
    counters.faults += 1
    onFault(error)
  })

  async function put(mailbox: string, given: readonly Uint8Array[]) {
    const state = async () => (await store.look(mailbox)) ?? NOTHING
    const checked = await checkBlocks(given, async () => (await state()).streams.map(keyOf))
    const blocks = checked.flatMap(one => ('block' in one ? [one.block] : []))
    // A forged block makes no mailbox.
    if (blocks.length === 0) {
      return { state: await state(), results: checked.flatMap(one => refusalOf(one)) }
    }
    const { results, ...after } = await store.put(mailbox, blocks)
    if (results.includes('new')) waiting.changed(mailbox, after.version)
    const kept = [...results]
    const merged = checked.map(one => ('block' in one ? (kept.shift() ?? 'gap') : one.refused))
    return { state: after, results: merged }
  }

  /** Blocks that were wanted, as many as one answer takes. */
  async function read(mailbox: string, streams: readonly KeptStream[], swap: Swap) {
    const wanted = []
    for (const { stream, next } of wantedOf(streams, swap)) {
      const blocks = await store.list(mailbox, stream, next, MOST_BLOCKS)
      const isCut = blocks.length === MOST_BLOCKS && blocks.at(-1)?.seq !== stream.head
      wanted.push({ lane: stream, blocks, isCut })
    }
    const { runs, isMore } = chooseBlocks(wanted, BOUNDS)
    const taken = []
    for (const { lane, from, to } of runs)
      taken.push(...(await store.take(mailbox, lane, from, to)))
    return { blocks: taken, isMore }
  }

  return {
    counters,
    waiting: () => waiting.count,
    async swap(mailbox, swap, signal) {
      counters.swaps += 1
      const isPut = swap.blocks.length > 0
      const done = isPut ? await put(mailbox, swap.blocks) : undefined
      for (const result of done?.results ?? []) counters.puts[result] += 1
      let state = done?.state ?? (await store.look(mailbox)) ?? NOTHING
      const waitMs = Math.min(swap.waitSeconds, LONGEST_WAIT_SECONDS) * 1_000
      const end = performance.now() + (isPut ? 0 : waitMs)
      while (!isNews(state.streams, swap) && !signal?.aborted) {
        const left = end - performance.now()
        if (left <= 0) break
        const isCrowded = waiting.count >= MOST_WAITING
        if (isCrowded || waiting.countOf(mailbox) >= MOST_WAITING_IN_ONE) break
        await waiting.until(mailbox, state.version, left, signal)
        state = (await store.look(mailbox)) ?? NOTHING
      }
      const found = await read(mailbox, state.streams, swap)
      return { results: done?.results ?? [], heads: state.streams.map(headOf), ...found }
    },
    claim(mailbox, claim) {
      counters.claims += 1
      return store.claim(mailbox, claim)
    },
    async close() {
      waiting.close()
      await store.close()
    },
  }
}

/** Whether there is a block that is wanted, or a lane that the device does not speak of. */
function isNews(streams: readonly KeptStream[], swap: Swap): boolean {
  const known = new Set(swap.have.map(laneKey))
  return wantedOf(streams, swap).length > 0 || streams.some(stream => !known.has(laneKey(stream)))
}

/** Lanes that have what is wanted of them. */
function wantedOf(streams: readonly KeptStream[], { have }: Swap) {
  const next = new Map(have.map(one => [laneKey(one), one.next]))
  return streams.flatMap(stream => {
    const from = next.get(laneKey(stream))
    return from !== undefined && from <= stream.head ? [{ stream, next: from }] : []
  })
}

const keyOf = ({ publicKey }: KeptStream) => publicKey
const refusalOf = (one: object): PutResult[] => ('refused' in one ? [one.refused as PutResult] : [])

const headOf = ({ device, lane, first, head, hash }: KeptStream): StreamHead => ({
  device,
  lane,
  first,
  head,
  hash,
})
