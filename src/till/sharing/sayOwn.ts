import { baseParts } from '@/core/sharing/baseParts'
import { LANES, type BlockHead, type Lane } from '@/core/sharing/block'
import type { BlockRecord, StatementRecord } from '@/core/sharing/blockContent'
import type { Announcement, Grant, Removal, Share, Statement } from '@/core/sharing/statements'
import { sayChanges } from '@/core/sharing/sharedRow'
import { SEGMENT_BLOCKS } from '@/core/sharing/segments'
import { readShop, writingKey, type EpochKey } from './epochKeys'
import { packJournal } from './log/packJournal'
import { ownKey, ownLane, say, type SayingDevice } from './log/say'

/** What a device of a group works with. */
export interface Sharing extends SayingDevice {
  /** The device's clock, ISO 8601 in UTC. */
  now: () => string
  /** Blocks of its journal that it packs together; `SEGMENT_BLOCKS` but in a simulation. */
  segmentBlocks?: number
}

/** Letters of records in one block: deflated, they stay far below a block's bound. */
const MOST_LETTERS = 150_000
const MOST_ENTRIES = 256

/**
 * Says in blocks of this device all that was changed on it and all that was sealed since it last
 * spoke, and packs what it said of its journal, a segment at a time. Nothing of the till calls this
 * after a change: what differs from what was said is to be said, so that no action can forget. Blocks
 * are on disk when it returns; none has left yet.
 */
export async function sayOwn(sharing: Sharing): Promise<void> {
  // A device that was given no secret yet has nobody to speak to.
  if (!(await ownKey(sharing))) return
  // Stopped within a base: who began to read there lacks what is before it until one ends.
  if ((await ownLane(sharing.store, LANES.shared)).openBase !== null) await sayWholeBase(sharing)
  let isMore = true
  while (isMore) isMore = await sayRegisters(sharing)
  isMore = true
  while (isMore) isMore = await sayEntries(sharing)
  await packJournal(sharing, sharing.segmentBlocks ?? SEGMENT_BLOCKS)
}

/** Whether there may be more to say. */
async function sayRegisters(sharing: Sharing): Promise<boolean> {
  const { own, rows } = await sharing.store.readShared()
  const changes = sayChanges(own, rows, { at: sharing.now(), by: sharing.keys.device })
  if (changes.rows.length === 0) return false
  const records = changes.said.map(register => ({ kind: 'register' as const, register }))
  const fitting = fittingOf(records)
  const said = new Set(fitting.map(({ register }) => register.key))
  const silent = new Set(changes.said.map(({ key }) => key))
  // What is only forgotten with a removal needs no register.
  const changed = changes.rows.filter(({ key }) => said.has(key) || !silent.has(key))
  await say(sharing, LANES.shared, { records: fitting, rows: changed, entry: null })
  return true
}

async function sayEntries(sharing: Sharing): Promise<boolean> {
  const records = fittingOf(await sharing.store.unsaidEntries(MOST_ENTRIES))
  const last = records.at(-1)
  if (!last) return false
  const { till, number } = last.entry
  await say(sharing, LANES.journal, { records, rows: [], entry: { till, number } })
  return true
}

/**
 * Says anew, as a base, all that this device said of the shop and that nobody replaced since: its
 * earlier blocks may go, everywhere, and with them what was removed (GDPR art. 17). False, and
 * nothing said, where this device has no secret to say it with.
 */
export async function sayBase(sharing: Sharing): Promise<boolean> {
  await sayOwn(sharing)
  return sayWholeBase(sharing)
}

