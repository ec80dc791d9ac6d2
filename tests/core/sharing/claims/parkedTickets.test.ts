import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTicket } from '../../../support/factory'
import {
  isShareable,
  isToBeHeard,
  movedAway,
  ownParkedValues,
  sharedTickets,
  ticketsElsewhere,
  type SharedTicket,
} from '@/core/sharing/claims/parkedTickets'
import { sayChanges, type SharedRow } from '@/core/sharing/sharedRow'
import { ticketTotals } from '@/core/ticket/pricing'
import type { Ticket } from '@/core/ticket/ticket'

const [A, B, C] = ['a', 'b', 'c'].map(letter => letter.repeat(32)) as [string, string, string]
const AT = '2026-01-02T10:00:00.000Z'
const parked = (ticketId: string, parkedAt = AT) => ({
  ticketId,
  turn: 0,
  through: [],
  parked: { ticket: aTicket(undefined, ticketId), parkedAt },
})

/** Says what a device has parked, as an exchange does. */
function say(rows: readonly SharedRow[], ticketIds: readonly string[]): SharedRow[] {
  const own = ownParkedValues(
    A,
    ticketIds.map(id => parked(id)),
    rows,
  )
  const byKey = new Map(rows.map(row => [row.key, row]))
  const { rows: changed } = sayChanges(own, byKey, { at: AT, by: A })
  return [...new Map([...rows, ...changed].map(row => [row.key, row])).values()]
}

describe('what a device says of its parked tickets', () => {
  it('is what it has parked, in no more registers than it had tickets at one time', () => {
    const ids = fc.uniqueArray(fc.constantFrom('t1', 't2', 't3', 't4', 't5'))
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 12 }), states => {
        let rows: SharedRow[] = []
        for (const state of states) {
          rows = say(rows, state)
          expect(
            sharedTickets(rows)
              .map(({ ticketId }) => ticketId)
              .toSorted(),
          ).toEqual(state.toSorted())
        }
        expect(rows.length).toBeLessThanOrEqual(Math.max(...states.map(({ length }) => length)))
      }),
    )
  })

  it('is said again for no ticket that stays', () => {
    const rows = say([], ['t1', 't2', 't3'])
    const after = say(rows, ['t3'])
    const versions = (of: readonly SharedRow[]) =>
      of.map(({ held }) => held[0]?.version[A]).toSorted()
    expect(versions(rows)).toEqual([1, 1, 1])
    expect(versions(after)).toEqual([1, 2, 2])
  })
})

describe('who has a ticket', () => {
  const of = (device: string, turn: number, through: string[], isParked = true): SharedTicket => ({
    device,
    ticketId: 't1',
    turn,
    through,
    parked: isParked ? parked('t1').parked : null,
  })
  const present = new Set([A, B, C])
  const listedBy = (own: string, shared: readonly SharedTicket[]) =>
    ticketsElsewhere(shared, own, present).map(({ device }) => device)

  it('is who took it last, on every device, whatever the others have heard', () => {
    const shared = [of(A, 0, []), of(B, 1, [A], false), of(C, 2, [A, B])]
    expect(listedBy(A, shared)).toEqual([C])
    expect(listedBy(B, shared)).toEqual([C])
    expect(listedBy(C, shared)).toEqual([])
    for (const [device, turn, through] of [
      [A, 0, []],
      [B, 1, [A]],
    ] as const) {
      const here = [{ ticketId: 't1', turn, through }]
      expect([...movedAway(device, here, shared).keys()]).toEqual(['t1'])
    }
    expect(movedAway(C, [{ ticketId: 't1', turn: 2, through: [A, B] }], shared).size).toBe(0)
    expect(isToBeHeard({ ticketId: 't1', turn: 2, through: [A, B] }, C, shared)).toBe(true)
    expect(
      isToBeHeard({ ticketId: 't1', turn: 2, through: [A, B] }, C, [shared[2] ?? of(C, 2, [])]),
    ).toBe(false)
  })

  it('is both where two resumed it while no carrier decided: neither loses what was added', () => {
    // Resumed at home under the same number as elsewhere.
    const shared = [of(A, 1, []), of(B, 1, [A])]
    expect(movedAway(A, [{ ticketId: 't1', turn: 1, through: [] }], shared).size).toBe(0)
    expect(listedBy(C, shared).toSorted()).toEqual([A, B])
    // Whoever then takes one of the two leaves the other where it is.
    const taken = [...shared, of(C, 2, [A])]
    expect(movedAway(A, [{ ticketId: 't1', turn: 1, through: [] }], taken).size).toBe(1)
    expect(movedAway(B, [{ ticketId: 't1', turn: 1, through: [A] }], taken).size).toBe(0)
  })

  it('is nobody that was put out', () => {
    expect(ticketsElsewhere([of(A, 0, [])], B, new Set([B]))).toEqual([])
    // Nor does its word take a ticket from who has it.
    expect(ticketsElsewhere([of(A, 0, []), of(C, 1, [A], false)], B, new Set([A, B]))).toHaveLength(
      1,
    )
  })
})

describe('a ticket that another till may resume', () => {
  it('has sums within bounds, whatever its numbers', () => {
    const number = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 10_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -10, max: 20_000 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(1e9, 1e9 + 1, 9_999_000, Number.MAX_SAFE_INTEGER, -1e9),
      },
    )
    const line = fc.record({
      unitPriceCents: number,
      listPriceCents: number,
      ecotaxCents: number,
      quantityMilli: number,
      vatRate: number,
    })
    const discount = fc.record({
      kind: fc.constantFrom('percent' as const, 'amount' as const, 'fixed' as const),
      value: number,
      isOnLine: fc.boolean(),
    })
    let shareable = 0
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 4 }),
        fc.array(discount, { maxLength: 3 }),
        (lines, discounts) => {
          const [base] = aTicket().lines
          if (!base) throw new Error('a ticket has a line')
          const ticket: Ticket = {
            ...aTicket(),
            lines: lines.map((one, at) => ({ ...base, ...one, lineId: `l${at}` })),
            discounts: discounts.map(({ isOnLine, ...one }, at) => ({
              ...one,
              discountId: `d${at}`,
              lineIds: isOnLine ? ['l0', 'nowhere'] : null,
              reason: '',
              approvedBy: null,
            })),
          }
          if (!isShareable(ticket)) return
          shareable += 1
          expect(Number.isSafeInteger(ticketTotals(ticket).totalCents)).toBe(true)
        },
      ),
      { numRuns: 3_000 },
    )
    expect(shareable).toBeGreaterThan(300)
  })
})
