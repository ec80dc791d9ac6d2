import { beforeEach, describe, expect, it } from 'vitest'
import { goodLineTo, Hub } from '../../simulation/sharing/hub'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import { LANES, MOST_BLOCK_BYTES, readBlock, type Lane } from '@/core/sharing/block'
import type { BlockRecord, EntryRecord } from '@/core/sharing/blockContent'
import type { Carrier } from '@/core/sharing/carrier'
import { say } from '@/till/sharing/log/say'

let hub: Hub
let owner: SimulatedDevice
let tablet: SimulatedDevice
let phone: SimulatedDevice
let nowMs = Date.UTC(2026, 10, 29, 9)

const running = { chance: chanceOf(1), clock: () => (nowMs += 1_000) }
const reach = (device: SimulatedDevice) => device.exchange(goodLineTo(hub))

/** A device that the owner let in. */
async function make(letter: string): Promise<SimulatedDevice> {
  const device = await SimulatedDevice.make(letter, running)
  await owner.letIn(device)
  await reach(owner)
  return device
}

/** Sales of a device, each said in a block of its own. */
async function sell(device: SimulatedDevice, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    await device.seal()
    await reach(device)
  }
}

/** What a device holds of the tablet's journal. */
const copyOn = (device: SimulatedDevice) =>
  device.disk.copies.get(tablet.disk.journal[0]?.journal ?? '') ?? []

const blocksIn = (of: SimulatedDevice, lane: Lane, device = tablet) =>
  [...of.disk.blocks.values()].filter(one => one.device === device.device && one.lane === lane)

/** Numbers of the tablet's entries that can be read from what the hub keeps. */
async function numbersOnHub(): Promise<Set<number>> {
  const found = new Set<number>()
  for (const block of hub.blocks().filter(({ device }) => device === tablet.device)) {
    for (const record of (await owner.read(block))?.records ?? []) {
      if (record.kind === 'entry') found.add(record.entry.number)
    }
  }
  return found
}

/** The hub, of which a lane is held back. */
const without = (lane: Lane): Carrier => ({
  swap: swap => {
    const answer = hub.swap(swap)
    return Promise.resolve({
      ok: true,
      value: {
        ...answer,
        heads: answer.heads.filter(one => one.lane !== lane),
        blocks: answer.blocks.filter(bytes => readBlock(bytes)?.lane !== lane),
      },
    })
  },
})

/** Says records as a segment of the tablet, whatever they are. */
async function saySegment(records: readonly BlockRecord[]): Promise<void> {
  await say(tablet.sharing, LANES.segments, { records, rows: [], entry: null })
  await reach(tablet)
}

beforeEach(async () => {
  hub = new Hub()
  owner = await SimulatedDevice.found('P', running)
  tablet = await make('A')
  phone = await make('B')
})

