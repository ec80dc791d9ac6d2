import type { Table } from 'dexie'
import { ReopeningDatabase } from '@/storage/reopening'
import type { KeptBlock } from '@/storage/databases'
import type { BlockRecord, EntryRecord } from '@/core/sharing/blockContent'
import type { CopyHead } from '@/core/sharing/copyHead'
import type { KnownStream } from '@/core/sharing/sharingStore'

/** A block of another device, kept to be carried on. */
export interface OthersBlock extends KeptBlock {
  device: string
}

/** An entry of another till's journal, under its place there. */
export interface CopiedEntry extends EntryRecord {
  number: number
}

/** What cannot be read yet: a later version, or a block that is missing, lets this device read it. */
export interface UnreadRecord {
  /** Its place, so that it is kept once: `device/lane/seq/index`. */
  place: string
  record: BlockRecord
}

/**
 * What other devices said: their logs, and copies of their journals. A database of its own: it can be
 * lost and filled again, and where it is full or broken the till sells on.
 */
export class OthersDatabase extends ReopeningDatabase {
  declare streams: Table<KnownStream, [string, number]>
  declare blocks: Table<OthersBlock, [string, number, number]>
  declare entries: Table<CopiedEntry, [string, number]>
  declare copyHeads: Table<CopyHead, string>
  declare unread: Table<UnreadRecord, string>

  constructor(name: string) {
    super(name)
    this.version(1).stores({
      streams: '[device+lane]',
      blocks: '[device+lane+seq]',
      entries: '[journal+number]',
      copyHeads: 'journal',
      unread: 'place',
    })
  }
}
