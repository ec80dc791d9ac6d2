import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standingOf, presentMembers, rosterOf } from '@/core/sharing/roster'
import type { Grant, Removal, Statement } from '@/core/sharing/statements'

const PAPER = 'paper'
const grant = (by: string, device: string, over: Partial<Grant> = {}): Grant => ({
  kind: 'grant',
  by,
  seq: 0,
  device,
  name: device,
  letter: null,
  manages: false,
  sealingKey: '',
  at: '2026-11-29T09:00:00.000Z',
  ...over,
})
const removal = (by: string, device: string, over: Partial<Removal> = {}): Removal => ({
  kind: 'removal',
  by,
  seq: 1,
  device,
  from: 5,
  salesFrom: 0,
  at: '2026-11-29T10:00:00.000Z',
  ...over,
})
const presentOf = (statements: readonly Statement[]) =>
  presentMembers(rosterOf(PAPER, statements)).map(({ device }) => device)

const PHONE = grant(PAPER, 'phone', { manages: true })
const TABLET = grant('phone', 'tablet', { letter: 'A' })

describe('the devices of a shop', () => {
  it('are those that a device of the shop let in that manages', () => {
    expect(presentOf([PHONE, TABLET])).toEqual(['phone', 'tablet'])
    expect(presentOf([PHONE, TABLET, grant('tablet', 'intruder')])).toEqual(['phone', 'tablet'])
    expect(presentOf([PHONE, grant('intruder', 'intruder', { manages: true })])).toEqual(['phone'])
    expect(presentOf([grant('phone', 'tablet')])).toEqual([])
  })

  it('are not those that were put out, which no grant brings back', () => {
    const put = [PHONE, TABLET, removal('phone', 'tablet')]
    expect(presentOf(put)).toEqual(['phone'])
    expect(presentOf([...put, grant('phone', 'tablet', { seq: 9 })])).toEqual(['phone'])
  })

  it('are not put out by a device that does not manage, nor by one that was put out before', () => {
    expect(presentOf([PHONE, TABLET, removal('tablet', 'phone')])).toEqual(['phone', 'tablet'])
    const second = grant('phone', 'second', { manages: true })
    const statements = [
      PHONE,
      second,
      TABLET,
      removal('phone', 'second', { from: 5 }),
      removal('second', 'tablet', { seq: 6 }),
    ]
    expect(presentOf(statements)).toEqual(['phone', 'tablet'])
    // What it said before it was put out still holds.
    expect(presentOf([...statements, removal('second', 'tablet', { seq: 4 })])).toEqual(['phone'])
  })

  it('where two put out each other, the senior one stays; the paper key has the last word', () => {
    const second = grant('phone', 'second', { manages: true })
    const each = [removal('phone', 'second', { from: 1 }), removal('second', 'phone', { from: 1 })]
    expect(presentOf([PHONE, second, ...each])).toEqual(['phone'])
    const third = grant('second', 'third', { manages: true })
    const stolen = [PHONE, second, third, ...each, removal(PAPER, 'phone', { seq: 2, from: 1 })]
    expect(presentOf(stolen)).toEqual(['second', 'third'])
  })

  it('who was put out cannot put out who did it, once it knew', () => {
    const second = grant('phone', 'second', { manages: true })
    // The stolen phone had read the block that puts it out (number 1), and puts out its author.
    const thief = removal('phone', 'second', { seq: 9, from: 5 })
    const heard = removal('second', 'phone', { seq: 1, from: 3 })
    expect(presentOf([PHONE, second, thief, heard])).toEqual(['second'])
    // What it had said before it was put out holds.
    const early = removal('phone', 'second', { seq: 2, from: 1 })
    expect(presentOf([PHONE, second, early, heard])).toEqual(['phone'])
  })

  it('may be let in again by who belongs, when a put-out device had let them in', () => {
    const second = grant('phone', 'second', { manages: true })
    const put = removal('second', 'phone', { from: 3, seq: 1 })
    const late = grant('phone', 'late', { seq: 3 })
    expect(presentOf([PHONE, second, put, late])).toEqual(['second'])
    expect(presentOf([PHONE, second, put, late, grant('second', 'late')])).toEqual([
      'second',
      'late',
    ])
  })

  it('are not put out by who a put-out device lets in', () => {
    const second = grant('phone', 'second', { manages: true })
    const put = removal('phone', 'second', { from: 5, seq: 8 })
    // The thief of the second makes a third of it, which claims to have heard nothing.
    const third = grant('second', 'third', { manages: true, seq: 5 })
    const proxy = removal('third', 'phone', { from: 0, seq: 0 })
    expect(presentOf([PHONE, second, put, third, proxy])).toEqual(['phone'])
    const fourth = grant('third', 'fourth', { manages: true })
    const further = removal('fourth', 'phone', { from: 0, seq: 0 })
    expect(presentOf([PHONE, second, put, third, fourth, further])).toEqual(['phone'])
  })

  it('that a put-out device had let in are heard of from who put it out, when its log is lost', () => {
    const second = grant('phone', 'second', { manages: true })
    const early = grant('second', 'early', { seq: 4, letter: 'C' })
    const put = removal('phone', 'second')
    const known = [PHONE, second, early, put]
    const lost = [PHONE, second, put, { ...early, via: 'phone' }]
    expect(rosterOf(PAPER, lost)).toEqual(rosterOf(PAPER, known))
    expect(rosterOf(PAPER, [...lost, early])).toEqual(rosterOf(PAPER, known))
    // Not what it said later, nor from anybody else, nor of who was not put out.
    expect(presentOf([...lost.slice(0, 3), { ...early, seq: 5, via: 'phone' }])).toEqual(['phone'])
    expect(presentOf([...lost.slice(0, 3), TABLET, { ...early, via: 'tablet' }])).toEqual([
      'phone',
      'tablet',
    ])
    expect(presentOf([PHONE, second, { ...early, via: 'phone' }])).toEqual(['phone', 'second'])
  })

  it('that a put-out device had let in before stay; those it lets in later do not come in', () => {
    const second = grant('phone', 'second', { manages: true })
    const early = grant('second', 'early', { seq: 4 })
    const late = grant('second', 'late', { seq: 5 })
    expect(presentOf([PHONE, second, early, late, removal('phone', 'second')])).toEqual([
      'phone',
      'early',
    ])
  })

  it('sell under different letters, whoever gave them', () => {
    const second = grant('phone', 'second', { manages: true, seq: 2 })
    const [a, b, c] = ['A', 'B', 'B'].map((letter, index) =>
      grant(index === 2 ? 'second' : 'phone', `till-${index}`, { letter }),
    )
    const roster = rosterOf(PAPER, [PHONE, second, ...[a, b, c].filter(one => one !== undefined)])
    const letters = Object.fromEntries(roster.map(({ device, letter }) => [device, letter]))
    expect(letters).toMatchObject({ 'till-0': 'A', 'till-1': 'B', 'till-2': 'C' })
  })

  it('are heard up to the block that their removal names', () => {
    const roster = rosterOf(PAPER, [PHONE, TABLET, removal('phone', 'tablet', { from: 5 })])
    const known = { paperKey: PAPER, roster }
    expect(standingOf(known, { device: 'tablet', seq: 4 })).toBe('member')
    expect(standingOf(known, { device: 'tablet', seq: 5 })).toBe('removed')
    expect(standingOf(known, { device: 'another', seq: 0 })).toBe('stranger')
    expect(standingOf(known, { device: PAPER, seq: 9 })).toBe('member')
  })
})

