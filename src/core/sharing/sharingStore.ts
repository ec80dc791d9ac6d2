import type { Lane } from './block'
import type { BlockRecord, EntryRecord } from './blockContent'
import type { Wanted } from './carrier'
import type { CopyHead } from './copyHead'
import type { Register } from './register'
import type { Statement } from './statements'
import type { OwnValues, SharedRow, SharedRows } from './sharedRow'

/** A log that this device writes. */
export interface OwnLane {
  lane: Lane
  /** Number of the next block. */
  next: number
  /** Hash of the last block; zeros before the first. */
  hash: string
  /** Where a base begins that did not end yet. */
  openBase: number | null
  /** Number of the oldest block kept, once a base ended: where that one begins. */
  first?: number
}

/** A log that another device writes, as far as it was read here. */
export interface KnownStream extends Wanted {
  hash: string
  /** Where a base begins that did not end yet. */
  openBase: number | null
  /** Raw P-256 point. */
  publicKey: Uint8Array
}

/** A block that this device wrote, with what it says. */
export interface Saying {
  /** The lane with this block: it must not have gone on meanwhile. */
  lane: OwnLane
  bytes: Uint8Array
  /** Where a base begins that this block ends: what is before it is dropped. */
  dropsBefore: number | null
  /** Rows as they are once it is said. */
  rows: readonly SharedRow[]
  /** What it says of devices. */
  statements: readonly Statement[]
  /** Last entry in it, where it has entries. */
  entry: { till: string; number: number } | null
}

/** A block of another device that was checked, with what it says. */
export interface Taking {
  /** The stream with this block. */
  stream: KnownStream
  bytes: Uint8Array
  /** How far its device had read the lanes of others. */
  seen: readonly Wanted[]
  /** Where a base begins that this block ends: what is before it is dropped. */
  dropsBefore: number | null
  registers: readonly Register[]
  statements: readonly Statement[]
  /** Entries that follow what is held of their journals, and the heads of these then. */
  entries: readonly EntryRecord[]
  copies: readonly CopyHead[]
  /** What a later version, or a block that is missing, lets this device read. */
  unread: readonly BlockRecord[]
  /** Entries, also unread ones, that its device said after it was put out: real, and marked. */
  late: readonly EntryRecord[]
}

/** A record of another device that could not be read when it came. */
export interface Unread {
  id: number
  record: BlockRecord
  device: string
  isLate: boolean
}

/** What can be read now of what could not. */
export interface TakingUnread {
  /** Which of it is needed no more: it is taken, or was known all along. */
  ids: readonly number[]
  entries: readonly EntryRecord[]
  late: readonly EntryRecord[]
  /** Heads of journals after that, and how far each was held before: nothing may have come between. */
  copies: readonly { head: CopyHead; device: string; before: number }[]
}

/**
 * What sharing asks of the disk; one exchange of a device at a time asks it. Each method is durable, whole or not at all; only `take` may stop
 * between what it says of the shop and the place reached in the stream, which is then taken again.
 */
export interface SharingStore {
  ownLanes(): Promise<OwnLane[]>
  /** What is shared, as it is on this device, and what was said of it. */
  readShared(): Promise<{ own: OwnValues; rows: SharedRows }>
  /** All that is known of what devices said of one another. */
  statements(): Promise<readonly Statement[]>
  /** Entries of this device's journals that no block has yet, in order, up to a number of them. */
  unsaidEntries(most: number): Promise<EntryRecord[]>
  /**
   * False, and nothing done, when the lane went on meanwhile. What is held of a device that is put
   * out is to be said again (`saidAgain`): its lane is needed no more, which it could replace.
   */
  say(saying: Saying): Promise<boolean>
  knownStreams(): Promise<KnownStream[]>
  /** Blocks kept of a lane, this device's own or another's, from a number on or from the first. */
  blocksFrom(wanted: Wanted, mostBytes: number): Promise<Uint8Array[]>
  /**
   * Hash of a kept block; undefined when it is not kept. Of this device's journal lane it is known for
   * longer than blocks are kept: a copied profile is found out by it.
   */
  hashAt(place: Wanted): Promise<string | undefined>
  /** Entries held of another till's journal, of those asked for by their numbers. */
  heldEntries(journal: string, numbers: readonly number[]): Promise<readonly EntryRecord[]>
  /** How far the journal of another till is held; undefined when nothing of it is. */
  copyHead(journal: string): Promise<CopyHead | undefined>
  /**
   * Takes what a block says, and keeps the block to carry it on. `unsaid`: a value it changes was
   * changed here too, which is to be said first; nothing was done. What is held of a device that is
   * put out is to be said again, as by `say`.
   */
  take(taking: Taking): Promise<'taken' | 'unsaid'>
  /** What could not be read when it came, in the order it came. */
  unread(): Promise<readonly Unread[]>
  /** Takes what was unread; nothing where anything came between. */
  takeUnread(taking: TakingUnread): Promise<void>
  /**
   * Forgets the logs written under a device's name, which another writes in too, to begin others:
   * what was said under it is to be said again, and what the other wrote is to be read.
   */
  beginAnew(device: string): Promise<void>
}
