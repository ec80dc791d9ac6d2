import { assert } from '@/core/assert'
import { followBase } from '@/core/sharing/baseAfter'
import { LANES, NO_HASH, type BlockHead, type Lane } from '@/core/sharing/block'
import { packContent, type BlockRecord, type StatementRecord } from '@/core/sharing/blockContent'
import type { Wanted } from '@/core/sharing/carrier'
import type { OwnLane, Saying, SharingStore } from '@/core/sharing/sharingStore'
import type { Statement } from '@/core/sharing/statements'
import { readShop, writingKey, type EpochKey } from '@/till/sharing/epochKeys'
import { sealBlock, type DeviceKeys } from '@/till/sharing/sealBlock'

/** What a device of a group says its blocks with. */
export interface SayingDevice {
  store: SharingStore
  keys: DeviceKeys
  /** The device that let in the first one: a key on paper. */
  paperKey: string
}

/** Where a block stands in a base: nowhere, for most. */
const NO_BASE = { begins: false, ends: false }

/**
 * Seals a block and keeps it; where the lane went on meanwhile, nothing is done: false. `at`: the
 * number that it is to have, or nothing is done either.
 */
export async function say(
  { store, keys, paperKey }: SayingDevice,
  lane: Lane,
  what: { records: readonly BlockRecord[] } & Pick<Saying, 'rows' | 'entry'>,
  how: { base?: BlockHead['base']; key?: EpochKey; at?: number } = {},
): Promise<boolean> {
  const { base = NO_BASE } = how
  const isOpen = lane === LANES.keys
  const key = isOpen ? undefined : (how.key ?? (await ownKey({ store, keys, paperKey })))
  assert(isOpen || key !== undefined, 'a device has the secret of the epoch it writes under')
  const { next: seq, hash: previous, openBase, first } = await ownLane(store, lane)
  if (how.at !== undefined && how.at !== seq) return false
  const seen = isOpen ? [] : (await store.knownStreams()).map(placeIn)
  const content = new Uint8Array(packContent({ seen, records: what.records }))
  const head = { lane, seq, previous, epoch: key?.epoch ?? 0, base }
  const block = await sealBlock(keys, key?.secret ?? null, head, content)
  const after = followBase(openBase, { seq, base })
  const said = what.records.flatMap(one => (one.kind === 'statement' ? one : []))
  return store.say({
    statements: said.map(one => statementOf(one, keys.device)),
    lane: {
      lane,
      next: seq + 1,
      hash: block.hash,
      openBase: after.openBase,
      first: after.endedBase ?? first,
    },
    bytes: block.bytes,
    dropsBefore: after.endedBase,
    rows: what.rows,
    entry: what.entry,
  })
}

/** A statement as it is kept, of a record that a device said. */
export function statementOf({ statement, of }: StatementRecord, by: string): Statement {
  // What is repeated of another is only of use for grants and removals.
  if (of === undefined || statement.kind === 'epoch' || statement.kind === 'share') {
    return { ...statement, by }
  }
  return { ...statement, by: of, via: by }
}

/** The secret that this device writes under; undefined before it was given one. */
export const ownKey = async ({ store, keys, paperKey }: SayingDevice) =>
  writingKey(await readShop({ store, keys, paperKey }))

const placeIn = ({ device, lane, next }: Wanted): Wanted => ({ device, lane, next })

/** A lane of this device, as far as it was said; `first` is 0 before a base ended. */
export async function ownLane(
  store: Pick<SharingStore, 'ownLanes'>,
  lane: Lane,
): Promise<Required<OwnLane>> {
  const found = (await store.ownLanes()).find(one => one.lane === lane)
  return { lane, next: 0, hash: NO_HASH, openBase: null, first: 0, ...found }
}
