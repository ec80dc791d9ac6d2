import { Dexie } from 'dexie'
import { readCopiedMany } from './copies'
import { areErasing, noteErasure } from './erasures'
import { keepTaken, keptUnread, takeKept } from './keptTaken'
import type { OthersDatabase } from './othersDatabase'
import { dropReplaced } from './replacedBlocks'
import { forgetSaid, noteSaid, readUnsaid } from './unsaidEntries'
import {
  applySaid,
  keepRows,
  keepStatements,
  sayAgain,
  tablesOfSaying,
  waitingSubjects,
  type SharedState,
} from './sharedState'
import { assert } from '@/core/assert'
import { LANES, readBlock } from '@/core/sharing/block'
import type { Wanted } from '@/core/sharing/carrier'
import type { CopyHead } from '@/core/sharing/copyHead'
import { subjectOf } from '@/core/sharing/register'
import type { Statement } from '@/core/sharing/statements'
import type { SaidBlock } from '@/core/sharing/sharingState'
import type {
  Saying,
  SharingStore,
  Taking,
  TakingUnread,
  Unread,
} from '@/core/sharing/sharingStore'

/** Of the newest blocks it is told how far a carrier is. */
const MOST_SAID = 1_000

export interface DiskStoreOptions extends SharedState {
  others: OthersDatabase
  /** The name of this device. */
  device: string
  /** ISO 8601 in UTC. */
  now: () => string
  /** Called before and after each write; a test stops here. */
  atStep?: () => void | Promise<void>
}

/**
 * What sharing keeps on the device. Everything that speaks of this till (its own blocks, what was
 * said of shared data, the data itself) is written in one transaction of the till's database; what
 * others wrote, in one of theirs. Between the two a kill may fall: the block is then taken again.
 */
export class DiskStore implements SharingStore {
  device: string

  constructor(private readonly options: DiskStoreOptions) {
    this.device = options.device
  }

  ownLanes() {
    return this.options.till.ownLanes.toArray()
  }

  readShared() {
    const { till, shared } = this.options
    return till.transaction('r', [till.sharedRows, ...shared.tables], async () => ({
      own: await shared.readAll(),
      rows: new Map(
        // Keys that this version does not know are not its own to speak of.
        (await till.sharedRows.toArray()).flatMap(row =>
          shared.knows(row.key) ? [[row.key, row] as const] : [],
        ),
      ),
    }))
  }

  async statements(): Promise<readonly Statement[]> {
    const kept = await this.options.till.statements.toArray()
    return kept.map(({ statement }) => statement)
  }

  unsaidEntries(most: number) {
    return readUnsaid(this.options.till, most)
  }

  async say({ lane, bytes, dropsBefore, rows, statements, entry }: Saying): Promise<boolean> {
    await this.step()
    const { till } = this.options
    const block = readBlock(bytes)
    assert(block?.device === this.device, 'a device says its own blocks')
    const isSaid = await till.transaction('rw', tablesOfSaying(this.options), async () => {
      const before = await till.ownLanes.get(lane.lane)
      if ((before?.next ?? 0) !== lane.next - 1) return false
      await till.ownLanes.put(lane)
      await till.ownBlocks.put({ lane: lane.lane, seq: block.seq, hash: block.hash, bytes, entry })
      if (dropsBefore !== null) await dropReplaced(till, before ?? lane, dropsBefore)
      const registers = rows.flatMap(({ held }) => held).filter(({ by }) => by === this.device)
      if (await areErasing(till, registers)) await this.noteErasure(lane.next, this.device)
      await keepRows(this.options, rows)
      await keepStatements(this.options, statements)
      if (entry) await noteSaid(till, entry)
      return true
    })
    await this.step()
    return isSaid
  }

  /** Blocks of this device's journals, by the last entry in each. */
  async saidBlocks(): Promise<SaidBlock[]> {
    const lane = LANES.journal
    const kept = this.options.till.ownBlocks
      .where('[lane+seq]')
      .between([lane, Dexie.minKey], [lane, Dexie.maxKey])
    const said: SaidBlock[] = []
    await kept
      .reverse()
      .limit(MOST_SAID)
      .each(({ seq, entry }) => said.push({ seq, entry }))
    return said
  }

  async knownStreams() {
    const streams = await this.options.others.streams.toArray()
    return streams.map(({ heardAt: _heardAt, seen: _seen, ...stream }) => stream)
  }

