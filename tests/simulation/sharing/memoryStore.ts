import { LANES, readBlock, type ReadBlock } from '@/core/sharing/block'
import type { BlockRecord, EntryRecord } from '@/core/sharing/blockContent'
import type { Wanted } from '@/core/sharing/carrier'
import type { CopyHead } from '@/core/sharing/copyHead'
import type { Plain } from '@/core/sharing/register'
import type { Statement } from '@/core/sharing/statements'
import {
  saidAgain,
  takeRegisters,
  touchesUnsaid,
  valueOf,
  type SharedRow,
} from '@/core/sharing/sharedRow'
import type {
  KnownStream,
  OwnLane,
  Saying,
  SharingStore,
  Taking,
  TakingUnread,
  Unread,
} from '@/core/sharing/sharingStore'
import { isSameValue, valueText } from '@/core/sameValue'

/** The device was killed. */
export class Killed extends Error {}

/** What is on the disk of a simulated device. */
export interface Disk {
  own: Map<string, Plain>
  rows: Map<string, SharedRow>
  lanes: Map<number, OwnLane>
  blocks: Map<string, ReadBlock>
  /** Hashes of blocks of its own journal that were replaced. */
  replaced: Map<string, string>
  streams: Map<string, KnownStream>
  statements: Statement[]
  journal: EntryRecord[]
  /** How many entries of `journal` blocks have. */
  saidEntries: number
  copies: Map<string, EntryRecord[]>
  heads: Map<string, CopyHead>
  unread: Unread[]
  /** How many were unread until now. */
  unreadCount: number
  /** What removed devices sold that came after: also in `copies`. */
  late: EntryRecord[]
}

export const emptyDisk = (): Disk => ({
  own: new Map(),
  rows: new Map(),
  lanes: new Map(),
  blocks: new Map(),
  replaced: new Map(),
  streams: new Map(),
  statements: [],
  journal: [],
  saidEntries: 0,
  copies: new Map(),
  heads: new Map(),
  unread: [],
  unreadCount: 0,
  late: [],
})

const placeOf = ({ device, lane, next }: Wanted) => `${device}/${lane}/${next}`

/**
 * The disk of a simulated device behind the methods that sharing asks for. `atStep` is called
 * before and after each write: it may throw `Killed`. `knows` says which keys this version of the
 * till applies.
 */
export class MemoryStore implements SharingStore {
  /** Keys whose value here was replaced before it was said: a change that nobody ever saw. */
  readonly overwritten: string[] = []

  constructor(
    readonly disk: Disk,
    public device: string,
    private readonly atStep: () => void,
    public knows: (key: string) => boolean,
  ) {}

  ownLanes() {
    return Promise.resolve([...this.disk.lanes.values()])
  }

  readShared() {
    // Keys that this version does not know are not its own to speak of.
    const rows = new Map([...this.disk.rows].filter(([key]) => this.knows(key)))
    return Promise.resolve({ own: new Map(this.disk.own), rows })
  }

  statements() {
    return Promise.resolve(this.disk.statements)
  }

  unsaidEntries(most: number) {
    const { journal, saidEntries } = this.disk
    return Promise.resolve(journal.slice(saidEntries, saidEntries + most))
  }

  async say({ lane, bytes, dropsBefore, rows, statements, entry }: Saying) {
    this.atStep()
    const { disk } = this
    if ((disk.lanes.get(lane.lane)?.next ?? 0) !== lane.next - 1) return false
    this.keepBlock(bytes, dropsBefore)
    disk.lanes.set(lane.lane, lane)
    for (const row of rows) this.keepRow(row)
    this.keepStatements(statements)
    if (entry) {
      const said = disk.journal.findIndex(
        one => one.entry.till === entry.till && one.entry.number === entry.number,
      )
      disk.saidEntries = said + 1
    }
    this.atStep()
    return Promise.resolve(true)
  }

  knownStreams() {
    return Promise.resolve([...this.disk.streams.values()])
  }

  blocksFrom({ device, lane, next }: Wanted, mostBytes: number) {
    const blocks: Uint8Array[] = []
    let roomBytes = mostBytes
    const kept = [...this.disk.blocks.values()].filter(
      one => one.device === device && one.lane === lane,
    )
    const first = Math.min(...kept.map(({ seq }) => seq))
    for (let seq = Math.max(next, first); roomBytes > 0; seq += 1) {
      const block = this.disk.blocks.get(placeOf({ device, lane, next: seq }))
      if (!block) break
      blocks.push(block.bytes)
      roomBytes -= block.bytes.length
    }
    return Promise.resolve(blocks)
  }

  hashAt(place: Wanted) {
    const { blocks, replaced } = this.disk
    return Promise.resolve(blocks.get(placeOf(place))?.hash ?? replaced.get(placeOf(place)))
  }

