import * as v from 'valibot'
import { LANES, MOST_BLOCK_BYTES } from './block'
import type { Claim, Claimed, Swap, Swapped } from './carrier'
import { base64FromBytes, bytesFromBase64 } from '@/core/base64'

/** Most blocks, and most bytes of blocks, in one request or one answer. */
export const MOST_BLOCKS = 500
export const MOST_SWAP_BYTES = 4 * 1024 * 1024
/** Lanes of a shop's devices, with room for those that were removed. */
export const MOST_STREAMS = 400
/** Proxies on the way close a request that is silent for half a minute. */
export const LONGEST_WAIT_SECONDS = 25
const MOST_CLAIM_BYTES = 1_024
/** The longest body of a request or an answer: all blocks in base64, with lanes and their hashes. */
export const MOST_BODY_BYTES = Math.ceil(MOST_SWAP_BYTES / 3) * 4 + 128 * 1024
/** A code that a person types, or a key of a webservice. */
export const MOST_CODE_LENGTH = 100
const MOST_NUMBER = 2 ** 32 - 1

/** A mailbox is known by 32 hexadecimal digits: whoever has them may read and write in it. */
const mailboxId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const device = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_NUMBER))
const lane = v.picklist(Object.values(LANES))
const base64 = (mostBytes: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil(mostBytes / 3) * 4),
    v.regex(/^[A-Za-z0-9+/]*={0,2}$/),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const bytes = bytesFromBase64(dataset.value)
      if (bytes) return bytes
      addIssue({ message: 'base64 was expected' })
      return NEVER
    }),
  )
const blocks = v.pipe(v.array(base64(MOST_BLOCK_BYTES)), v.maxLength(MOST_BLOCKS))

const swapShape = v.object({
  version: v.literal(1),
  mailbox: mailboxId,
  have: v.pipe(
    v.array(
      v.pipe(
        v.tuple([device, lane, number]),
        v.transform(([of, inLane, next]) => ({ device: of, lane: inLane, next })),
      ),
    ),
    v.maxLength(MOST_STREAMS),
  ),
  blocks,
  wait: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_WAIT_SECONDS)),
})

const swappedShape = v.object({
  version: v.literal(1),
  results: v.pipe(
    v.array(v.picklist(['new', 'same', 'gap', 'other', 'forged', 'full'])),
    v.maxLength(MOST_BLOCKS),
  ),
  heads: v.pipe(
    v.array(
      v.pipe(
        v.tuple([device, lane, number, number, hash]),
        v.transform(([of, inLane, first, head, headHash]) => ({
          device: of,
          lane: inLane,
          first,
          head,
          hash: headHash,
        })),
      ),
    ),
    v.maxLength(MOST_STREAMS),
  ),
  blocks,
  isMore: v.boolean(),
})

const claimFields = {
  claim: hash,
  turn: v.pipe(number, v.minValue(1)),
  sealed: base64(MOST_CLAIM_BYTES),
}
const claimShape = v.object({ version: v.literal(1), mailbox: mailboxId, ...claimFields })
const claimedShape = v.object({
  version: v.literal(1),
  isTaken: v.boolean(),
  holder: v.object(claimFields),
})

const openShape = v.union([
  v.object({
    version: v.literal(1),
    mailbox: mailboxId,
    code: v.pipe(v.string(), v.maxLength(MOST_CODE_LENGTH)),
  }),
  v.object({ version: v.literal(1), mailbox: mailboxId, from: mailboxId }),
  v.object({ version: v.literal(1), mailbox: mailboxId, meets: mailboxId }),
  v.object({ version: v.literal(1), mailbox: mailboxId, beside: mailboxId }),
])

/**
 * Why a hub would make a mailbox: its owner gave the code, a mailbox it has moves there, its devices
 * meet a new one there, or keep another one beside it.
 */
export type Opening = { code: string } | { from: string } | { meets: string } | { beside: string }

/** The body of a request to make a mailbox, where a hub does not make any that is asked for. */
export const openBody = (mailbox: string, opening: Opening): object => ({
  version: 1,
  mailbox,
  ...opening,
})

/** A request to make a mailbox, from its JSON; undefined for anything else. */
export function parseOpen(body: unknown): { mailbox: string; opening: Opening } | undefined {
  const found = v.safeParse(openShape, body)
  if (!found.success) return undefined
  const { version: _version, mailbox, ...opening } = found.output
  return { mailbox, opening }
}

/** The body of a request to swap, as JSON. The mailbox is in the body: addresses are logged. */
export function swapBody(mailbox: string, swap: Swap): object {
  return {
    version: 1,
    mailbox,
    have: swap.have.map(({ device: of, lane: inLane, next }) => [of, inLane, next]),
    blocks: swap.blocks.map(base64FromBytes),
    wait: swap.waitSeconds,
  }
}

/** The body of an answer to a swap, as JSON. */
export function swappedBody({ results, heads, blocks: given, isMore }: Swapped): object {
  return {
    version: 1,
    results,
    heads: heads.map(one => [one.device, one.lane, one.first, one.head, one.hash]),
    blocks: given.map(base64FromBytes),
    isMore,
  }
}

/** The body of a request to claim, as JSON. */
export const claimBody = (mailbox: string, claim: Claim): object => ({
  version: 1,
  mailbox,
  ...claim,
  sealed: base64FromBytes(claim.sealed),
})

/** The body of an answer to a claim, as JSON. */
export const claimedBody = ({ isTaken, holder }: Claimed): object => ({
  version: 1,
  isTaken,
  holder: { ...holder, sealed: base64FromBytes(holder.sealed) },
})

/** A request to swap, from its JSON; undefined for anything else. */
export function parseSwap(body: unknown): { mailbox: string; swap: Swap } | undefined {
  const found = v.safeParse(swapShape, body)
  if (!found.success) return undefined
  const { mailbox, have, blocks: given, wait } = found.output
  return { mailbox, swap: { have, blocks: given, waitSeconds: wait } }
}

/** An answer to a swap, from its JSON; undefined for anything else. */
export function parseSwapped(body: unknown): Swapped | undefined {
  const found = v.safeParse(swappedShape, body)
  return found.success ? found.output : undefined
}

/** A request to claim, from its JSON; undefined for anything else. */
export function parseClaim(body: unknown): { mailbox: string; claim: Claim } | undefined {
  const found = v.safeParse(claimShape, body)
  if (!found.success) return undefined
  const { mailbox, claim, turn, sealed } = found.output
  return { mailbox, claim: { claim, turn, sealed } }
}

/** An answer to a claim, from its JSON; undefined for anything else. */
export function parseClaimed(body: unknown): Claimed | undefined {
  const found = v.safeParse(claimedShape, body)
  return found.success ? found.output : undefined
}
