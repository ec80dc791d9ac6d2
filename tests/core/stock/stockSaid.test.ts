import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '@/core/journal/journal'
import type { SharedRow } from '@/core/sharing/sharedRow'
import type { Roster } from '@/core/sharing/roster'
import {
  handedTo,
  isHandedOver,
  NOTHING_HANDED,
  stepsIn,
  stockForDetail,
  type HandedStep,
  type StockBy,
  type StockHanded,
} from '@/core/stock/stockHanded'
import {
  ownStockValues,
  rangesToTake,
  sendersFor,
  stockKey,
  stockSaid,
  type StockSaid,
} from '@/core/stock/stockSaid'

const device = (index: number) => String(index).repeat(32)
const journalOf = (of: string) => of.repeat(2)
const AT = '2026-11-30T10:00:00.000Z'

/** An entry: a sale of a piece, or that from then on its stock is for a device. */
type Entry = { number: number; to: string | null }

/** A device that sells, may be named, hears of the others piece by piece, and may be killed. */
class Device {
  handed: StockHanded
  journal: Entry[] = []
  /** What it knows of journals, of what devices said, and of the shop's rule. */
  copies = new Map<string, Entry[]>()
  said = new Map<string, StockSaid & { turn: number }>()
  rule: { turn: number; value: StockBy } = { turn: 0, value: {} }
  removed = new Map<string, string>()
  taken = new Map<string, number>()
  /** Sales that it has to send, by journal and number; what a person is to judge apart. */
  waiting: string[] = []
  sent: string[] = []
  doubtful: string[] = []

  constructor(readonly name: string) {
    this.handed = { ...NOTHING_HANDED, own: name, canSend: true }
    this.said.set(name, { device: name, sent: new Map(), sentAt: null, canSend: true, turn: 0 })
  }

  sell(): void {
    const number = this.journal.length + 1
    this.journal.push({ number, to: null })
    if (!isHandedOver(this.handed)) this.waiting.push(saleOf(journalOf(this.name), number))
  }

  follow(roster: Roster): void {
    const to = sendersFor(this.rule.value.shop ?? '', this.rule.value, roster).at(-1)
    if (to === undefined || to === this.handed.to) return
    const number = this.journal.length + 1
    this.journal.push({ number, to })
    this.handed = handedTo(this.handed, to, { till: 'A', next: number })
  }

  /** Takes what is for it; stopped before it is on disk, nothing is. */
  take(roster: Roster, isKilled: boolean): void {
    const journals = [...this.copies].map(([of, entries]) => ({
      journal: of,
      isOwn: false,
      number: entries.length,
      steps: stepsOf(entries),
    }))
    const own = {
      journal: journalOf(this.name),
      isOwn: true,
      number: this.journal.length,
      steps: stepsOf(this.journal),
    }
    const ranges = rangesToTake(this.name, [own, ...journals], {
      said: [...this.said.values()],
      taken: this.taken,
      sendersOf: of => sendersFor(of, this.rule.value, roster),
    })
    for (const { journal, to, after, upTo, isDoubtful } of ranges) {
      if (isKilled) return
      const entries = journal === own.journal ? this.journal : (this.copies.get(journal) ?? [])
      const sales = entries
        .filter(one => one.number > after && one.number <= upTo && one.to === null)
        .map(({ number }) => saleOf(journal, number))
      if (isDoubtful) this.doubtful.push(...sales)
      else this.waiting.push(...sales)
      this.taken.set(stockKey(journal, to), upTo)
    }
  }

  send(): void {
    this.sent.push(...this.waiting.splice(0))
    const own = this.said.get(this.name)
    if (!own) return
    const sent = new Map(this.taken)
    if (this.handed.to === this.name) {
      sent.set(stockKey(journalOf(this.name), this.name), this.journal.length)
    }
    this.said.set(this.name, { ...own, sent, turn: own.turn + 1 })
  }

  hearJournal(from: Device, of: string): void {
    const theirs = from.name === of ? from.journal : (from.copies.get(journalOf(of)) ?? [])
    const mine = this.copies.get(journalOf(of)) ?? []
    if (of !== this.name && theirs.length > mine.length) {
      this.copies.set(journalOf(of), [...theirs])
    }
  }

