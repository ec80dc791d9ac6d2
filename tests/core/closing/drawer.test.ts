import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle, anEntry, aTender, aTicket, AT, CONTEXT, SOFTWARE } from '../../support/factory'
import { settleDebt } from '@/core/payment/debt'
import { coinsCents, drawerAfter, expectedCashCents, UNOPENED_DRAWER } from '@/core/closing/drawer'
import type { JournalEvent, SaleEntry } from '@/core/journal/journal'
import { settle } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import { changeLine } from '@/core/ticket/lines'
import { NOBODY } from '@/core/people/user'

const by = { user: NOBODY, software: SOFTWARE }
const document = { series: 'A', number: 1 }

function saleOf(priceCents: number, tenders: Tender[], isBack = false): SaleEntry {
  const sold = { ...aTicket([anArticle({ priceCents })]), customerId: 'customer-1' }
  const ticket = isBack
    ? changeLine(sold, 'ticket-1-line-0', line => ({
        ...line,
        quantityMilli: -1000,
      }))
    : sold
  const sale = settle(ticket, tenders, { ...CONTEXT, mayOwe: true })
  if (!sale.ok) throw new Error(sale.error.code)
  return anEntry({ ...sale.value, document })
}

function paymentOf(dueCents: number, tenders: Tender[]): JournalEvent {
  const sale = saleOf(dueCents, [])
  const debt = { shownCents: dueCents, stillDueCents: dueCents, foodLeftCents: null }
  const paid = settleDebt(sale, debt, tenders, CONTEXT)
  if (!paid.ok) throw new Error(paid.error.code)
  return { ...paid.value, document }
}

const floatOf = (floatCents: number): JournalEvent => ({
  kind: 'drawer-opened',
  floatCents,
  coins: [],
  ...by,
})
const movement = (direction: 'in' | 'out', amountCents: number): JournalEvent => ({
  kind: 'cash-movement',
  direction,
  amountCents,
  reason: 'test',
  ...by,
})
const expectedAfter = (events: JournalEvent[], isTraining = false) =>
  expectedCashCents(
    drawerAfter(
      UNOPENED_DRAWER,
      events.map(event => anEntry(event)),
      isTraining,
    ),
  )

describe('the drawer', () => {
  it('holds its float, cash less change, what was put in less what was taken out', () => {
    const events = [
      floatOf(15_000),
      saleOf(950, [aTender(2_000)]).event,
      saleOf(1_548, [aTender(1_000, 'card'), aTender(548)]).event,
      saleOf(4_000, [aTender(4_000, 'card')]).event,
      movement('in', 5_000),
      movement('out', 2_000),
      saleOf(950, [aTender(-950)], true).event,
      paymentOf(3_000, [aTender(1_000, 'card'), aTender(2_500)]),
    ]
    expect(expectedAfter(events)).toBe(15_000 + 950 + 548 + 5_000 - 2_000 - 950 + 2_000)
  })

  it('is counted from its last float only', () => {
    const before = [floatOf(10_000), saleOf(950, [aTender(950)]).event, movement('in', 700)]
    expect(expectedAfter([...before, floatOf(5_000), movement('out', 1_000)])).toBe(4_000)
    expect(expectedAfter([movement('in', 700)])).toBe(700)
  })

  it('is not moved by a count or by training, which has its own drawer', () => {
    const counted: JournalEvent = {
      kind: 'cash-counted',
      expectedCents: 1,
      countedCents: 2,
      differenceCents: 1,
      coins: [],
      reason: '',
      ...by,
    }
    const lessons = [floatOf(99), saleOf(950, [aTender(950)]).event].map(event =>
      anEntry(event, { training: true }),
    )
    const entries = [anEntry(floatOf(5_000)), ...lessons, anEntry(counted)]
    expect(expectedCashCents(drawerAfter(UNOPENED_DRAWER, entries, false))).toBe(5_000)
    expect(expectedCashCents(drawerAfter(UNOPENED_DRAWER, entries, true))).toBe(99 + 950)
  })

  it('says when it opened, and its movements', () => {
    const entries = [anEntry(floatOf(100)), anEntry(movement('out', 20))]
    expect(drawerAfter(UNOPENED_DRAWER, entries, false)).toMatchObject({
      openedAt: AT.at,
      movements: [{ event: { direction: 'out', amountCents: 20 } }],
    })
  })

  it('adds up coins and notes', () => {
    expect(
      coinsCents([
        { valueCents: 5_000, count: 2 },
        { valueCents: 1, count: 7 },
      ]),
    ).toBe(10_007)
    expect(coinsCents([])).toBe(0)
  })
})

/** One action at the counter, and what it does to a real drawer. */
const anyDeed = fc.oneof(
  fc.record({
    what: fc.constant('sale' as const),
    priceCents: fc.integer({ min: 1, max: 50_000 }),
    cardShare: fc.nat(100),
    overCents: fc.nat(5_000),
    leavesDue: fc.boolean(),
    isLesson: fc.boolean(),
    isWeb: fc.boolean(),
  }),
  fc.record({
    what: fc.constantFrom('refund' as const, 'debt' as const, 'in' as const, 'out' as const),
    amountCents: fc.integer({ min: 1, max: 50_000 }),
    isCash: fc.boolean(),
  }),
  fc.record({ what: fc.constant('float' as const), amountCents: fc.nat(30_000) }),
)

it('what the journal expects is what a real drawer holds, whatever was done', () => {
  fc.assert(
    fc.property(fc.array(anyDeed, { maxLength: 30 }), fc.nat(30), (deeds, cut) => {
      let heldCents = 0
      const entries = deeds.map(deed => {
        if (deed.what === 'float') {
          heldCents = deed.amountCents
          return anEntry(floatOf(deed.amountCents))
        }
        if (deed.what === 'in' || deed.what === 'out') {
          heldCents += deed.what === 'in' ? deed.amountCents : -deed.amountCents
          return anEntry(movement(deed.what, deed.amountCents))
        }
        if (deed.what === 'sale') {
          const { priceCents, cardShare, overCents, leavesDue, isLesson, isWeb } = deed
          const cardCents = Math.floor((priceCents * cardShare) / 100)
          const keptCents = leavesDue ? 0 : priceCents - cardCents
          const cashCents = leavesDue ? 0 : keptCents + overCents
          const tenders = [aTender(cardCents, 'card'), aTender(cashCents)]
          const sale = saleOf(
            priceCents,
            tenders.filter(tender => tender.givenCents > 0),
          )
          if (!isLesson && !isWeb) heldCents += keptCents
          const channel = isWeb ? 'web' : 'counter'
          return anEntry({ ...sale.event, channel }, { training: isLesson })
        }
        const kind = deed.isCash ? 'cash' : 'card'
        const sign = deed.what === 'refund' ? -1 : 1
        if (deed.isCash) heldCents += sign * deed.amountCents
        const tender = aTender(sign * deed.amountCents, kind)
        return anEntry<JournalEvent>(
          deed.what === 'refund'
            ? saleOf(deed.amountCents, [tender], true).event
            : paymentOf(deed.amountCents, [tender]),
        )
      })
      const whole = drawerAfter(UNOPENED_DRAWER, entries, false)
      expect(expectedCashCents(whole)).toBe(heldCents)
      // Reading the journal in parts gives the same.
      const part = drawerAfter(UNOPENED_DRAWER, entries.slice(0, cut), false)
      expect(drawerAfter(part, entries.slice(cut), false)).toEqual(whole)
    }),
  )
})
