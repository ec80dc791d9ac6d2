import type { LaneBase } from '@/core/sharing/baseAfter'
import type { ReadBlock } from '@/core/sharing/block'
import type { Claim, Claimed, PutResult, StreamHead } from '@/core/sharing/carrier'

/** A lane of a device, as a store keeps it. */
export interface KeptStream extends StreamHead, LaneBase {
  /** Raw public key of the device. */
  publicKey: Uint8Array
}

/** What is kept of a mailbox, but for its blocks. */
export interface MailboxState {
  /** Grows with each change: what is told of another version is old. */
  version: number
  streams: readonly KeptStream[]
}

/** What a mailbox may hold. A base or a segment may take a quarter more: it makes room. */
export interface Quota {
  bytes: number
  blocks: number
  streams: number
  claims: number
}

/** A shop of ten devices writes 3 MB a day: a year of it, whatever its lanes keep. */
export const USUAL_QUOTA: Quota = {
  bytes: 1024 * 1024 * 1024,
  blocks: 2_000_000,
  streams: 400,
  claims: 50_000,
}
/** Mailboxes that one may move to: a shop's devices move when one is removed. */
export const MOST_HEIRS = 3
/** Meetings of a shop with new devices, and mailboxes beside its own, in a day. */
export const MOST_MEETINGS = 20
/** Days for which a mailbox is kept that the shop moved from, and that nobody uses. */
export const MOVED_DAYS = 35
/** Days for which any mailbox is kept that nobody uses: a shop of one season a year. */
export const UNUSED_DAYS = 400

/**
 * Whether a shop moves to a mailbox, meets a new device in it, for the day, or keeps it beside its
 * own. The latter two lead nowhere.
 */
export type MailboxUse = 'moves' | 'meets' | 'beside'

/** A day so many days before another, as `2026-11-29`. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}

/** What a base or a segment may take beyond the quota, in proportion. */
export const BASE_RESERVE = 1.25

/** A block that is kept, as it is chosen for an answer. */
export interface KeptBlock {
  seq: number
  size: number
}

/**
 * Keeps mailboxes. Whoever puts blocks has checked their signatures. Every promise is kept across a
 * kill once it resolved, but where the store says that it is in memory alone.
 */
export interface MailboxStore {
  /** Undefined for a mailbox that does not exist. */
  look(mailbox: string): Promise<MailboxState | undefined>
  /**
   * Makes a mailbox; one that is there stays as it is. With `from`, the mailbox that moves there, whose
   * devices meet a new one there, or that is kept beside: false where that one does not exist, or did so too often.
   * Without, whoever asks was admitted.
   */
  open(mailbox: string, from?: string, use?: MailboxUse): Promise<boolean>
  /**
   * Keeps blocks in their order, all or nothing on disk: a result is told when they are. Of two
   * blocks for one place, whoever puts them, exactly one is `new`.
   */
  put(
    mailbox: string,
    blocks: readonly ReadBlock[],
  ): Promise<MailboxState & { results: readonly PutResult[] }>
  /** Numbers and sizes of the first blocks of a lane from a number on. */
  list(mailbox: string, lane: LaneOf, from: number, most: number): Promise<readonly KeptBlock[]>
  /** Blocks of a lane from one number to another, both included, in order. */
  take(mailbox: string, lane: LaneOf, from: number, to: number): Promise<readonly Uint8Array[]>
  /** Takes a thing if its turn is later than the one that is kept; undefined: no room is left. */
  claim(mailbox: string, claim: Claim): Promise<Claimed | undefined>
  /**
   * Forgets mailboxes that nobody needs any more, a bounded number at once: meetings of days before,
   * those that a shop moved from, those unused for long. Returns how many.
   */
  sweep(most: number): Promise<number>
  /** Versions of those mailboxes that exist. */
  versions(mailboxes: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Throws where the store cannot be used now. */
  check(): Promise<void>
  close(): Promise<void>
}

export type LaneOf = Pick<StreamHead, 'device' | 'lane'>

/** One text a lane of a device, for maps. */
export const laneKey = ({ device, lane }: LaneOf): string => `${device}/${lane}`
