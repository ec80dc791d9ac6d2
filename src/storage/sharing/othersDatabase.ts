import type { Table } from 'dexie'
import { indexAgain } from './copyIndex'
import type { CopiedEntry, CopyChunk, CopyMark, CopyReferences } from './copyRows'
import { ReopeningDatabase } from '@/storage/reopening'
import type { Lane } from '@/core/sharing/block'
import type { BlockRecord } from '@/core/sharing/blockContent'
import type { CopyHead } from '@/core/sharing/copyHead'
import type { MarkKind } from '@/core/sharing/copyMark'
import type { Wanted } from '@/core/sharing/carrier'
import type { KnownStream } from '@/core/sharing/sharingStore'

/** A block of another device, kept to carry it on. */
export interface CarriedBlock {
  device: string
  lane: Lane
  seq: number
  hash: string
  bytes: Uint8Array
}

/** A lane of another device, and when a block of it was last taken. */
export interface KeptStream extends KnownStream {
  heardAt: string
  /** How far its device had read the lanes of others then. */
  seen: readonly Wanted[]
}

/** How far a journal is held, and which device said its last entry. */
export interface KeptCopy extends CopyHead {
  device: string
}

/** What could not be read when it came. */
export interface KeptUnread {
  id?: number
  record: BlockRecord
  /** Absent in the first version, as is what follows. */
  device?: string
  isLate?: boolean
}

/**
 * What other devices of the shop wrote. It is apart from what this till sells with, so that a full
 * disk or a fault here never hurts a sale, and no closing can count a copy. It may be dropped: the
 * carriers, or the other devices, fill it again.
 */
export class OthersDatabase extends ReopeningDatabase {
  declare streams: Table<KeptStream, [string, number]>
  declare blocks: Table<CarriedBlock, [string, number, number]>
  declare copyHeads: Table<KeptCopy, string>
  declare copyChunks: Table<CopyChunk, [string, number]>
  declare copyEntries: Table<CopiedEntry, [string, number]>
  declare copyMarks: Table<CopyMark, [string, MarkKind, number]>
  declare copyReferences: Table<CopyReferences, [string, number]>
  /** Entries of copies that came after their device had been put out: these are real, and marked. */
  declare late: Table<{ journal: string; number: number }, [string, number]>
  declare unread: Table<KeptUnread, number>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      streams: '[device+lane]',
      blocks: '[device+lane+seq]',
      copyHeads: 'journal',
      copyChunks: '[journal+first], [journal+first+firstDay+lastDay]',
      copyEntries: '[journal+number]',
      copyMarks: '[journal+kind+number], kind',
      late: '[journal+number]',
      unread: '++id',
    })
    this.version(2).stores({ copyReferences: '[journal+number], *sales, day' }).upgrade(indexAgain)
  }
}

/** The database of what others wrote, beside a till's: `comptoir-others` beside `comptoir-till`. */
export const othersBeside = (tillDbName: string): OthersDatabase =>
  new OthersDatabase(tillDbName.replace('-till', '-others'))
