import { followBase } from '@/core/sharing/baseAfter'
import { LANES, NO_HASH, type BlockHead, type Lane } from '@/core/sharing/block'
import { packContent, type BlockRecord } from '@/core/sharing/blockContent'
import type { Grant, Removal } from '@/core/sharing/roster'
import { sayChanges } from '@/core/sharing/sharedRow'
import type { OwnLane, Saying, SharingStore } from '@/core/sharing/sharingStore'
import { assert } from '@/core/assert'
import { sealBlock, type DeviceKeys, type GroupSecrets } from './sealBlock'

/** What a device of a group works with. */
export interface Sharing {
  store: SharingStore
  keys: DeviceKeys
  secrets: GroupSecrets
  /** The device that let in the first one: a key on paper. */
  paperKey: string
  /** Epoch that is written under; others are only read. */
  epoch: number
  /** The device's clock, ISO 8601 in UTC. */
  now: () => string
}

/** Letters of records in one block: deflated, they stay far below a block's bound. */
const MOST_LETTERS = 150_000
const MOST_ENTRIES = 256

/**
 * Says in blocks of this device all that was changed on it and all that was sealed since it last
 * spoke. Nothing of the till calls this after a change: what differs from what was said is to be
 * said, so that no action can forget. Blocks are on disk when it returns; none has left yet.
 */
export async function sayOwn(sharing: Sharing): Promise<void> {
  let isMore = true
  while (isMore) isMore = await sayRegisters(sharing)
  isMore = true
  while (isMore) isMore = await sayEntries(sharing)
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
 * earlier blocks may go, everywhere, and with them what was removed (GDPR art. 17).
 */
export async function sayBase(sharing: Sharing): Promise<void> {
  await sayOwn(sharing)
  const own = sharing.keys.device
  const { rows } = await sharing.store.readShared()
  const held = [...rows.values()].flatMap(row => row.held).filter(({ by }) => by === own)
  const statements = (await sharing.store.statements()).filter(({ by }) => by === own)
  const records: BlockRecord[] = [
    ...statements.map(({ by: _own, ...statement }) => ({ kind: 'statement' as const, statement })),
    ...held.map(register => ({ kind: 'register' as const, register })),
  ]
  await sayRecords(sharing, LANES.shared, records, true)
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
  let left = all
  for (let begins = isBase; begins || left.length > 0; begins = false) {
    const records = fittingOf(left)
    left = left.slice(records.length)
    const base = { begins, ends: isBase && left.length === 0 }
    await say(sharing, lane, { records, rows: [], entry: null }, base)
  }
}

/** Says something of a device: it is let in, or put out. The group hears of it with the rest. */
export async function sayStatement(sharing: Sharing, statement: NewStatement): Promise<void> {
  const { next: seq } = await ownLane(sharing.store, LANES.shared)
  const records: BlockRecord[] = [{ kind: 'statement', statement: { ...statement, seq } }]
  await say(sharing, LANES.shared, { records, rows: [], entry: null })
}
type NewStatement = Omit<Grant, 'by' | 'seq'> | Omit<Removal, 'by' | 'seq'>

/** The first records, as many as one block takes; one at least. */
function fittingOf<Some extends BlockRecord>(records: readonly Some[]): Some[] {
  let letters = 0
  return records.filter((record, index) => {
    letters += JSON.stringify(record).length
    return index === 0 || letters <= MOST_LETTERS
  })
}

/** Where a block stands in a base: nowhere, for most. */
const NO_BASE = { begins: false, ends: false }

/** Seals a block and keeps it; where the lane went on meanwhile, nothing is done. */
async function say(
  { store, keys, secrets, epoch }: Sharing,
  lane: Lane,
  what: { records: readonly BlockRecord[] } & Pick<Saying, 'rows' | 'entry'>,
  base: BlockHead['base'] = NO_BASE,
): Promise<void> {
  const secret = secrets.get(epoch)
  assert(secret !== undefined, 'a device has the secret of the epoch it writes under')
  const { next: seq, hash: previous, openBase } = await ownLane(store, lane)
  const seen = (await store.knownStreams()).map(({ device, lane: of, next: wanted }) => ({
    device,
    lane: of,
    next: wanted,
  }))
  const content = new Uint8Array(packContent({ seen, records: what.records }))
  const block = await sealBlock(keys, secret, { lane, seq, previous, epoch, base }, content)
  const after = followBase(openBase, { seq, base })
  const said = what.records.flatMap(one => (one.kind === 'statement' ? one.statement : []))
  await store.say({
    statements: said.map(statement => ({ ...statement, by: keys.device })),
    lane: { lane, next: seq + 1, hash: block.hash, openBase: after.openBase },
    bytes: block.bytes,
    dropsBefore: after.endedBase,
    rows: what.rows,
    entry: what.entry,
  })
}

async function ownLane(store: SharingStore, lane: Lane): Promise<Omit<OwnLane, 'lane'>> {
  const lanes = await store.ownLanes()
  return lanes.find(one => one.lane === lane) ?? { next: 0, hash: NO_HASH, openBase: null }
}