  heldEntries(journal: string, numbers: readonly number[]): Promise<readonly EntryRecord[]> {
    const held = this.disk.copies.get(journal) ?? []
    return Promise.resolve(held.filter(({ entry }) => numbers.includes(entry.number)))
  }

  copyHead(journal: string) {
    return Promise.resolve(this.disk.heads.get(journal))
  }

  async take({
    stream,
    bytes,
    dropsBefore,
    registers,
    statements,
    entries,
    copies,
    unread,
    late,
  }: Taking) {
    this.atStep()
    const { disk } = this
    const changed = takeRegisters(disk, registers)
    const known = changed.filter(({ key }) => this.knows(key))
    if (touchesUnsaid(disk, known)) return 'unsaid'
    for (const row of changed) this.apply(row)
    this.keepStatements(statements)
    this.atStep()
    const { device, lane } = stream
    disk.streams.set(`${device}/${lane}`, stream)
    this.keepBlock(bytes, dropsBefore)
    this.keepEntries(entries)
    for (const head of copies) disk.heads.set(head.journal, head)
    for (const record of unread) this.keepUnread(record, device, late)
    disk.late.push(...late.filter(one => entries.includes(one)))
    this.atStep()
    return Promise.resolve('taken' as const)
  }

  unread(): Promise<Unread[]> {
    return Promise.resolve(this.disk.unread)
  }

  takeUnread({ ids, entries, late, copies }: TakingUnread): Promise<void> {
    this.atStep()
    const { disk } = this
    this.keepEntries(entries)
    for (const { head } of copies) disk.heads.set(head.journal, head)
    disk.late.push(...late)
    disk.unread = disk.unread.filter(({ id }) => !ids.includes(id))
    this.atStep()
    return Promise.resolve()
  }

  async beginAnew(device: string) {
    const { disk } = this
    disk.lanes.clear()
    disk.replaced.clear()
    disk.saidEntries = 0
    for (const [place, block] of disk.blocks) {
      if (block.device === device) disk.blocks.delete(place)
    }
    this.sayAgain(device)
    return Promise.resolve()
  }

  /** What a later version of the till knows, which this device was told before its update. */
  applyKnown(): void {
    for (const row of this.disk.rows.values()) {
      if (isSameValue(this.disk.own.get(row.key) ?? null, row.applied)) this.apply(row)
    }
  }

  private keepEntries(entries: readonly EntryRecord[]): void {
    const { copies } = this.disk
    for (const record of entries) {
      copies.set(record.journal, [...(copies.get(record.journal) ?? []), record])
    }
  }

  private keepUnread(record: BlockRecord, device: string, late: readonly EntryRecord[]): void {
    const { disk } = this
    disk.unreadCount += 1
    const isLate = late.some(one => one === record)
    disk.unread.push({ id: disk.unreadCount, record, device, isLate })
  }

  private keepStatements(statements: readonly Statement[]): void {
    const known = new Set(this.disk.statements.map(valueText))
    this.disk.statements.push(...statements.filter(one => !known.has(valueText(one))))
    for (const one of statements) {
      if (one.kind === 'removal') this.sayAgain(one.device)
    }
  }

  private sayAgain(device: string): void {
    for (const row of saidAgain(this.disk.rows, device)) this.disk.rows.set(row.key, row)
  }

  private keepBlock(bytes: Uint8Array, dropsBefore: number | null): void {
    const block = readBlock(bytes)
    if (!block) throw new Error('only blocks are kept')
    const { device, lane, seq } = block
    this.disk.blocks.set(placeOf({ device, lane, next: seq }), block)
    for (const [place, one] of this.disk.blocks) {
      const isOfLane = one.device === device && one.lane === lane
      if (dropsBefore === null || !isOfLane || one.seq >= dropsBefore) continue
      this.disk.blocks.delete(place)
      if (device === this.device && lane === LANES.journal) {
        this.disk.replaced.set(place, one.hash)
      }
    }
  }

  private apply(row: SharedRow): void {
    if (!this.knows(row.key)) {
      this.keepRow(row)
      return
    }
    const before = this.disk.own.get(row.key) ?? null
    if (!isSameValue(before, row.applied)) this.overwritten.push(row.key)
    const value = valueOf(new Map([[row.key, row]]), row.key)
    if (value === null) this.disk.own.delete(row.key)
    else this.disk.own.set(row.key, value)
    this.keepRow({ ...row, applied: value })
  }

  private keepRow(row: SharedRow): void {
    if (row.held.length === 0 && row.applied === null) this.disk.rows.delete(row.key)
    else this.disk.rows.set(row.key, row)
  }
}

/** Values that the shop has, of which the removed and the fields of the removed are none. */
export const sharedOf = (disk: Disk): Record<string, Plain> =>
  Object.fromEntries([...disk.own].sort(([a], [b]) => a.localeCompare(b)))
