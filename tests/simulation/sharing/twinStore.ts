import { expect, vi } from 'vitest'
import type { Disk } from './memoryStore'
import { subjectOf, type Plain } from '@/core/sharing/register'
import type { Wanted } from '@/core/sharing/carrier'
import type { Saying, Taking, TakingUnread } from '@/core/sharing/sharingStore'
import { valueText } from '@/core/sameValue'
import { TillDatabase } from '@/storage/databases'
import { readCopy } from '@/storage/sharing/copies'
import { DiskStore } from '@/storage/sharing/diskStore'
import { OthersDatabase } from '@/storage/sharing/othersDatabase'
import type { SharedTables } from '@/storage/sharing/sharedState'

/** The model itself: the tests put this one's twin in its place. */
const { Killed, MemoryStore } =
  await vi.importActual<typeof import('./memoryStore')>('./memoryStore')

/** What was seen at each step of a method: a kill, and the device's own values. */
interface Steps {
  own: Map<string, Plain>[]
  isKilled: boolean
}

const OWN = 'own:'

/** The values of a simulated device in a table, each under its own name. */
function valuesIn(till: TillDatabase, knows: (key: string) => boolean): SharedTables {
  const read = async (prefix: string) => {
    const rows = await till.settings.where('name').startsWith(`${OWN}${prefix}`).toArray()
    return rows.map(({ name, value }): [string, Plain] => [name.slice(OWN.length), value as Plain])
  }
  return {
    tables: [till.settings],
    knows,
    readAll: async () => new Map(await read('')),
    readSubject: async subject =>
      new Map((await read(subject)).filter(([key]) => subjectOf(key) === subject)),
    async apply(subjects) {
      for (const { subject, values } of subjects) {
        const gone = (await read(subject)).filter(
          ([key]) => subjectOf(key) === subject && !values.has(key),
        )
        for (const [key] of gone) await till.settings.delete(`${OWN}${key}`)
        for (const [key, value] of values) await till.settings.put({ name: OWN + key, value })
      }
      return new Set()
    },
  }
}

/**
 * The store of a simulated device in memory and the one on disk, which get the same calls, are
 * killed at the same steps, and must answer the same: one is the model of the other.
 */
export class TwinStore extends MemoryStore {
  private readonly steps: Steps
  private readonly till = new TillDatabase(`twin-${crypto.randomUUID()}-till`)
  private readonly others = new OthersDatabase(this.till.name.replace('-till', '-others'))
  private readonly twin: DiskStore
  private journalCount = 0
  private isLoaded = false
  private stepAt = 0

  constructor(disk: Disk, device: string, atStep: () => void, knows: (key: string) => boolean) {
    const steps: Steps = { own: [], isKilled: false }
    super(
      disk,
      device,
      () => {
        try {
          atStep()
        } catch (error) {
          steps.isKilled = true
          throw error
        } finally {
          steps.own.push(new Map(disk.own))
        }
      },
      knows,
    )
    this.steps = steps
    this.twin = new DiskStore({
      till: this.till,
      others: this.others,
      shared: valuesIn(this.till, key => this.knows(key)),
      device,
      now: () => '2026-11-29T09:00:00.000Z',
      atStep: () => this.replayStep(),
    })
  }

  override ownLanes() {
    return this.both(
      () => super.ownLanes(),
      () => this.twin.ownLanes(),
      lanes => lanes.toSorted((a, b) => a.lane - b.lane),
    )
  }

  override readShared() {
    return this.both(
      () => super.readShared(),
      async () => {
        const { own, rows } = await this.twin.readShared()
        return { own: new Map(own), rows }
      },
    )
  }

  override statements() {
    return this.both(
      () => super.statements(),
      async () => [...(await this.twin.statements())],
      found => found.map(valueText).toSorted() as never,
    )
  }

  override unsaidEntries(most: number) {
    return this.both(
      () => super.unsaidEntries(most),
      () => this.twin.unsaidEntries(most),
    )
  }

  override say(saying: Saying) {
    return this.both(
      () => super.say(saying),
      () => this.twin.say(saying),
    )
  }

  override knownStreams() {
    return this.both(
      () => super.knownStreams(),
      () => this.twin.knownStreams(),
      found => found.toSorted((a, b) => (valueText(a) < valueText(b) ? -1 : 1)),
    )
  }

  override blocksFrom(wanted: Wanted, mostBytes: number) {
    return this.both(
      () => super.blocksFrom(wanted, mostBytes),
      () => this.twin.blocksFrom(wanted, mostBytes),
    )
  }

  override hashAt(place: Wanted) {
    return this.both(
      () => super.hashAt(place),
      () => this.twin.hashAt(place),
    )
  }

  override heldEntries(journal: string, numbers: readonly number[]) {
    return this.both(
      () => super.heldEntries(journal, numbers),
      () => this.twin.heldEntries(journal, numbers),
      found => found.toSorted((a, b) => a.entry.number - b.entry.number),
    )
  }

