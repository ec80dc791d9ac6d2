import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { aDiscount } from '../../support/anyTicket'
import { anArticle, aTender, aTicket, aTill, aUser, CONTEXT } from '../../support/factory'
import { assert } from '@/core/assert'
import type { SaleEntry } from '@/core/journal/journal'
import { giveBack } from '@/core/payment/refund'
import { approveGivingBack } from '@/core/payment/refundRights'
import { takeBack } from '@/core/payment/returnWithoutTicket'
import { USUAL_RIGHTS, type Rights } from '@/core/people/permissions'
import { signedAs, type Role } from '@/core/people/user'
import { giveDiscount } from '@/core/ticket/discount'
import { approveAboveLimit } from '@/core/ticket/discountLimit'
import { addArticle } from '@/core/ticket/lines'
import { overridePrice } from '@/core/ticket/overridePrice'
import { ticketTotals } from '@/core/ticket/pricing'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { openTill } from '@/till/openTill'
import { changeRights } from '@/till/people/rights'
import { readRefundable } from '@/till/payment/readRefundable'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const TEAM = (['owner', 'manager', 'cashier'] as const).map(role =>
  aUser({ userId: role, name: role, role }),
)
const by = (role: Role) => ({ userId: role, name: role })
const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950 })
const kettle = anArticle({ articleId: 'ps-2', name: 'Bouilloire', priceCents: 2999 })

let context: TillContext
let tickets = 0
beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await context.tillDb.users.bulkAdd(TEAM)
})

/** Sealed by the till's own action, as whoever a screen says serves. */
function send(ticket: Ticket, role: Role) {
  const { totalCents } = ticketTotals(ticket)
  const tenders = totalCents === 0 ? [] : [aTender(totalCents)]
  return sellTicket(context, ticket, tenders, { ...CONTEXT, user: by(role) })
}