  hearSaid(from: Device, of: string): void {
    const theirs = from.said.get(of)
    const mine = this.said.get(of)
    if (theirs && theirs.turn > (mine?.turn ?? -1)) this.said.set(of, theirs)
  }

  hearRule(from: Device): void {
    if (from.rule.turn > this.rule.turn) this.rule = from.rule
    for (const [out, by] of from.removed) this.removed.set(out, by)
  }
}

const saleOf = (journal: string, number: number) => `${journal[0]} ${number}`

const stepsOf = (entries: readonly Entry[]): readonly HandedStep[] =>
  stepsIn(
    entries.map(({ number, to }) => ({
      number,
      event:
        to === null
          ? { kind: 'sale' }
          : { kind: 'trace', what: 'setting-changed', detail: stockForDetail('', to) },
    })) as unknown as JournalEntry[],
  )

const index = fc.nat({ max: 3 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('sell' as const), a: index }) },
  fc.record({ what: fc.constant('name' as const), a: index, b: index }),
  { weight: 2, arbitrary: fc.record({ what: fc.constant('follow' as const), a: index }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constantFrom('journal' as const, 'said' as const, 'rule' as const),
      a: index,
      b: index,
      c: index,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('take' as const, 'kill' as const), a: index }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('send' as const), a: index }) },
)
const removal = fc.record({ what: fc.constant('remove' as const), a: index, b: index })

class Shop {
  devices = [0, 1, 2, 3].map(at => new Device(device(at)))
  turn = 0

  at = (place: number): Device => this.devices[place]!

  rosterOf = (of: Device): Roster =>
    this.devices.map(({ name }) => {
      const by = of.removed.get(name)
      return { device: name, removal: by === undefined ? null : { by } }
    }) as unknown as Roster

  run({ what, ...places }: { what: string; a: number; b?: number; c?: number }): void {
    const [a, b, c] = [this.at(places.a), this.at(places.b ?? 0), this.at(places.c ?? 0)]
    const roster = this.rosterOf(a)
    if (a.removed.has(a.name)) return
    if (what === 'sell') a.sell()
    if (what === 'name') this.name(a, { ...a.rule.value, shop: b.name })
    if (what === 'follow') a.follow(roster)
    if (what === 'journal') a.hearJournal(b, c.name)
    if (what === 'said') a.hearSaid(b, c.name)
    if (what === 'rule') a.hearRule(b)
    if (what === 'take' || what === 'kill') a.take(roster, what === 'kill')
    if (what === 'send') a.send()
    const isLast = this.devices.filter(one => !a.removed.has(one.name)).length <= 2
    if (what !== 'remove' || a === b || isLast) return
    const shop = a.rule.value.shop === b.name ? a.name : (a.rule.value.shop ?? a.name)
    for (const one of this.devices) one.removed.set(b.name, a.name)
    this.name(a, { ...a.rule.value, shop, [b.name]: shop })
  }

  name(by: Device, value: StockBy): void {
    by.rule = { turn: (this.turn += 1), value }
  }

  /** All of those left hear everything, and do what is theirs, until nothing changes. */
  settle(): void {
    const left = this.devices.filter(one => !one.removed.has(one.name))
    for (let round = 0; round < 4; round += 1) {
      for (const one of left) {
        for (const other of this.devices) {
          for (const { name } of this.devices) {
            one.hearJournal(other, name)
            one.hearSaid(other, name)
          }
          one.hearRule(other)
        }
        one.follow(this.rosterOf(one))
        one.take(this.rosterOf(one), false)
        one.send()
      }
    }
  }

  sold = () =>
    this.devices.flatMap(({ name, journal }) =>
      journal.flatMap(({ number, to }) => (to === null ? saleOf(journalOf(name), number) : [])),
    )
}

