import { followBase } from '@/core/sharing/baseAfter'
import { LANES, readBlock, type Lane, type ReadBlock } from '@/core/sharing/block'
import {
  unpackContent,
  type BlockContent,
  type BlockRecord,
  type EntryRecord,
} from '@/core/sharing/blockContent'
import { headAfter, placeEntry, type CopyHead } from '@/core/sharing/copyHead'
import { idOfSubject } from '@/core/sharing/ownValues'
import { subjectOf, type Register } from '@/core/sharing/register'
import { isAfterRemoval, standingOf } from '@/core/sharing/roster'
import type { Statement } from '@/core/sharing/statements'
import type { KnownStream, SharingStore } from '@/core/sharing/sharingStore'
import { readShop } from './epochKeys'
import { hearRemoved, isSaidIn } from './hearRemoved'
import { isEntrySigned } from './isEntrySigned'
import { isBlockSigned, openBlock } from './sealBlock'
import { sayOwn, statementOf, type Sharing } from './sayOwn'

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

/** An entry of another till that is not what its journal leads to. */
export interface TamperedEntry {
  device: string
  journal: string
  till: string
  number: number
}

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
  const isHeardAnyway = block.lane === LANES.journal || block.lane === LANES.keys
  if (standing === 'removed' && !isHeardAnyway) return only('removed')
  const opened = await openBlock(block, shop.keys)
  if (!opened) return only('unopened')
  // Signed by a member and yet no content: nothing will ever read it. The stream goes on behind it.
  const content = unpackContent(opened) ?? { seen: [], records: [] }
  const { device, lane, seq, hash } = block
  const { openBase, endedBase } = followBase(stream?.openBase ?? null, block)
  const isLate = lane === LANES.journal && isAfterRemoval(shop.roster, block)
  const next: KnownStream = { device, lane, next: seq + 1, hash, openBase, publicKey }
  return {
    outcome: 'taken',
    ...(await takeContent(sharing, { block, next, endedBase, content, isLate })),
  }
}

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
    isLate: boolean
  },
): Promise<Pick<Taken, 'tampered' | 'articleIds'>> {
  const { block, next, endedBase, content, isLate } = what
  const sorted = await sortRecords(sharing, block, content.records)
  const { registers, statements, entries, copies, unread, tampered } = sorted
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
    isLate,
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

interface SortedRecords {
  registers: Register[]
  statements: Statement[]
  entries: EntryRecord[]
  copies: Map<string, CopyHead>
  unread: BlockRecord[]
  tampered: TamperedEntry[]
}

async function sortRecords(
  { store }: Sharing,
  { device, lane, seq, epoch }: ReadBlock,
  records: readonly BlockRecord[],
): Promise<SortedRecords> {
  const sorted: SortedRecords = {
    registers: [],
    statements: [],
    entries: [],
    copies: new Map(),
    unread: [],
    tampered: [],
  }
  for (const record of records) {
    if (record.kind === 'register' && lane === LANES.shared) sorted.registers.push(record.register)
    else if (record.kind === 'statement' && isSaidIn(record, { lane, seq, epoch })) {
      sorted.statements.push(statementOf(record, device))
    } else if (record.kind === 'entry' && lane === LANES.journal) {
      const { journal } = record
      const head = sorted.copies.get(journal) ?? (await store.copyHead(journal))
      const place = placeEntry(head, record, await keptSeal(store, sorted, record))
      if (place === 'known') continue
      if (place === 'gap') sorted.unread.push(record)
      else if (place === 'follows' && (await isEntrySigned(head, record))) {
        sorted.copies.set(journal, headAfter(head, record))
        sorted.entries.push(record)
      } else {
        const { till, number } = record.entry
        sorted.tampered.push({ device, journal, till, number })
        // It may be a real sale all the same: it is kept apart.
        sorted.unread.push(record)
      }
    } else if (!isOfCatalogue(lane, record)) sorted.unread.push(record)
  }
  return sorted
}

/** The catalogue is read from the kept blocks, whole, once it is closed (`catalogueLane`). */
const isOfCatalogue = (lane: Lane, { kind }: BlockRecord) =>
  lane === LANES.catalogue && (kind === 'products' || kind === 'catalogue')

async function keptSeal(
  store: SharingStore,
  { entries }: SortedRecords,
  { journal, entry }: EntryRecord,
): Promise<string | undefined> {
  const now = entries.find(one => one.journal === journal && one.entry.number === entry.number)
  return now?.entry.seal ?? store.sealAt(journal, entry.number)
}

const only = (outcome: TakenBlock): Taken => ({ outcome, tampered: [], articleIds: [] })