async function sell(ticket: Ticket): Promise<SaleEntry> {
  const sale = await send(ticket, 'owner')
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

const newId = () => `ticket-${++tickets}`

/** A ticket that gives back pieces of each line of a sale, as the journal is now. */
async function back(sale: SaleEntry, pieces: readonly number[], into = emptyTicket(newId(), '')) {
  const now = await readRefundable(context, sale)
  assert(now !== null, 'the sale is there')
  const wanted = new Map(pieces.map((count, place) => [place, count * 1000]))
  return giveBack(into, now.sale, now.refunds, wanted, context.newId)
}

const missing = (permission: string) => ({
  ok: false,
  error: { code: 'approval-missing', permission },
})

const sevenHoneys = () =>
  aTicket(
    Array.from({ length: 7 }, () => honey),
    newId(),
  )

describe('a refund with its ticket', () => {
  it('is a cashier’s up to 30 € of one ticket, bit by bit or at once', async () => {
    const sale = await sell(sevenHoneys())
    expect(await send(await back(sale, [4]), 'cashier')).toEqual(missing('refund'))
    expect((await send(await back(sale, [3]), 'cashier')).ok).toBe(true)
    expect(await send(await back(sale, [1]), 'cashier')).toEqual(missing('refund'))
    expect((await send(await back(sale, [1]), 'manager')).ok).toBe(true)
  })

  it('of a whole ticket needs its own right, also where earlier refunds left the rest', async () => {
    const small = await sell(aTicket([honey, honey], newId()))
    expect(await send(await back(small, [2]), 'cashier')).toEqual(missing('refund-whole'))
    expect((await send(await back(small, [1]), 'cashier')).ok).toBe(true)
    expect(await send(await back(small, [1]), 'cashier')).toEqual(missing('refund-whole'))
    const one = await sell(aTicket([kettle], newId()))
    expect(await send(await back(one, [1]), 'cashier')).toEqual(missing('refund-whole'))
  })

  it('counts the goods, whatever another customer’s purchase on the ticket hides', async () => {
    const sale = await sell(sevenHoneys())
    const bought = aTicket([kettle, kettle], newId())
    expect(await send(await back(sale, [6], bought), 'cashier')).toEqual(missing('refund'))
    // One article for another of the same price gives no money back.
    const one = await sell(aTicket([honey], newId()))
    expect((await send(await back(one, [1], aTicket([honey], newId())), 'cashier')).ok).toBe(true)
  })

  it('adds up the tickets given back together', async () => {
    const sales = [await sell(sevenHoneys()), await sell(sevenHoneys())] as const
    const both = await back(sales[1], [2], await back(sales[0], [2]))
    expect(await send(both, 'cashier')).toEqual(missing('refund'))
  })

  it('is sealed with who approved it, for the goods as they were', async () => {
    const sale = await sell(sevenHoneys())
    const approved = approveGivingBack(await back(sale, [6]), by('manager'))
    const sealed = await send(approved, 'cashier')
    expect(sealed.ok && sealed.value.event).toMatchObject({
      user: by('cashier'),
      refundApprovedBy: [by('manager')],
    })
    const alone = await send(await back(sale, [1]), 'manager')
    expect(alone.ok && alone.value.event).not.toHaveProperty('refundApprovedBy')

    const other = await sell(sevenHoneys())
    const grown = approveGivingBack(await back(other, [4]), by('manager'))
    const line = grown.lines[0]
    assert(line?.refund !== null && line !== undefined, 'the line gives back')
    const more = { ...line, quantityMilli: -5000, refund: { ...line.refund, grossCents: 4750 } }
    expect(await send({ ...grown, lines: [more] }, 'cashier')).toEqual(missing('refund'))
  })
})

describe('a return without its ticket', () => {
  const returned = (quantityMilli = 1000) => {
    const goods = { quantityMilli, unitPriceCents: 950, reason: 'Ébréché' }
    const ticket = takeBack(emptyTicket(newId(), ''), honey, '', context.newId(), goods)
    if (!ticket.ok) throw new Error(ticket.error.code)
    return ticket.value
  }

  it('is sealed with an approval only, of its amount', async () => {
    expect(await send(returned(), 'cashier')).toEqual(missing('refund-without-ticket'))
    const approved = approveGivingBack(returned(), by('owner'))
    const [line] = approved.lines
    assert(line !== undefined, 'something comes back')
    const grown = { ...approved, lines: [{ ...line, quantityMilli: -2000 }] }
    expect(await send(grown, 'cashier')).toEqual(missing('refund-without-ticket'))
    expect((await send(approved, 'cashier')).ok).toBe(true)
  })
})

describe('a lowered price', () => {
  const lowered = {
    'a discount': () => giveDiscount(aTicket([kettle], newId()), aDiscount({ value: 5000 })),
    'a changed price': () => {
      const ticket = aTicket([kettle], newId())
      return overridePrice(ticket, ticket.lines[0]?.lineId ?? '', 1500, 'Abîmé')
    },
    'a price typed first': () => {
      const how = { unitPriceCents: 1, priceReason: 'Prix saisi' }
      const added = addArticle(emptyTicket(newId(), ''), kettle, '', 'typed', how)
      if (!added.ok) throw new Error(added.error.code)
      return added.value.ticket
    },
  }

  it.each(Object.entries(lowered))(
    'by %s is sealed by who may, or with an approval',
    async (_by, make) => {
      expect(await send(make(), 'cashier')).toEqual(missing('discount-above-limit'))
      expect((await send(make(), 'manager')).ok).toBe(true)
      const approved = approveAboveLimit(make(), 1000, by('manager'))
      expect((await send(approved, 'cashier')).ok).toBe(true)
    },
  )

  it('has a limit for a manager too, where the owner set one', async () => {
    await setRights({ discountRate: { cashier: 1000, manager: 3000 } })
    const half = giveDiscount(aTicket([kettle], newId()), aDiscount({ value: 5000 }))
    expect(await send(half, 'manager')).toEqual(missing('discount-above-limit'))
    expect((await send(half, 'owner')).ok).toBe(true)
  })
})

it('follows the rights as they are stored when it is sealed, and who is in the team', async () => {
  const sale = await sell(sevenHoneys())
  await setRights({ refundCents: { cashier: 0, manager: 1000 } })
  expect(await send(await back(sale, [1]), 'cashier')).toEqual(missing('refund'))
  expect((await send(await back(sale, [1]), 'manager')).ok).toBe(true)
  expect(await send(await back(sale, [1]), 'manager')).toEqual(missing('refund'))
  await context.tillDb.users.update('manager', { removedAt: '2026-01-02T10:00:00.000+01:00' })
  expect(await send(await back(sale, [1]), 'manager')).toEqual(missing('refund'))
})

it('asks nothing in a shop that has named nobody', async () => {
  await context.tillDb.users.clear()
  const sale = await sell(sevenHoneys())
  const half = giveDiscount(aTicket([kettle], newId()), aDiscount({ value: 5000 }))
  expect((await send(half, 'cashier')).ok).toBe(true)
  const sealed = await send(await back(sale, [7]), 'cashier')
  expect(sealed.ok && sealed.value.event).not.toHaveProperty('refundApprovedBy')
})

it('lets no sequence of refunds pass the limit of a ticket without an approval', async () => {
  const step = fc.record({
    sale: fc.nat(1),
    pieces: fc.tuple(fc.nat(4), fc.nat(2)),
    bought: fc.nat(3),
    role: fc.constantFrom<Role>('cashier', 'cashier', 'manager'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
      context = aTill()
      await openTill(context)
      await context.tillDb.users.bulkAdd(TEAM)
      const goods = [...Array.from({ length: 5 }, () => honey), kettle, kettle]
      const sales = [await sell(aTicket(goods, newId())), await sell(aTicket(goods, newId()))]
      for (const { sale: which, pieces, bought, role } of steps) {
        const sale = sales[which]
        assert(sale !== undefined, 'there are two sales')
        const left = (await readRefundable(context, sale))?.lines.map(one => one.leftMilli / 1000)
        const most = pieces.map((count, place) => Math.min(count, left?.[place] ?? 0))
        const counter = aTicket(
          Array.from({ length: bought }, () => honey),
          newId(),
        )
        const ticket = await back(sale, most, bought === 0 ? emptyTicket(newId(), '') : counter)
        if (ticket.lines.length > 0) await send(ticket, role)
      }
      for (const sale of sales) {
        const now = await readRefundable(context, sale)
        let backCents = 0
        for (const { event } of now?.refunds ?? []) {
          const ofSale = event.lines.filter(line => line.refundOf?.entry === sale.number)
          backCents -= ofSale.reduce((sum, { grossCents }) => sum + grossCents, 0)
          const isAlone = event.user.userId === 'cashier' && !event.refundApprovedBy
          if (isAlone) expect(backCents).toBeLessThanOrEqual(3000)
        }
      }
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

const setRights = (over: Partial<Rights>) =>
  changeRights(context, signedAs({ ...by('owner'), role: 'owner' }), () => ({
    ...USUAL_RIGHTS,
    ...over,
  }))
