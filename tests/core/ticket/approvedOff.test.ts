import { describe, expect, it } from 'vitest'
import { aDiscount } from '../../support/anyTicket'
import { anArticle, aTicket, AT } from '../../support/factory'
import { giveDiscount } from '@/core/ticket/discount'
import { type Discount, type Ticket } from '@/core/ticket/ticket'
import { approveAboveLimit, linesAboveLimit } from '@/core/ticket/discountLimit'
import { mergeTickets } from '@/core/ticket/mergeTickets'
import { splitByShares } from '@/core/ticket/shareTicket'
import { splitByLines } from '@/core/ticket/splitTicket'
import { setQuantity } from '@/core/ticket/lines'

const MANAGER = { userId: 'user-1', name: 'Camille' }
const LIMIT = 1000
const [first, second] = ['ticket-1-line-0', 'ticket-1-line-1'] as const
const goods = ['a', 'b'].map(id => anArticle({ articleId: `ps-${id}`, priceCents: 1000 }))
const four = setQuantity(aTicket(goods), first, 4000)
const give = (ticket: Ticket, over: Partial<Discount>) => giveDiscount(ticket, aDiscount(over))
const approved = (ticket: Ticket) => approveAboveLimit(ticket, LIMIT, MANAGER)
const above = (tickets: Ticket[]) => tickets.flatMap(one => linesAboveLimit(one, LIMIT))

const ids = () => {
  let count = 0
  return () => `new-${++count}`
}
const twoPieces = new Map([[first, 2000]])
const split = (ticket: Ticket) => splitByLines(ticket, twoPieces, ids(), AT.at)
const shared = (ticket: Ticket) => splitByShares(ticket, 2, ids(), AT.at)
const other = aTicket([anArticle({ articleId: 'ps-c' })], 'ticket-2')

describe.each([
  ['on a line', give(four, { value: 2000, lineIds: [first] })],
  ['on the whole ticket', give(four, { value: 2000 })],
])('what was approved %s', (_where, ticket) => {
  it('is not asked again once the ticket is split, shared or merged', () => {
    expect(above([ticket])).not.toEqual([])
    expect(above(split(approved(ticket)))).toEqual([])
    expect(above(shared(approved(ticket)))).toEqual([])
    expect(above([mergeTickets(approved(ticket), other)])).toEqual([])
    expect(above([mergeTickets(other, approved(ticket))])).toEqual([])
  })

  it('is asked when nothing was approved', () => {
    expect(above(split(ticket))).not.toEqual([])
    expect(above(shared(ticket))).not.toEqual([])
    expect(above([mergeTickets(other, ticket)])).not.toEqual([])
  })

  it('allows no more of these lines, and nothing of the others', () => {
    for (const part of [...split(approved(ticket)), ...shared(approved(ticket))]) {
      const lineIds = part.lines.map(line => line.lineId)
      expect(above([give(part, { value: 3000 })])).toEqual(lineIds)
    }
    const merged = mergeTickets(other, approved(ticket))
    const [line = ''] = other.lines.map(({ lineId }) => lineId)
    expect(above([give(merged, { value: 1500, lineIds: [line] })])).toEqual([line])
    expect(merged.approvedOff.anyLine).toBe(0)
  })
})

it('the approval of one line is not carried to other lines', () => {
  const ticket = approved(give(four, { value: 2000, lineIds: [first] }))
  const parts = [...split(ticket), ...shared(ticket)]
  for (const { lines, approvedOff } of parts) {
    const besides = lines.filter(line => line.articleId === 'ps-b').map(line => line.lineId)
    expect(besides.filter(lineId => lineId in approvedOff.byLine)).toEqual([])
  }
  expect(split(ticket)[0].lines.map(line => line.lineId)).toContain(second)
})
