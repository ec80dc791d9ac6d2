import type { Lane } from './block'

/** What is kept of one lane of one device. */
export interface StreamHead {
  device: string
  lane: Lane
  /** Number of the oldest block kept: 0, or where the last whole base begins. */
  first: number
  /** Number and hash of the newest. */
  head: number
  hash: string
}

/** The number of the next block that is wanted of a lane. */
export interface Wanted {
  device: string
  lane: Lane
  next: number
}

/** Gives blocks to a carrier and asks for those that are not here. */
export interface Swap {
  /**
   * Every lane that the device knows, its own too. Of a lane that is not told nothing is sent, but
   * its head: the answer is then not held back.
   */
  have: readonly Wanted[]
  blocks: readonly Uint8Array[]
  /** How long the answer may be held back until there is something new, in seconds. */
  waitSeconds: number
}

/**
 * What became of a block that was given. `new`: kept, on disk. `same`: was kept already, or a base
 * replaced it. `gap`: what comes before it is missing. `other`: another block has its place: two
 * devices write as one. `forged`: it is no block, or its device did not sign it. `full`: the mailbox
 * has no room left.
 */
export type PutResult = 'new' | 'same' | 'gap' | 'other' | 'forged' | 'full'

export interface Swapped {
  /** One a given block, in the same order. */
  results: readonly PutResult[]
  heads: readonly StreamHead[]
  /** Blocks that were wanted, of each lane in order, a bounded amount at once. */
  blocks: readonly Uint8Array[]
  /** More blocks are there than fitted. */
  isMore: boolean
}

/** A thing that one device takes: first come, first served, until another takes it over. */
export interface Claim {
  /** What is claimed, in 64 hexadecimal digits that tell a carrier nothing. */
  claim: string
  /** How often it was taken over, from 1. */
  turn: number
  /** Who takes it and when, sealed for the members. */
  sealed: Uint8Array
}

export interface Claimed {
  isTaken: boolean
  /** The claim that holds now: one's own if it was taken. */
  holder: Claim
}

/** Why a carrier could not be used. */
export interface CarrierFault {
  cause: 'unreachable' | 'refused' | 'full' | 'unreadable'
  detail: string
}

export type Carried<T> = { ok: true; value: T } | { ok: false; fault: CarrierFault }

/**
 * What moves blocks between the devices of a shop: a hub, the shop's own host, another device, a
 * file. It reads sizes and times, never content. It may lose or hold back; it cannot alter unseen.
 */
export interface Carrier {
  swap(swap: Swap): Promise<Carried<Swapped>>
  /** Undefined where nothing decides who comes first (a file, another device). */
  claim?(claim: Claim): Promise<Carried<Claimed>>
}