describe('a journal that is packed', () => {
  it('is read by all, and leaves a block or two in its lane, wherever it is', async () => {
    await sell(tablet, 12)
    await reach(phone)
    await reach(owner)
    for (const device of [phone, owner]) expect(copyOn(device)).toEqual(tablet.disk.journal)
    for (const device of [tablet, phone, owner]) {
      expect(blocksIn(device, LANES.journal).length).toBeLessThanOrEqual(2)
      expect(blocksIn(device, LANES.segments)).toHaveLength(6)
    }
    expect(hub.blocks().filter(({ lane }) => lane === LANES.journal).length).toBeLessThanOrEqual(2)
    // Who comes last reads all of it, from the hub alone.
    const late = await make('C')
    expect(await reach(late)).toMatchObject({ refused: [], tampered: [] })
    expect(copyOn(late)).toEqual(tablet.disk.journal)
    expect(late.disk.unread).toEqual([])
  })

  it('is read on by a device that was away, whatever it had read', async () => {
    for (const count of [1, 2, 3]) {
      await sell(tablet, count)
      await reach(phone)
      await sell(tablet, 7)
      const done = await reach(phone)
      expect(done).toMatchObject({ fault: null, forked: [], refused: [], tampered: [] })
      expect(copyOn(phone)).toEqual(tablet.disk.journal)
    }
  })

  it('waits for its segments where a carrier holds them back, and drops nothing here until then', async () => {
    await sell(tablet, 1)
    await reach(phone)
    await sell(tablet, 5)
    const done = await phone.exchange(without(LANES.segments))
    expect(done?.refused).toMatchObject([{ lane: LANES.journal, outcome: 'gap' }])
    expect(copyOn(phone)).toEqual(tablet.disk.journal.slice(0, 1))
    expect(blocksIn(phone, LANES.journal)).toHaveLength(1)
    expect((await reach(phone))?.refused).toEqual([])
    expect(copyOn(phone)).toEqual(tablet.disk.journal)
  })

  it('is on a hub at each moment, once it was: wherever the exchange is cut', async () => {
    await sell(tablet, 5)
    let cutAfter = 0
    for (let isOver = false; !isOver; cutAfter += 1) {
      await tablet.seal()
      const before = await numbersOnHub()
      let swaps = 0
      const cut: Carrier = {
        swap: swap => {
          if (swaps === cutAfter) {
            return Promise.resolve({ ok: false, fault: { cause: 'unreachable', detail: '' } })
          }
          swaps += 1
          return Promise.resolve({ ok: true, value: hub.swap(swap) })
        },
      }
      isOver = (await tablet.exchange(cut))?.fault === null
      const after = await numbersOnHub()
      for (const number of before) expect(after).toContain(number)
    }
    // It takes several swaps: this was cut in the middle.
    expect(cutAfter).toBeGreaterThan(3)
    expect((await numbersOnHub()).size).toBe(tablet.disk.journal.length)
  })

  it('fills a hub again that forgot all, or what came last', async () => {
    await sell(tablet, 2)
    const image = hub.image()
    await sell(tablet, 5)
    await reach(phone)
    for (const forget of [() => hub.wipe(), () => hub.putBack(image)]) {
      forget()
      await reach(phone)
      expect((await numbersOnHub()).size).toBe(tablet.disk.journal.length)
      await reach(owner)
      const late = await SimulatedDevice.make(`L${String(hub.blocks().length)}`, running)
      await owner.letIn(late)
      await reach(owner)
      await reach(late)
      expect(copyOn(late)).toEqual(tablet.disk.journal)
    }
  })

  it('tells a copied profile, also by a block that it let go', async () => {
    await sell(tablet, 3)
    const copy = tablet.copied()
    await sell(copy, 1)
    // Apart from the hub it goes on until what the copy said is replaced here.
    const apart = new Hub()
    for (let count = 0; count < 6; count += 1) {
      await tablet.seal()
      await tablet.exchange(goodLineTo(apart))
    }
    const head = hub
      .blocks()
      .findLast(({ device, lane }) => device === tablet.device && lane === LANES.journal)
    expect(blocksIn(tablet, LANES.journal).every(({ seq }) => seq > (head?.seq ?? 0))).toBe(true)
    const journal = await tablet.exchange(without(LANES.segments))
    expect(journal?.isCopied).toBe(true)
  })

  it('is cut by size: no segment is longer than a block may be', async () => {
    const letters = () => crypto.getRandomValues(new Uint8Array(30_000)).join('')
    for (let count = 0; count < 8; count += 1) await tablet.seal({ text: letters() })
    tablet.segmentBlocks = 2
    await reach(tablet)
    await sell(tablet, 3)
    await reach(phone)
    expect(copyOn(phone)).toEqual(tablet.disk.journal)
    const segments = blocksIn(phone, LANES.segments)
    expect(segments.length).toBeGreaterThan(1)
    for (const { bytes } of segments) expect(bytes.length).toBeLessThan(MOST_BLOCK_BYTES)
    expect(blocksIn(phone, LANES.journal).length).toBeLessThanOrEqual(3)
  })
})

