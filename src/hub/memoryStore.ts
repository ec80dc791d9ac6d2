import {
  BASE_RESERVE,
  laneKey,
  MOST_HEIRS,
  MOST_MEETINGS,
  MOVED_DAYS,
  UNUSED_DAYS,
  dayBefore,
  USUAL_QUOTA,
  type KeptStream,
  type LaneOf,
  type MailboxState,
  type MailboxStore,
  type MailboxUse,
  type Quota,
} from './mailboxStore'
import { baseAfter, makesRoom } from '@/core/sharing/baseAfter'
import type { ReadBlock } from '@/core/sharing/block'
import type { Claim, Claimed, PutResult } from '@/core/sharing/carrier'
import { placeBlock } from '@/core/sharing/placeBlock'

interface Mailbox {
  version: number
  heirs: number
  meetings: number
  /** The day of the last meeting: `meetings` is of that day. */
  met: string
  use: MailboxUse
  seen: string
  lanes: Map<string, { stream: KeptStream; blocks: Map<number, ReadBlock> }>
  claims: Map<string, Claim>
}

/** Keeps mailboxes in memory, for tests and simulations: they are gone with the process. */
export function memoryStore(
  quota: Quota = USUAL_QUOTA,
  today: () => string = () => '2026-01-01',
): MailboxStore {
  const mailboxes = new Map<string, Mailbox>()
  const boxOf = (mailbox: string): Mailbox => {
    const found = mailboxes.get(mailbox) ?? {
      version: 0,
      heirs: 0,
      meetings: 0,
      met: '',
      use: 'moves',
      seen: today(),
      lanes: new Map(),
      claims: new Map(),
    }
    found.seen = today()
    mailboxes.set(mailbox, found)
    return found
  }
  const blocksFrom = (mailbox: string, lane: LaneOf, from: number): ReadBlock[] =>
    [...(mailboxes.get(mailbox)?.lanes.get(laneKey(lane))?.blocks.values() ?? [])]
      .filter(({ seq }) => seq >= from)
      .sort((one, other) => one.seq - other.seq)

  return {
    look: mailbox => {
      const found = mailboxes.get(mailbox)
      if (found) found.seen = today()
      return Promise.resolve(stateOf(found))
    },
    open: (mailbox, from, use = 'moves') => {
      if (mailboxes.has(mailbox)) return Promise.resolve(true)
      if (from !== undefined && !leads(mailboxes.get(from), use, today()))
        return Promise.resolve(false)
      boxOf(mailbox).use = use
      return Promise.resolve(true)
    },
    put: (mailbox, blocks) => {
      const box = boxOf(mailbox)
      const results = blocks.map(block => putOne(box, block, quota))
      if (results.includes('new')) box.version += 1
      return Promise.resolve({ version: box.version, streams: streamsOf(box), results })
    },
    list: (mailbox, lane, from, most) =>
      Promise.resolve(
        blocksFrom(mailbox, lane, from)
          .slice(0, most)
          .map(({ seq, bytes }) => ({ seq, size: bytes.length })),
      ),
    take: (mailbox, lane, from, to) =>
      Promise.resolve(
        blocksFrom(mailbox, lane, from)
          .filter(({ seq }) => seq <= to)
          .map(({ bytes }) => bytes),
      ),
    claim: (mailbox, claim) => Promise.resolve(claimIn(boxOf(mailbox), claim, quota.claims)),
    sweep: most => Promise.resolve(sweepIn(mailboxes, today(), most)),
    versions: asked =>
      Promise.resolve(
        new Map(
          asked.flatMap(mailbox => {
            const found = mailboxes.get(mailbox)
            return found ? [[mailbox, found.version] as const] : []
          }),
        ),
      ),
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}

/** Counts a mailbox that another one leads to; false where there is none, or one too many. */
function leads(from: Mailbox | undefined, use: MailboxUse, day: string): boolean {
  if (from?.use !== 'moves') return false
  if (use === 'moves') return from.heirs < MOST_HEIRS && (from.heirs += 1) > 0
  if (from.met !== day) from.meetings = 0
  from.met = day
  return from.meetings < MOST_MEETINGS && (from.meetings += 1) > 0
}

function sweepIn(mailboxes: Map<string, Mailbox>, day: string, most: number): number {
  const gone = [...mailboxes].filter(([, box]) => isNeedless(box, day)).slice(0, most)
  for (const [mailbox] of gone) mailboxes.delete(mailbox)
  return gone.length
}

function isNeedless({ seen, heirs, use }: Mailbox, day: string): boolean {
  const days = use === 'meets' ? 0 : heirs > 0 ? MOVED_DAYS : UNUSED_DAYS
  return seen < dayBefore(day, days)
}

function claimIn({ claims }: Mailbox, claim: Claim, most: number): Claimed | undefined {
  const kept = claims.get(claim.claim)
  if (kept && claim.turn <= kept.turn) return { isTaken: isSameClaim(kept, claim), holder: kept }
  if (!kept && claims.size >= most) return undefined
  claims.set(claim.claim, claim)
  return { isTaken: true, holder: claim }
}

function putOne(box: Mailbox, block: ReadBlock, quota: Quota): PutResult {
  const lane = box.lanes.get(laneKey(block))
  const result = placeBlock(block, lane?.stream, lane?.blocks.get(block.seq)?.hash)
  if (result !== 'new') return result
  const isStreamNew = lane === undefined
  const reserve = makesRoom(lane?.stream, block) ? BASE_RESERVE : 1
  const kept = [...box.lanes.values()].flatMap(({ blocks }) => [...blocks.values()])
  const bytes = kept.reduce((sum, one) => sum + one.bytes.length, block.bytes.length)
  if (bytes > quota.bytes * reserve || kept.length + 1 > quota.blocks * reserve) return 'full'
  if (isStreamNew && box.lanes.size >= quota.streams) return 'full'
  const publicKey = lane?.stream.publicKey ?? block.publicKey
  if (!publicKey) return 'gap'
  const stream = {
    device: block.device,
    lane: block.lane,
    head: block.seq,
    hash: block.hash,
    publicKey,
    ...baseAfter(lane?.stream, block),
  }
  const blocks = new Map([...(lane?.blocks ?? []), [block.seq, block]])
  for (const seq of blocks.keys()) if (seq < stream.first) blocks.delete(seq)
  box.lanes.set(laneKey(block), { stream, blocks })
  return result
}

const streamsOf = (box: Mailbox): KeptStream[] => [...box.lanes.values()].map(one => one.stream)
const stateOf = (box: Mailbox | undefined): MailboxState | undefined =>
  box && { version: box.version, streams: streamsOf(box) }

/** Whether a claim is the one that is kept, asked again because its answer was lost. */
export const isSameClaim = (kept: Claim, asked: Claim): boolean =>
  kept.turn === asked.turn &&
  kept.sealed.length === asked.sealed.length &&
  kept.sealed.every((byte, at) => byte === asked.sealed[at])
