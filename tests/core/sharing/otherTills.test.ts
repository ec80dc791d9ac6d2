import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { doubleOrders, type OrderRecord } from '@/core/sharing/doubleOrders'
import { chosenTills, otherTills, type HeldCopy, type OwnJournal } from '@/core/sharing/otherTills'
import type { Member } from '@/core/sharing/roster'

const member = (device: string, over: Partial<Member> = {}): Member => ({
  device,
  name: `Appareil ${device}`,
  letter: null,
  manages: false,
  sealingKey: '',
  at: '2026-11-29T09:00:00.000Z',
  by: 'paper',
  seq: 0,
  removal: null,
  ...over,
})
const copy = (device: string, till: string, number: number, journal = `${device}-${till}`) => ({
  device,
  till,
  number,
  journal,
})
const HEARD = [
  { device: 'tablet', at: '2026-11-29T10:00:00.000Z' },
  { device: 'phone', at: '2026-11-29T12:00:00.000Z' },
]
const KNOWN = { roster: [member('tablet'), member('phone')], heard: HEARD }

describe('the other tills of a shop', () => {
  it('are its devices, with their journals and how far these are held', () => {
    const held = [copy('phone', 'C', 7), copy('tablet', 'B', 40), copy('tablet', 'A', 12)]
    expect(otherTills(held, [{ journal: 'own', number: 3 }], KNOWN)).toEqual([
      {
        device: 'tablet',
        letter: 'B',
        name: 'Appareil tablet',
        parts: [
          { journal: 'tablet-A', till: 'A', after: 0, upTo: 12 },
          { journal: 'tablet-B', till: 'B', after: 0, upTo: 40 },
        ],
        upTo: { till: 'B', number: 40 },
        heardAt: '2026-11-29T10:00:00.000Z',
        isRemoved: false,
      },
      {
        device: 'phone',
        letter: 'C',
        name: 'Appareil phone',
        parts: [{ journal: 'phone-C', till: 'C', after: 0, upTo: 7 }],
        upTo: { till: 'C', number: 7 },
        heardAt: '2026-11-29T12:00:00.000Z',
        isRemoved: false,
      },
    ])
  })

  it('have nothing that this device has itself, and what its own journal has not', () => {
    const own = [{ journal: 'tablet-A', number: 12 }]
    expect(otherTills([copy('tablet', 'A', 12)], own, KNOWN)).toEqual([])
    // Restored here from a backup: what the lost tablet sold since is only in its copy.
    const [lost] = otherTills([copy('tablet', 'A', 15)], own, KNOWN)
    expect(lost?.parts).toEqual([{ journal: 'tablet-A', till: 'A', after: 12, upTo: 15 }])
  })

  it('say that their device was put out, and are there when nobody knows it', () => {
    const removal = { kind: 'removal', by: 'paper', seq: 1, device: 'tablet' } as const
    const out = { ...removal, from: 1, salesFrom: 1, at: '2026-11-29T11:00:00.000Z' }
    const roster = [member('tablet', { removal: out })]
    const tills = otherTills([copy('tablet', 'B', 4), copy('gone', 'D', 2)], [], {
      roster,
      heard: HEARD,
    })
    expect(tills.map(({ letter, name, isRemoved }) => ({ letter, name, isRemoved }))).toEqual([
      { letter: 'B', name: 'Appareil tablet', isRemoved: true },
      { letter: 'D', name: '', isRemoved: false },
    ])
  })

  const anyCopy: fc.Arbitrary<HeldCopy> = fc.record({
    device: fc.constantFrom('tablet', 'phone', 'desk'),
    till: fc.constantFrom('A', 'B', 'C'),
    number: fc.integer({ min: 1, max: 30 }),
    journal: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
  })
  const anyCopies = fc.uniqueArray(anyCopy, { selector: ({ journal }) => journal })
  const anyOwn: fc.Arbitrary<OwnJournal[]> = fc.uniqueArray(
    fc.record({
      journal: fc.constantFrom('one', 'two', 'own'),
      number: fc.integer({ min: 1, max: 30 }),
    }),
    { selector: ({ journal }) => journal },
  )

  it('hold each entry once, whatever came first, together as one by one', () => {
    fc.assert(
      fc.property(anyCopies, anyOwn, fc.infiniteStream(fc.nat()), (copies, own, turns) => {
        const tills = otherTills(copies, own, KNOWN)
        const shuffled = copies
          .map(one => ({ one, turn: turns.next().value as number }))
          .toSorted((a, b) => a.turn - b.turn)
          .map(({ one }) => one)
        expect(otherTills(shuffled, own, KNOWN)).toEqual(tills)
        const entriesOf = (some: typeof tills) =>
          some.flatMap(({ parts }) =>
            parts.flatMap(({ journal, after, upTo }) =>
              Array.from({ length: upTo - after }, (_none, at) => `${journal}/${after + 1 + at}`),
            ),
          )
        const all = entriesOf(chosenTills(tills, 'all'))
        expect(new Set(all).size).toBe(all.length)
        expect(all).toEqual(tills.flatMap(({ device }) => entriesOf(chosenTills(tills, device))))
        const isOwn = (key: string) =>
          own.some(
            ({ journal, number }) =>
              key.split('/')[0] === journal && Number(key.split('/')[1]) <= number,
          )
        expect(all.filter(isOwn)).toEqual([])
        const held = copies.flatMap(({ journal, number }) =>
          Array.from({ length: number }, (_none, at) => `${journal}/${at + 1}`),
        )
        expect(all.toSorted()).toEqual(held.filter(key => !isOwn(key)).toSorted())
      }),
    )
  })
})

describe('online orders that several tills recorded', () => {
  const anyRecorded: fc.Arbitrary<OrderRecord> = fc.record({
    eventId: fc.constantFrom('web:s:1', 'web:s:2', 'web:s:3'),
    journal: fc.constantFrom('one', 'two', 'three'),
    till: fc.constant('A'),
    number: fc.integer({ min: 1, max: 5 }),
    at: fc.constantFrom('2026-01-02T10:00:00.000+01:00', '2026-01-02T09:30:00.000Z'),
  })
  const anyOrders = fc.uniqueArray(anyRecorded, {
    selector: ({ eventId, journal }) => `${eventId} ${journal}`,
  })

  it('count once each: by the first that was sealed, in whatever order they came', () => {
    fc.assert(
      fc.property(anyOrders, orders => {
        const doubles = doubleOrders(orders)
        expect(doubleOrders(orders.toReversed())).toEqual(doubles)
        const left = doubles.flatMap(double => double.left)
        const counted = orders.filter(one => !left.includes(one))
        const ids = counted.map(({ eventId }) => eventId)
        expect(new Set(ids)).toEqual(new Set(orders.map(({ eventId }) => eventId)))
        expect(new Set(ids).size).toBe(ids.length)
        for (const double of doubles) {
          for (const one of double.left) {
            expect(Date.parse(double.counted.at)).toBeLessThanOrEqual(Date.parse(one.at))
          }
        }
      }),
    )
  })
})