describe('a segment that is not what was sealed', () => {
  beforeEach(async () => {
    tablet.segmentBlocks = Infinity
    await sell(tablet, 3)
    await reach(phone)
  })
  const record = (number: number): EntryRecord => {
    const found = tablet.disk.journal[number - 1]
    if (!found) throw new Error('it is sealed')
    return found
  }
  const altered = (one: EntryRecord): EntryRecord => ({
    ...one,
    entry: { ...one.entry, day: '2027-01-01' },
  })

  it('is told, by who holds the entries and by who does not, and changes no copy', async () => {
    await tablet.seal()
    await saySegment([record(1), altered(record(2)), record(3), altered(record(4))])
    const done = await phone.exchange(without(LANES.journal))
    expect(done?.tampered.map(({ number }) => number)).toEqual([2, 4])
    expect(copyOn(phone)).toEqual(tablet.disk.journal.slice(0, 3))
    expect(phone.disk.unread.map(one => one.record)).toEqual([
      altered(record(2)),
      altered(record(4)),
    ])
    const late = await make('C')
    expect((await late.exchange(without(LANES.journal)))?.tampered.map(one => one.number)).toEqual([
      2, 4,
    ])
  })

  it('adds nothing twice where it overlaps, and nothing where it skips or is in no order', async () => {
    await tablet.seal()
    await tablet.seal()
    await saySegment([record(2), record(3), record(4), record(3), record(2)])
    await saySegment([record(1), record(4)])
    expect((await phone.exchange(without(LANES.journal)))?.tampered).toEqual([])
    expect(copyOn(phone)).toEqual(tablet.disk.journal.slice(0, 4))
    const late = await make('C')
    await late.exchange(without(LANES.journal))
    expect(copyOn(late)).toEqual(tablet.disk.journal.slice(0, 1))
    // What waits is taken once what is before it came.
    await reach(late)
    await late.update()
    expect(copyOn(late)).toEqual(tablet.disk.journal)
    expect(late.disk.unread).toEqual([])
  })

  it('adds nothing to the journal of another till that this one did not sign', async () => {
    await sell(phone, 2)
    await reach(tablet)
    const [, last] = phone.disk.journal
    if (!last) throw new Error('it is sealed')
    await saySegment([{ ...last, entry: { ...last.entry, number: 3, previous: last.entry.seal } }])
    expect((await reach(owner))?.tampered).toMatchObject([{ till: 'B', number: 3 }])
    expect(owner.disk.copies.get(last.journal)).toEqual(phone.disk.journal)
  })

  it('names segments that never come: its journal stands still, and nothing else does', async () => {
    const base = { begins: true, ends: true }
    const records = [{ kind: 'replaced' as const, segments: 9 }]
    await say(tablet.sharing, LANES.journal, { records, rows: [], entry: null }, { base })
    tablet.disk.own.set('edit/1/price', 250)
    await sell(tablet, 1)
    const done = await reach(phone)
    expect(done?.fault).toBeNull()
    expect(copyOn(phone)).toHaveLength(3)
    expect(phone.disk.own.get('edit/1/price')).toBe(250)
  })
})

describe('a removed device', () => {
  it('packs late what it sold: the same is late for who was there and for who comes after', async () => {
    tablet.segmentBlocks = Infinity
    await sell(tablet, 3)
    await reach(owner)
    await reach(phone)
    await owner.putOut(tablet)
    // It has not heard of it, and packs all it sold.
    for (let count = 0; count < 2; count += 1) {
      await tablet.seal()
      await tablet.exchange(goodLineTo(new Hub()))
    }
    tablet.segmentBlocks = 1
    for (let round = 0; round < 5; round += 1) await tablet.exchange(goodLineTo(new Hub()))
    expect(blocksIn(tablet, LANES.journal)).toHaveLength(1)
    await reach(owner)
    await reach(tablet)
    await reach(phone)
    const late = await make('C')
    await reach(late)
    for (const device of [phone, late]) {
      expect(copyOn(device)).toEqual(tablet.disk.journal)
      expect(device.disk.late).toEqual(tablet.disk.journal.slice(3))
    }
  })
})

describe('a till of a version that knows no segments', () => {
  it('carries them on, and reads them once it is updated', async () => {
    phone.isOld = true
    await sell(tablet, 1)
    await reach(phone)
    await sell(tablet, 6)
    await reach(phone)
    expect(copyOn(phone)).toEqual(tablet.disk.journal.slice(0, 1))
    expect(phone.disk.unread.length).toBeGreaterThan(5)
    hub.wipe()
    await reach(phone)
    expect((await numbersOnHub()).size).toBe(tablet.disk.journal.length)
    await phone.update()
    expect(copyOn(phone)).toEqual(tablet.disk.journal)
    expect(phone.disk.unread).toEqual([])
  })
})
