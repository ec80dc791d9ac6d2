import type { Lane } from './block'
import type { BlockRecord, EntryRecord } from './blockContent'
import type { Wanted } from './carrier'
import type { Register } from './register'
import type { OwnValues, SharedRow, SharedRows } from './sharedRow'

/** A log that this device writes. */
export interface OwnLane {
  lane: Lane
  /** Number of the next block. */
  next: number
  /** Hash of the last block; zeros before the first. */
  hash: string
}

/** A log that another device writes, as far as it was read here. */
export interface KnownStream extends Wanted {
  hash: string
  /** Raw P-256 point. */
  publicKey: Uint8Array
}

/** A block that this device wrote, with what it says. */
export interface Saying {
  lane: Lane
  /** Number of the block: the lane must not have gone on meanwhile. */
  seq: number
  hash: string
  bytes: Uint8Array
  /** Rows as they are once it is said, each for the own value that it was computed from. */
  rows: readonly SharedRow[]
  /** Last entry in it, where it has entries. */
  entry: { till: string; number: number } | null
}

/** A block of another device that was checked, with what it says. */
export interface Taking {
  stream: KnownStream
  seq: number
  bytes: Uint8Array
  registers: readonly Register[]
  entries: readonly EntryRecord[]
  unknown: readonly Extract<BlockRecord, { kind: 'unknown' }>[]
}

/**
 * What sharing asks of the disk. Each method is durable, whole or not at all; only `take` may stop
 * between what it says of the shop and the place reached in the stream, which is then taken again.
 */
export interface SharingStore {
  ownLanes(): Promise<OwnLane[]>
  /** What is shared, as it is on this device, and what was said of it. */
  readShared(): Promise<{ own: OwnValues; rows: SharedRows }>
  /** Entries of this device's journals that no block has yet, in order, up to a number of them. */
  unsaidEntries(most: number): Promise<EntryRecord[]>
  /** False, and nothing done, when the lane or an own value changed since it was computed. */
  say(saying: Saying): Promise<boolean>
  knownStreams(): Promise<KnownStream[]>
  /** Blocks kept of a lane, this device's own or another's, from a number on, in order. */
  blocksFrom(wanted: Wanted, mostBytes: number): Promise<Uint8Array[]>
  /** Hash of a kept block; undefined when it is not kept. */
  hashAt(place: Wanted): Promise<string | undefined>
  /**
   * Takes what a block says, and keeps the block to carry it on. `unsaid`: a value it changes was
   * changed here too, which is to be said first; nothing was done.
   */
  take(taking: Taking): Promise<'taken' | 'unsaid'>
}
