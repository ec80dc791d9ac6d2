import { Dexie } from 'dexie'
import type { OthersDatabase } from './othersDatabase'
import {
  applyKnown,
  keepRow,
  keepStatements,
  readShared,
  sayAgain,
  tablesOfTaking,
  takeShared,
  type SettingCheck,
} from './takeShared'
import { tablesOfShared } from './sharedData'
import { readUnsaidEntries } from './unsaidEntries'
import type { TillDatabase } from '@/storage/databases'
import { assert } from '@/core/assert'
import { readBlock, type ReadBlock } from '@/core/sharing/block'
import type { Wanted } from '@/core/sharing/carrier'
import { isKnownKey } from '@/core/sharing/ownValues'
import type { Saying, SharingStore, Taking } from '@/core/sharing/sharingStore'

/** What the store works with. */
export interface StoredSharingOptions {
  tillDb: TillDatabase
  othersDb: OthersDatabase
  /** Name of this device. */
  device: () => string
  isSettingSound: SettingCheck
}

export interface StoredSharing extends SharingStore {
  /** Applies what an earlier version of the till was told and did not know: after an update. */
  applyKnown(): Promise<void>
}

/** Blocks are read so many at a time: each may be as long as a block may be. */
const BLOCKS_AT_ONCE = 50

/**
 * Sharing on the device's disk. What is of the shop lies beside it in the till's own database, in the
 * same transactions; what others said, in a database that the till can sell without.
 */
export function storedSharing(options: StoredSharingOptions): StoredSharing {
  const { tillDb, othersDb, device, isSettingSound } = options
  const isOwn = (place: Wanted) => place.device === device()

  return {
    ownLanes: () => tillDb.ownLanes.toArray(),
    knownStreams: () => othersDb.streams.toArray(),
    copyHead: journal => othersDb.copyHeads.get(journal),
    sealAt: async (journal, number) => (await othersDb.entries.get([journal, number]))?.entry.seal,
    statements: async () =>
      (await tillDb.sharedStatements.toArray()).map(({ statement }) => statement),
    hashAt: async place =>
      isOwn(place)
        ? (await tillDb.ownBlocks.get([place.lane, place.next]))?.hash
        : (await othersDb.blocks.get([place.device, place.lane, place.next]))?.hash,
    readShared: () =>
      tillDb.transaction('r', [...tablesOfShared(tillDb), tillDb.sharedRows], async () => {
        const { own, rows } = await readShared(tillDb)
        // Keys that this version does not know are not its own to speak of.
        return { own, rows: new Map([...rows].filter(([key]) => isKnownKey(key))) }
      }),
    unsaidEntries: most =>
      // Dexie follows a native promise only through a function that is itself `async`.
      tillDb.transaction('r', [tillDb.journal, tillDb.signatures, tillDb.saidEntries], async () =>
        readUnsaidEntries(tillDb, most),
      ),
    say: saying => say(tillDb, saying),
    take: async taking => {
      const { registers, statements } = taking
      if (registers.length + statements.length > 0) {
        const outcome = await takeShared(tillDb, { registers, statements }, isSettingSound)
        if (outcome === 'unsaid') return outcome
      }
      await keepTaken(othersDb, taking)
      return 'taken'
    },
    blocksFrom: (place, mostBytes) =>
      isOwn(place) ? ownFrom(tillDb, place, mostBytes) : othersFrom(othersDb, place, mostBytes),
    beginAnew: name =>
      tillDb.transaction(
        'rw',
        [tillDb.ownLanes, tillDb.ownBlocks, tillDb.saidEntries, tillDb.sharedRows],
        async () => {
          await tillDb.ownLanes.clear()
          await tillDb.ownBlocks.clear()
          await tillDb.saidEntries.clear()
          await sayAgain(tillDb, name)
        },
      ),
    applyKnown: () => applyKnown(tillDb, isSettingSound),
  }
}

function say(db: TillDatabase, saying: Saying): Promise<boolean> {
  const { lane, bytes, dropsBefore, rows, statements, entry } = saying
  const { seq, hash } = blockOf(bytes)
  const tables = [...tablesOfTaking(db), db.ownLanes, db.ownBlocks, db.saidEntries]
  return db.transaction('rw', tables, async () => {
    if (((await db.ownLanes.get(lane.lane))?.next ?? 0) !== lane.next - 1) return false
    await db.ownBlocks.put({ lane: lane.lane, seq, hash, bytes })
    if (dropsBefore !== null) {
      const dropped: [number[], number[]] = [
        [lane.lane, 0],
        [lane.lane, dropsBefore],
      ]
      await db.ownBlocks
        .where('[lane+seq]')
        .between(...dropped)
        .delete()
    }
    await db.ownLanes.put(lane)
    for (const row of rows) await keepRow(db, row)
    await keepStatements(db, statements)
    if (entry) await db.saidEntries.put(entry)
    return true
  })
}

function keepTaken(db: OthersDatabase, taking: Taking): Promise<void> {
  const { stream, bytes, dropsBefore, entries, copies, unread } = taking
  const { device, lane, seq, hash } = blockOf(bytes)
  return db.transaction('rw', db.tables, async () => {
    await db.streams.put(stream)
    await db.blocks.put({ device, lane, seq, hash, bytes })
    if (dropsBefore !== null) {
      const range = db.blocks.where('[device+lane+seq]')
      await range.between([device, lane, 0], [device, lane, dropsBefore]).delete()
    }
    await db.entries.bulkPut(entries.map(one => ({ ...one, number: one.entry.number })))
    await db.copyHeads.bulkPut([...copies])
    await db.unread.bulkPut(
      unread.map((record, index) => ({ place: `${device}/${lane}/${seq}/${index}`, record })),
    )
  })
}

const ownFrom = (db: TillDatabase, { lane, next }: Wanted, mostBytes: number) =>
  inRow(mostBytes, next, (from, most) =>
    db.ownBlocks
      .where('[lane+seq]')
      .between([lane, from], [lane, Dexie.maxKey])
      .limit(most)
      .toArray(),
  )

const othersFrom = (db: OthersDatabase, { device, lane, next }: Wanted, mostBytes: number) =>
  inRow(mostBytes, next, (from, most) =>
    db.blocks
      .where('[device+lane+seq]')
      .between([device, lane, from], [device, lane, Dexie.maxKey])
      .limit(most)
      .toArray(),
  )

/** Blocks in a row from a number on, or from the first kept, until they fill the room. */
async function inRow(
  mostBytes: number,
  next: number,
  read: (from: number, most: number) => PromiseLike<{ seq: number; bytes: Uint8Array }[]>,
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  let [room, from, isFirst] = [mostBytes, next, true]
  for (;;) {
    const blocks = await read(from, BLOCKS_AT_ONCE)
    for (const { seq, bytes } of blocks) {
      if (room <= 0 || (!isFirst && seq !== from)) return found
      found.push(bytes)
      room -= bytes.length
      from = seq + 1
      isFirst = false
    }
    if (blocks.length < BLOCKS_AT_ONCE) return found
  }
}

function blockOf(bytes: Uint8Array): ReadBlock {
  const block = readBlock(bytes)
  assert(block !== undefined, 'only blocks are kept')
  return block
}