  async blocksFrom({ device, lane, next }: Wanted, mostBytes: number): Promise<Uint8Array[]> {
    const { till, others } = this.options
    const blocks: Uint8Array[] = []
    let [roomBytes, expected] = [mostBytes, -1]
    // Of replaced blocks it is only known where they were.
    const first = device === this.device ? ((await till.ownLanes.get(lane))?.first ?? 0) : 0
    const from = Math.max(next, first)
    const kept =
      device === this.device
        ? till.ownBlocks.where('[lane+seq]').between([lane, from], [lane, Dexie.maxKey])
        : others.blocks
            .where('[device+lane+seq]')
            .between([device, lane, next], [device, lane, Dexie.maxKey])
    await kept
      .until(() => roomBytes <= 0)
      .each(({ seq, bytes }) => {
        if (expected !== -1 && seq !== expected) roomBytes = 0
        if (roomBytes <= 0) return
        blocks.push(bytes)
        roomBytes -= bytes.length
        expected = seq + 1
      })
    return blocks
  }

  async hashAt({ device, lane, next }: Wanted): Promise<string | undefined> {
    const { till, others } = this.options
    const kept =
      device === this.device
        ? await till.ownBlocks.get([lane, next])
        : await others.blocks.get([device, lane, next])
    return kept?.hash
  }

  heldEntries(journal: string, numbers: readonly number[]) {
    return readCopiedMany(this.options.others, journal, numbers)
  }

  async copyHead(journal: string): Promise<CopyHead | undefined> {
    const kept = await this.options.others.copyHeads.get(journal)
    if (!kept) return undefined
    const { device: _device, ...head } = kept
    return head
  }

  async take(taking: Taking): Promise<'taken' | 'unsaid'> {
    await this.step()
    if ((await this.takeSaid(taking)) === 'unsaid') return 'unsaid'
    await this.step()
    await this.takeStream(taking)
    await this.step()
    return 'taken'
  }

  unread(): Promise<Unread[]> {
    return keptUnread(this.options.others)
  }

  async takeUnread(taking: TakingUnread): Promise<void> {
    await this.step()
    await takeKept(this.options.others, taking)
    await this.step()
  }

  async beginAnew(device: string): Promise<void> {
    const { till } = this.options
    await till.transaction('rw', tablesOfSaying(this.options), async () => {
      await till.ownLanes.clear()
      await till.ownBlocks.clear()
      await forgetSaid(till)
      await sayAgain(this.options, device)
    })
  }

  /** Applies what this version knows, and an earlier one was told before the till was updated. */
  async applyKnown(): Promise<void> {
    const subjects = await waitingSubjects(this.options)
    if (subjects.size === 0) return
    // Dexie follows awaits through functions that are async themselves, and no others.
    await this.options.till.transaction('rw', tablesOfSaying(this.options), async () => {
      await applySaid(this.options, subjects, [])
    })
  }

  /** What a block says of the shop, in one transaction with the shop's own rows. */
  private takeSaid({ stream, registers, statements }: Taking): Promise<'taken' | 'unsaid'> {
    const { till } = this.options
    if (registers.length === 0 && statements.length === 0) return Promise.resolve('taken')
    return till.transaction('rw', tablesOfSaying(this.options), async () => {
      const subjects = new Set(registers.map(({ key }) => subjectOf(key)))
      const isErasing = await areErasing(till, registers)
      if ((await applySaid(this.options, subjects, registers)) === 'unsaid') return 'unsaid'
      if (isErasing) await this.noteErasure(stream.next, stream.device)
      await keepStatements(this.options, statements)
      return 'taken'
    })
  }

  private noteErasure(next: number, device: string): Promise<void> {
    return noteErasure(this.options.till, { device, next, at: this.options.now() })
  }

  /** Where the block stands in its stream, and the entries in it, in one transaction. */
  private async takeStream({ stream, bytes, seen, dropsBefore, ...taking }: Taking): Promise<void> {
    const { others, now } = this.options
    const block = readBlock(bytes)
    assert(block !== undefined, 'only blocks are kept')
    const { device, lane, seq, hash } = block
    await others.transaction('rw', others.tables, async () => {
      await others.streams.put({ ...stream, heardAt: now(), seen })
      await others.blocks.put({ device, lane, seq, hash, bytes })
      if (dropsBefore !== null) {
        await others.blocks
          .where('[device+lane+seq]')
          .between([device, lane, 0], [device, lane, dropsBefore], true, false)
          .delete()
      }
      await keepTaken(others, device, taking)
    })
  }

  private async step(): Promise<void> {
    await this.options.atStep?.()
  }
}
