import { LANES, type Lane, type ReadBlock } from '@/core/sharing/block'
import type { BlockRecord, EntryRecord } from '@/core/sharing/blockContent'
import { headAfter, placeEntry, type CopyHead, type NextEntry } from '@/core/sharing/copyHead'
import type { Register } from '@/core/sharing/register'
import { saidBefore } from '@/core/sharing/segments'
import type { SharingStore } from '@/core/sharing/sharingStore'
import type { Statement } from '@/core/sharing/statements'
import { isSameValue } from '@/core/sameValue'
import { isSaidIn } from '@/till/sharing/hearRemoved'
import { isEntrySigned } from '@/till/sharing/isEntrySigned'
import { statementOf } from './say'

/** An entry of another till that is not what its journal leads to. */
export interface TamperedEntry {
  device: string
  journal: string
  till: string
  number: number
}

interface SortedRecords {
  registers: Register[]
  statements: Statement[]
  entries: EntryRecord[]
  copies: Map<string, CopyHead>
  unread: BlockRecord[]
  /** Of `entries` and `unread`, those that were said after their device was put out. */
  late: EntryRecord[]
  tampered: TamperedEntry[]
}

/**
 * The records of a block by what is to be done with them. Of entries, those that follow what is held
 * of their journals; those that are held already are left out. `isLate` says of a block of the
 * journal's lane whether it came after its device was put out.
 */
export async function sortRecords(
  { store }: { store: SharingStore },
  block: Pick<ReadBlock, 'device' | 'lane' | 'seq' | 'epoch'>,
  records: readonly BlockRecord[],
  isLate: (seq: number) => boolean,
): Promise<SortedRecords> {
  const sorted: SortedRecords = {
    registers: [],
    statements: [],
    entries: [],
    copies: new Map(),
    unread: [],
    late: [],
    tampered: [],
  }
  const { device, lane } = block
  for (const record of records) {
    if (record.kind === 'register' && lane === LANES.shared) sorted.registers.push(record.register)
    else if (record.kind === 'statement' && isSaidIn(record, block)) {
      sorted.statements.push(statementOf(record, device))
    } else if (record.kind !== 'entry' && !isReadElsewhere(lane, record)) {
      sorted.unread.push(record)
    }
  }
  const entries = records.filter(one => one.kind === 'entry')
  if (!isOfJournal(lane)) sorted.unread.push(...entries)
  else await sortEntries(store, device, entries, sorted)
  const late = new Set(lateOf(block, records, entries, isLate))
  sorted.late = [...sorted.entries, ...sorted.unread].filter(
    (one): one is EntryRecord => one.kind === 'entry' && late.has(one),
  )
  return sorted
}

const isOfJournal = (lane: Lane) => lane === LANES.journal || lane === LANES.segments

/**
 * What is no matter of its own: the catalogue is read from the kept blocks, whole, once it is closed
 * (`catalogueLane`); what segments and bases say of the journal's lane is read with them.
 */
const isReadElsewhere = (lane: Lane, { kind }: BlockRecord) =>
  (lane === LANES.catalogue && (kind === 'products' || kind === 'catalogue')) ||
  (lane === LANES.segments && kind === 'segment') ||
  (lane === LANES.journal && kind === 'replaced')

async function sortEntries(
  store: SharingStore,
  device: string,
  entries: readonly EntryRecord[],
  sorted: Pick<SortedRecords, 'entries' | 'copies' | 'unread' | 'tampered'>,
): Promise<void> {
  const copies = new Copies(store)
  await copies.open(entries)
  for (const record of entries) {
    const place = await copies.place(record)
    if (place === 'known') continue
    if (place === 'follows') {
      sorted.entries.push(record)
      continue
    }
    // One that is tampered with may be a real sale all the same: it is kept apart.
    sorted.unread.push(record)
    if (place === 'gap') continue
    const { journal, entry } = record
    sorted.tampered.push({ device, journal, till: entry.till, number: entry.number })
  }
  for (const head of copies.moved()) sorted.copies.set(head.journal, head)
}

/** Entries of a block that were said late: of a segment, each by the block that it replaces. */
function lateOf(
  { lane, seq }: Pick<ReadBlock, 'lane' | 'seq'>,
  records: readonly BlockRecord[],
  entries: readonly EntryRecord[],
  isLate: (seq: number) => boolean,
): readonly EntryRecord[] {
  if (lane === LANES.journal) return isLate(seq) ? entries : []
  if (lane !== LANES.segments) return []
  const segment = records.find(one => one.kind === 'segment')
  const said = segment && saidBefore(segment, entries.length)
  // One that does not tell is of no till: of a device that was put out, all of it is late.
  return entries.filter((_, at) => isLate(said?.[at] ?? Infinity))
}

/**
 * The journals of other tills as entries are added to them, one by one: each is checked against what
 * is held before it.
 */
export class Copies {
  private readonly heads = new Map<string, CopyHead | undefined>()
  private readonly changed = new Set<string>()
  private readonly held = new Map<string, EntryRecord>()

  constructor(private readonly store: Pick<SharingStore, 'copyHead' | 'heldEntries'>) {}

  /** Reads what is held of the journals of some entries: before they are placed. */
  async open(entries: readonly EntryRecord[]): Promise<void> {
    for (const journal of new Set(entries.map(one => one.journal))) {
      const head = await this.store.copyHead(journal)
      this.heads.set(journal, head)
      const numbers = entries
        .filter(one => one.journal === journal && one.entry.number <= (head?.number ?? 0))
        .map(({ entry }) => entry.number)
      if (numbers.length === 0) continue
      const held = await this.store.heldEntries(journal, numbers)
      for (const record of held) this.held.set(nameOf(record), record)
    }
  }

  /** Where an entry belongs; one that follows is added, and the next is placed behind it. */
  async place(record: EntryRecord): Promise<NextEntry> {
    const { journal } = record
    const head = this.heads.get(journal)
    const held = this.held.get(nameOf(record))
    // A segment says again what was read before: it need not be checked again.
    if (held && isSameValue(held, record)) return 'known'
    const place = placeEntry(head, record, held?.entry.seal)
    if (place !== 'follows') return place
    if (!(await isEntrySigned(head, record))) return 'tampered'
    this.heads.set(journal, headAfter(head, record))
    this.changed.add(journal)
    this.held.set(nameOf(record), record)
    return 'follows'
  }

  /** Heads of the journals that entries were added to. */
  moved(): CopyHead[] {
    return [...this.changed].flatMap(journal => this.heads.get(journal) ?? [])
  }
}

const nameOf = ({ journal, entry }: EntryRecord) => `${journal}/${entry.number}`