describe('whatever devices say of one another', () => {
  const device = fc.constantFrom(PAPER, 'a', 'b', 'c', 'd')
  const seq = fc.integer({ min: 0, max: 9 })
  const anyStatement = fc.oneof(
    fc
      .record({
        by: device,
        device,
        seq,
        letter: fc.constantFrom(null, 'A', 'B'),
        manages: fc.boolean(),
      })
      .map(({ by, device: of, ...over }) => grant(by, of, over)),
    fc
      .record({ by: device, device, seq, from: seq })
      .map(({ by, device: of, ...over }) => removal(by, of, over)),
  )
  const anyStatements = fc.uniqueArray(anyStatement, {
    // A block says one thing.
    selector: ({ by, seq: turn }) => `${by}/${turn}`,
    maxLength: 12,
  })

  it('the roster is the same in any order', () => {
    fc.assert(
      fc.property(anyStatements, fc.func(fc.integer()), (statements, rank) => {
        const shuffled = statements.toSorted((x, y) => rank(x) - rank(y))
        expect(rosterOf(PAPER, shuffled)).toEqual(rosterOf(PAPER, statements))
      }),
      { numRuns: 1_000 },
    )
  })

  it('each device is in it once, under a letter of its own, let in by one that was in it', () => {
    fc.assert(
      fc.property(anyStatements, statements => {
        const roster = rosterOf(PAPER, statements)
        const devices = roster.map(one => one.device)
        expect(new Set(devices).size).toBe(devices.length)
        const letters = roster.flatMap(({ letter }) => (letter === null ? [] : [letter]))
        expect(new Set(letters).size).toBe(letters.length)
        for (const [index, { by }] of roster.entries()) {
          expect([PAPER, ...devices.slice(0, index)]).toContain(by)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('who was put out by the paper key stays out', () => {
    fc.assert(
      fc.property(anyStatements, statements => {
        const put = statements.filter(one => one.kind === 'removal' && one.by === PAPER)
        const present = presentMembers(rosterOf(PAPER, statements)).map(one => one.device)
        for (const { device: of } of put) expect(present).not.toContain(of)
      }),
      { numRuns: 1_000 },
    )
  })
})