async function sayWholeBase(sharing: Sharing): Promise<boolean> {
  const { store, keys, paperKey } = sharing
  const own = keys.device
  const { rows } = await store.readShared()
  const held = [...rows.values()].flatMap(row => row.held).filter(({ by }) => by === own)
  const registers = held.map(register => ({ kind: 'register' as const, register }))
  const statements = await store.statements()
  const shop = await readShop({ store, keys, paperKey })
  const current = writingKey(shop)
  if (!current) return false
  const epochs = [current, ...shop.epochs.filter(({ id }) => id !== current.id)] as const
  const parts = baseParts(
    statements.filter(one => isSaidHere(one, own)),
    epochs,
  )
  const last = parts.length - 1
  for (const [at, { epoch, statements: said }] of parts.entries()) {
    const records = [...said.flatMap(one => recordsOf(one, own)), ...(at === last ? registers : [])]
    const base = { begins: at === 0, ends: at === last }
    await sayParts(sharing, LANES.shared, records, { base, key: epoch })
  }
  return true
}

/**
 * Says records in as many blocks as they take. As a base, they replace all that the lane said
 * before; a base of nothing says so, too.
 */
export async function sayRecords(
  sharing: Sharing,
  lane: Lane,
  all: readonly BlockRecord[],
  isBase: boolean,
): Promise<void> {
  if (!isBase && all.length === 0) return
  await sayParts(sharing, lane, all, { base: { begins: isBase, ends: isBase } })
}

/** Says records in one block at least; the base begins in the first and ends in the last. */
async function sayParts(
  sharing: Sharing,
  lane: Lane,
  all: readonly BlockRecord[],
  { base, key }: { base: BlockHead['base']; key?: EpochKey },
): Promise<void> {
  let left = all
  for (let isFirst = true; isFirst || left.length > 0; isFirst = false) {
    const records = fittingOf(left)
    left = left.slice(records.length)
    const how = { begins: isFirst && base.begins, ends: left.length === 0 && base.ends }
    const what = { records, rows: [], entry: null }
    await say(sharing, lane, what, { base: how, ...(key ? { key } : {}) })
  }
}

/** Whether a statement is of what this device says, or repeats, in what is shared. */
const isSaidHere = (one: Statement, own: string) => recordsOf(one, own).length > 0

/** A statement that this device said in what is shared, as it said it. */
function recordsOf(one: Statement, own: string): StatementRecord[] {
  if (one.kind === 'share') return []
  if ('via' in one && one.via !== undefined) return one.via === own ? [repeated(one)] : []
  if (one.by !== own) return []
  const { by: _own, ...statement } = one
  return [{ kind: 'statement', statement }]
}

/**
 * Says something of devices, in one block of what is shared, or of keys. The group hears of it with
 * the rest. Each statement is told the number of its block.
 */
export async function sayStatements(
  sharing: Sharing,
  statements: readonly (NewStatement | RepeatedStatement)[],
  lane: typeof LANES.shared | typeof LANES.keys = LANES.shared,
): Promise<void> {
  let isSaid = false
  while (!isSaid) {
    const { next: seq } = await ownLane(sharing.store, lane)
    const records = statements.map((one): BlockRecord => {
      if ('of' in one) return one
      return { kind: 'statement', statement: { ...one, seq } }
    })
    isSaid = await say(sharing, lane, { records, rows: [], entry: null })
  }
}
export type NewStatement =
  | Omit<Grant, 'by' | 'seq' | 'via'>
  | Omit<Removal, 'by' | 'seq' | 'via'>
  | Omit<Announcement, 'by' | 'seq'>
  | Omit<Share, 'by' | 'seq'>
type RepeatedStatement = StatementRecord & { of: string }

/** Says how far this device has read, and nothing else. */
export async function sayNothing(sharing: Sharing): Promise<void> {
  if (!(await ownKey(sharing))) return
  await say(sharing, LANES.shared, { records: [], rows: [], entry: null })
}

/** A statement of another device, as a record that repeats it. */
export function repeated({ by, via: _via, ...statement }: Grant | Removal): RepeatedStatement {
  return { kind: 'statement', statement, of: by }
}

/** The first records, as many as one block takes; one at least. */
function fittingOf<Some extends BlockRecord>(records: readonly Some[]): Some[] {
  let letters = 0
  return records.filter((record, index) => {
    letters += JSON.stringify(record).length
    return index === 0 || letters <= MOST_LETTERS
  })
}