  override copyHead(journal: string) {
    return this.both(
      () => super.copyHead(journal),
      () => this.twin.copyHead(journal),
    )
  }

  override async take(taking: Taking) {
    const outcome = await this.both(
      () => super.take(taking),
      () => this.twin.take(taking),
    )
    for (const { journal } of taking.copies) {
      expect(await readCopy(this.others, journal)).toEqual(this.disk.copies.get(journal))
    }
    return outcome
  }

  override unread() {
    return this.both(
      () => super.unread(),
      () => this.twin.unread(),
    )
  }

  override takeUnread(taking: TakingUnread) {
    return this.both(
      () => super.takeUnread(taking),
      () => this.twin.takeUnread(taking),
    )
  }

  override beginAnew(device: string) {
    return this.both(
      () => super.beginAnew(device),
      () => this.twin.beginAnew(device),
    )
  }

  override applyKnown(): void {
    super.applyKnown()
    this.waiting = this.twin.applyKnown()
  }
  private waiting: Promise<void> = Promise.resolve()

  private async both<T>(
    inMemory: () => Promise<T>,
    onDisk: () => Promise<T>,
    sorted: (value: T) => T = value => value,
  ): Promise<T> {
    await this.waiting
    this.twin.device = this.device
    await this.load()
    await this.writeOwn(this.disk.own)
    await this.writeJournal()
    this.steps.own = []
    this.steps.isKilled = false
    this.stepAt = 0
    const [expected, found] = [await outcomeOf(inMemory), await outcomeOf(onDisk)]
    if (this.steps.isKilled) {
      expect(found).toEqual({ isKilled: true })
      throw new Killed()
    }
    if ('isKilled' in expected || 'isKilled' in found) throw new Error('both are killed, or none')
    expect(sorted(found.value)).toEqual(sorted(expected.value))
    return expected.value
  }

  /** What the memory met at this step: somebody changed a value, or the device was killed. */
  private async replayStep(): Promise<void> {
    const { own, isKilled } = this.steps
    const now = own[this.stepAt]
    this.stepAt += 1
    if (!now) throw new Error('the store on disk takes more steps than its model')
    await this.writeOwn(now)
    if (isKilled && this.stepAt === own.length) throw new Killed()
  }

  /** Brings the table to the values of the device, which tests change by themselves. */
  private async writeOwn(own: ReadonlyMap<string, Plain>): Promise<void> {
    const rows = [...own].map(([key, value]) => ({ name: OWN + key, value }))
    const before = await this.till.settings.toArray()
    const gone = before.filter(({ name }) => !own.has(name.slice(OWN.length)))
    await this.till.settings.bulkDelete(gone.map(({ name }) => name))
    await this.till.settings.bulkPut(rows)
  }

  private async writeJournal(): Promise<void> {
    for (const { entry, signature } of this.disk.journal.slice(this.journalCount)) {
      await this.till.journal.add(entry)
      const { till, number } = entry
      if (signature !== null) await this.till.signatures.add({ till, number, signature })
    }
    this.journalCount = this.disk.journal.length
  }

  /** A profile that was copied begins with what was on the disk. */
  private async load(): Promise<void> {
    if (this.isLoaded) return
    this.isLoaded = true
    const { disk, till, others } = this
    await till.ownLanes.bulkPut([...disk.lanes.values()])
    await till.sharedRows.bulkPut([...disk.rows.values()])
    await till.statements.bulkPut(
      disk.statements.map(statement => ({ text: valueText(statement), statement })),
    )
    const last = disk.journal[disk.saidEntries - 1]
    if (last) {
      const { till: code, number } = last.entry
      const value = { [code]: { journal: last.journal, number } }
      await till.sharing.put({ name: 'saidEntries', value })
    }
    for (const { device, lane, seq, hash, bytes } of disk.blocks.values()) {
      if (device === this.device) {
        await till.ownBlocks.put({ lane, seq, hash, bytes, entry: null })
      } else await others.blocks.put({ device, lane, seq, hash, bytes })
    }
    for (const [place, hash] of disk.replaced) {
      const [, lane, seq] = place.split('/').map(Number)
      const bytes = new Uint8Array()
      await till.ownBlocks.put({ lane: lane as 0, seq: seq ?? 0, hash, bytes, entry: null })
    }
    await others.unread.bulkAdd(disk.unread)
    const heardAt = '2026-11-29T09:00:00.000Z'
    await others.streams.bulkPut(
      [...disk.streams.values()].map(one => ({ ...one, heardAt, seen: [] })),
    )
    await others.copyHeads.bulkPut([...disk.heads.values()].map(head => ({ ...head, device: '' })))
    await others.copyEntries.bulkPut(
      [...disk.copies.values()].flat().map(record => {
        return { journal: record.journal, number: record.entry.number, record }
      }),
    )
  }
}

async function outcomeOf<T>(run: () => Promise<T>): Promise<{ value: T } | { isKilled: true }> {
  try {
    return { value: await run() }
  } catch (error) {
    if (error instanceof Killed) return { isKilled: true }
    throw error
  }
}
