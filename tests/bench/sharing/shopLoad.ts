import { Agent, request } from 'node:http'
import { aWriter, type Writer } from '../../sharing/writer'
import { LANES } from '@/core/sharing/block'
import type { Swap, Wanted } from '@/core/sharing/carrier'
import { swapBody } from '@/core/sharing/wire'

/** Devices of a simulated shop; all sell. */
export const DEVICES = 3
/** What a sale takes besides its block's own head: measured of a real one. */
const SALE_BYTES = 880
const HELD_SECONDS = 25
/** Changes that come together are said together, as by a till. */
const GATHER_MS = 200
/** What a till waits after a failure, and after it was told only what it wrote itself. */
const AFTER_FAILURE_MS = 5_000
const POLL_MS = 3_000

/** A shop as its devices know its mailbox: how many blocks each has written. */
export interface SimulatedShop {
  mailbox: string
  writers: readonly Writer[]
  heads: number[]
  /** When its last sale began, by the process's own clock. */
  soldMs: number
}

/** What a hub answered to one request. */
export interface Answered {
  status: number
  results: readonly string[]
  /** Number of the newest block of each device. */
  heads: ReadonlyMap<string, number>
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 256 })

/** A request as a till makes it, without the till: thousands of them fit in one process. */
export function ask(address: string, mailbox: string, swap: Swap): Promise<Answered> {
  const body = JSON.stringify(swapBody(mailbox, swap))
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    }
    const asked = request(`${address}/echange`, { method: 'POST', agent, headers }, answer => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const status = answer.statusCode ?? 0
        if (status !== 200) return resolve({ status, results: [], heads: new Map() })
        const { results, heads } = JSON.parse(Buffer.concat(parts).toString()) as {
          results: string[]
          heads: [string, number, number, number, string][]
        }
        const newest = new Map(heads.map(([device, , , head]) => [device, head]))
        resolve({ status, results, heads: newest })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Closes the connections that nobody uses any more. */
export const hangUp = (): void => agent.destroy()

export async function aShop(place: number): Promise<SimulatedShop> {
  const writers = []
  for (let count = 0; count < DEVICES; count += 1) writers.push(await aWriter(LANES.journal))
  return {
    mailbox: place.toString(16).padStart(32, '0'),
    writers,
    heads: writers.map(() => 0),
    soldMs: 0,
  }
}

/** What a device has of each lane of its shop. */
const haveOf = ({ writers, heads }: SimulatedShop): Wanted[] =>
  writers.map(({ keys }, at) => ({
    device: keys.device,
    lane: LANES.journal,
    next: heads[at] ?? 0,
  }))

/** Puts a block of each device at once, with which the mailbox begins. */
export async function open(address: string, shop: SimulatedShop): Promise<Answered> {
  const blocks = []
  for (const writer of shop.writers) blocks.push((await writer.write({ size: SALE_BYTES })).bytes)
  shop.heads = shop.writers.map(() => 1)
  return ask(address, shop.mailbox, { have: haveOf(shop), blocks, waitSeconds: 0 })
}

/** One device's sale as its block alone, as the paper's sizing counts it. */
export async function put(address: string, shop: SimulatedShop, at: number): Promise<Answered> {
  const writer = shop.writers[at]
  if (!writer) throw new Error('a device')
  const { bytes } = await writer.write({ size: SALE_BYTES })
  const answered = await ask(address, shop.mailbox, {
    have: [],
    blocks: [bytes],
    waitSeconds: 0,
  })
  shop.heads[at] = (shop.heads[at] ?? 0) + 1
  return answered
}

/** One device's sale as a till says it: it asks what is new, then gives its block. */
export async function sell(address: string, shop: SimulatedShop, at: number): Promise<Answered> {
  shop.soldMs = performance.now()
  const before = await ask(address, shop.mailbox, {
    have: haveOf(shop),
    blocks: [],
    waitSeconds: 0,
  })
  return before.status === 200 ? put(address, shop, at) : before
}

/** What listening devices came to. */
export interface Listened {
  /** Requests that are held now. */
  heldCount: number
  requests: number
  failures: Map<string, number>
  /** How long until another device had fetched a sale, from when that began to be said. */
  fetchedMs: number[]
}

/**
 * A device that listens, as a till does: its request is held until there is something new; it then
 * fetches what another device wrote, and listens again. Ends once `isOver`.
 */
export async function listen(
  address: string,
  shop: SimulatedShop,
  own: number,
  listened: Listened,
  isOver: () => boolean,
): Promise<void> {
  const asked = async (have: readonly Wanted[], waitSeconds: number) => {
    listened.requests += 1
    try {
      const answer = await ask(address, shop.mailbox, { have, blocks: [], waitSeconds })
      if (answer.status === 200) return answer
      note(listened.failures, String(answer.status))
    } catch (error) {
      // In the end connections are cut.
      if (!isOver()) note(listened.failures, codeOf(error))
    }
    return undefined
  }
  const known = new Map(haveOf(shop).map(one => [one.device, one]))
  const ownDevice = shop.writers[own]?.keys.device ?? ''
  while (!isOver()) {
    const ownNext = () => ({ device: ownDevice, lane: LANES.journal, next: shop.heads[own] ?? 0 })
    const have = [...known.set(ownDevice, ownNext()).values()]
    listened.heldCount += 1
    const news = await asked(have, HELD_SECONDS)
    listened.heldCount -= 1
    if (isOver()) return
    if (!news) {
      await rest(AFTER_FAILURE_MS)
      continue
    }
    const isNew = ({ device, next }: Wanted) => next <= (news.heads.get(device) ?? -1)
    if (have.some(one => one.device !== ownDevice && isNew(one))) {
      await rest(GATHER_MS)
      const found = await asked(have, 0)
      if (!found) continue
      listened.fetchedMs.push(performance.now() - shop.soldMs)
      for (const [device, head] of found.heads) {
        known.set(device, { device, lane: LANES.journal, next: head + 1 })
      }
    } else if (have.some(isNew)) await rest(POLL_MS)
  }
}

/** Counts one more of a kind. */
export const note = (counts: Map<string, number>, kind: string): void =>
  void counts.set(kind, (counts.get(kind) ?? 0) + 1)

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

export const rest = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
