import { followBase } from '@/core/sharing/baseAfter'
import { LANES, readBlock, type Lane, type ReadBlock } from '@/core/sharing/block'
import { unpackContent, type BlockContent } from '@/core/sharing/blockContent'
import { idOfSubject } from '@/core/sharing/ownValues'
import { subjectOf, type Register } from '@/core/sharing/register'
import { isAfterRemoval, standingOf, type Roster } from '@/core/sharing/roster'
import type { KnownStream } from '@/core/sharing/sharingStore'
import { readShop } from './epochKeys'
import { hearRemoved } from './hearRemoved'
import { sortRecords, type TamperedEntry } from './log/sortRecords'
import { isBlockSigned, openBlock } from './sealBlock'
import { sayOwn, type Sharing } from './sayOwn'

/**
 * What became of a block of another device. `forked`: its device wrote another block with this
 * number. `stranger`: nobody let its device in (as far as is known yet). `removed`: its device was
 * put out before it said this. `unopened`: the secret it is sealed with is not here (yet).
 * `unreadable`: no till wrote it. `copied`: it is of this very device, which did not write it.
 */
export type TakenBlock =
  | 'taken'
  | 'known'
  | 'gap'
  | 'forked'
  | 'forged'
  | 'stranger'
  | 'removed'
  | 'unopened'
  | 'unreadable'
  | 'copied'

export interface Taken {
  outcome: TakenBlock
  tampered: readonly TamperedEntry[]
  /** Articles that it changes on the till. */
  articleIds: readonly string[]
  /** It was not taken, but what it says of devices is known now. */
  isHeard?: boolean
}

/**
 * Takes a block that a carrier brought: checks its place, its signature and its content, applies
 * what it says, and keeps it to carry it on. Own changes of the same values are said first, so that
 * nothing is overwritten unseen. A block that is not taken changes nothing.
 */
export async function takeBlock(sharing: Sharing, bytes: Uint8Array): Promise<Taken> {
  const block = readBlock(bytes)
  if (!block) return only('unreadable')
  if (block.device === sharing.keys.device) return only(await placeOwn(sharing, block))
  const stream = (await sharing.store.knownStreams()).find(
    one => one.device === block.device && one.lane === block.lane,
  )
  const place = await placeOf(sharing, block, stream)
  if (place !== 'next' && place !== 'gap') return only(place)
  const { store, keys, paperKey } = sharing
  const shop = await readShop({ store, keys, paperKey })
  const standing = standingOf(shop, block)
  const isRemoved = standing === 'removed' && block.lane === LANES.shared
  if (place === 'gap' && !isRemoved) return only('gap')
  const publicKey = block.publicKey ?? stream?.publicKey
  if (!publicKey || !(await isBlockSigned(block, publicKey))) return only('forged')
  if (isRemoved) {
    const isHeard = await hearRemoved(sharing, shop, { block, stream, publicKey })
    return { ...only('removed'), isHeard }
  }
  // A device that just joined knows nobody yet: what is sealed to it lets it read who belongs here.
  const isNewHere = !shop.roster.some(one => one.device === keys.device)
  const isFirstKey = isNewHere && block.lane === LANES.keys
  if (standing === 'stranger' && !isFirstKey) return only('stranger')
  // What it sold, it sold; and a share of a secret is what it is, whoever carries it.
  const isHeardAnyway = HEARD_ANYWAY.includes(block.lane)
  if (standing === 'removed' && !isHeardAnyway) return only('removed')
  const opened = await openBlock(block, shop.keys)
  if (!opened) return only('unopened')
  // Signed by a member and yet no content: nothing will ever read it. The stream goes on behind it.
  const content = unpackContent(opened) ?? { seen: [], records: [] }
  if (!(await hasReplacing(sharing, block, content))) return only('gap')
  const { device, lane, seq, hash } = block
  const { openBase, endedBase } = followBase(stream?.openBase ?? null, block)
  const next: KnownStream = { device, lane, next: seq + 1, hash, openBase, publicKey }
  const { roster } = shop
  return {
    outcome: 'taken',
    ...(await takeContent(sharing, { block, next, endedBase, content, roster })),
  }
}

/**
 * Whether the segments were read that a base of a journal's lane leaves the rest to. Until then it
 * waits: it would let blocks go here whose entries this device could not give to anybody.
 */
async function hasReplacing(
  { store }: Sharing,
  { lane, device }: ReadBlock,
  { records }: BlockContent,
): Promise<boolean> {
  const replaced = records.find(({ kind }) => kind === 'replaced')
  if (lane !== LANES.journal || replaced?.kind !== 'replaced') return true
  const read = (await store.knownStreams()).find(
    one => one.device === device && one.lane === LANES.segments,
  )
  return (read?.next ?? 0) >= replaced.segments
}

const HEARD_ANYWAY: readonly Lane[] = [LANES.journal, LANES.segments, LANES.keys]

async function placeOf(
  { store }: Sharing,
  block: ReadBlock,
  stream: KnownStream | undefined,
): Promise<'next' | 'known' | 'gap' | 'forked'> {
  const next = stream?.next ?? 0
  if (block.seq < next) {
    const { device, lane, seq } = block
    const kept = await store.hashAt({ device, lane, next: seq })
    return kept === undefined || kept === block.hash ? 'known' : 'forked'
  }
  if (block.seq > next) return block.base.begins ? 'next' : 'gap'
  return !stream || block.previous === stream.hash ? 'next' : 'forked'
}

/** A block in this device's name: one it wrote, or the sign that its profile was copied. */
const placeOwn = async (sharing: Sharing, { lane, seq, hash }: ReadBlock) =>
  (await hasWritten(sharing, { lane, seq, hash })) ? 'known' : 'copied'

/**
 * Whether a block in this device's name is one that it wrote. A block is on disk before it leaves:
 * others can only know as much of its lanes, or less.
 */
export async function hasWritten(
  { store, keys }: Sharing,
  { lane, seq, hash }: Pick<ReadBlock, 'lane' | 'seq' | 'hash'>,
): Promise<boolean> {
  const { next } = (await store.ownLanes()).find(one => one.lane === lane) ?? { next: 0 }
  const kept = await store.hashAt({ device: keys.device, lane, next: seq })
  return seq < next && (kept === undefined || kept === hash)
}

async function takeContent(
  sharing: Sharing,
  what: {
    block: ReadBlock
    next: KnownStream
    endedBase: number | null
    content: BlockContent
    roster: Roster
  },
): Promise<Pick<Taken, 'tampered' | 'articleIds'>> {
  const { block, next, endedBase, content, roster } = what
  const sorted = await sortRecords(sharing, block, content.records, seq =>
    isAfterRemoval(roster, { device: block.device, seq }),
  )
  const { registers, statements, entries, copies, unread, late, tampered } = sorted
  const taking = {
    stream: next,
    bytes: block.bytes,
    seen: content.seen,
    dropsBefore: endedBase,
    registers,
    statements,
    entries,
    copies: [...copies.values()],
    unread,
    late,
  }
  while ((await sharing.store.take(taking)) === 'unsaid') await sayOwn(sharing)
  return { tampered, articleIds: articlesIn(registers) }
}

/** Articles that registers are of: changes of the shop's, and the till's own. */
function articlesIn(registers: readonly Register[]): string[] {
  const subjects = registers.map(({ key }) => idOfSubject(subjectOf(key)))
  const ids = subjects.flatMap(({ kind, id }) => (kind === 'edit' || kind === 'own' ? [id] : []))
  return [...new Set(ids)]
}

const only = (outcome: TakenBlock): Taken => ({ outcome, tampered: [], articleIds: [] })
