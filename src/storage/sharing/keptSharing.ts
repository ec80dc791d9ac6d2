import type { Lane } from '@/core/sharing/block'
import type { Statement } from '@/core/sharing/statements'

/** A block that this device wrote. */
export interface KeptBlock {
  lane: Lane
  seq: number
  hash: string
  /** Empty once a base replaced it: of the journal's lane it stays known what was said, and where. */
  bytes: Uint8Array
  /** Last entry that it says. */
  entry: { till: string; number: number } | null
}

/** A statement once, under its own text. */
export interface KeptStatement {
  text: string
  statement: Statement
}

/** What a device needs to share, by name: see `Group`. */
export interface KeptSharing {
  name: string
  value: unknown
}

/** How far the journals of this device were said, by till code. */
export type SaidEntries = Readonly<Record<string, { journal: string; number: number }>>