describe('what several tills sell', () => {
  it('is sent once, in whatever order they hear of each other, and whoever is named', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), steps => {
        const shop = new Shop()
        steps.forEach(one => shop.run(one))
        shop.settle()
        const sent = shop.devices.flatMap(one => one.sent)
        expect(sent.toSorted()).toEqual(shop.sold().toSorted())
        expect(shop.devices.flatMap(({ doubtful }) => doubtful)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('is sent once or judged, never sent twice nor lost, where senders are put out', () => {
    let judged = 0
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 12, arbitrary: step }, removal), { maxLength: 80 }),
        steps => {
          const shop = new Shop()
          shop.run({ what: 'name', a: 0, b: 0 })
          shop.settle()
          steps.forEach(one => shop.run(one))
          shop.settle()
          const sent = shop.devices.flatMap(one => one.sent)
          expect(new Set(sent).size).toBe(sent.length)
          const doubtful = new Set(shop.devices.flatMap(one => one.doubtful))
          judged += doubtful.size
          const known = new Set([...sent, ...doubtful])
          const gone = shop.devices.filter(one => one.removed.has(one.name))
          // What a device that is gone had queued for itself, before anybody was named, is its own.
          const alone = new Set(gone.flatMap(one => one.waiting))
          expect(shop.sold().filter(sale => !known.has(sale) && !alone.has(sale))).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
    expect(judged, 'some were for a device that is gone').toBeGreaterThan(0)
  })
})

const rowOf = (key: string, value: unknown, by: string): SharedRow =>
  ({ key, held: [{ key, value, at: AT, by, version: { [by]: 1 } }], applied: null }) as SharedRow

describe('what a device says of the stock', () => {
  const [one, other] = [device(1), device(2)]
  const key = stockKey(journalOf(one), other)

  it('is read as it was said', () => {
    const values = ownStockValues(one, { sent: { at: AT, upTo: { [key]: 7 } }, canSend: true })
    const rows = [...values].map(([name, value]) => rowOf(name, value, one))
    expect(stockSaid(rows)).toEqual([
      { device: one, sent: new Map([[key, 7]]), sentAt: AT, canSend: true },
    ])
  })

  it('counts for nothing where another device said it in its name', () => {
    const values = ownStockValues(one, { sent: { at: AT, upTo: { [key]: 7 } }, canSend: true })
    expect(stockSaid([...values].map(([name, value]) => rowOf(name, value, other)))).toEqual([])
  })

  it.each([
    ['a number that is none', { at: AT, upTo: { [key]: -1 } }],
    ['a number beyond all journals', { at: AT, upTo: { [key]: 1e300 } }],
    ['a name that is none', { at: AT, upTo: { x: 1 } }],
    ['a time that is none', { at: 'soon', upTo: {} }],
    ['no list', 7],
    ['nothing', null],
  ])('counts for nothing where it is %s', (_what, value) => {
    expect(stockSaid([rowOf(`stock/${one}/sent`, value, one)])).toMatchObject([
      { sentAt: null, sent: new Map() },
    ])
  })

  it('does not let a stranger say that what was for a lost device is in the shop', () => {
    const roster = [
      { device: one, removal: { by: other } },
      { device: other, removal: null },
      { device: device(3), removal: null },
    ] as unknown as Roster
    const said = { device: device(3), sentAt: AT, canSend: true }
    const ranges = rangesToTake(
      other,
      [{ journal: journalOf(one), isOwn: false, number: 9, steps: [{ from: 4, to: one }] }],
      {
        said: [{ ...said, sent: new Map([[stockKey(journalOf(one), one), 9]]) }],
        taken: new Map(),
        sendersOf: of => sendersFor(of, {}, roster),
      },
    )
    expect(ranges).toMatchObject([{ after: 3, upTo: 9, isDoubtful: true }])
  })
})

it('who is in the place of whom never goes round in circles', () => {
  const [one, other] = [device(1), device(2)]
  const roster = [
    { device: one, removal: { by: other } },
    { device: other, removal: { by: one } },
  ] as unknown as Roster
  expect(sendersFor(one, {}, roster)).toEqual([])
  expect(sendersFor('nobody', {}, roster)).toEqual([])
})
