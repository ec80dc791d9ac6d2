import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { anArticle, aTicket } from '../../support/factory'
import { giveDiscount, linesOfDiscount, removeDiscount } from '@/core/ticket/discount'
import { type Discount, type Ticket } from '@/core/ticket/ticket'
import { approveAboveLimit, linesAboveLimit, takenOff } from '@/core/ticket/discountLimit'
import { overridePrice } from '@/core/ticket/overridePrice'
import { ticketTotals } from '@/core/ticket/pricing'
import { addArticle, removeLine, setQuantity } from '@/core/ticket/lines'

const MANAGER = { userId: 'user-1', name: 'Camille' }
const LIMIT = 1000
const [first, second, third] = [0, 1, 2].map(index => `ticket-1-line-${index}`) as [
  string,
  string,
  string,
]
const three = aTicket(
  ['a', 'b', 'c'].map(id => anArticle({ articleId: `ps-${id}`, priceCents: 1000 })),
)
const give = (ticket: Ticket, over: Partial<Discount>) => giveDiscount(ticket, aDiscount(over))
const approved = (ticket: Ticket) => approveAboveLimit(ticket, LIMIT, MANAGER)
const above = (ticket: Ticket) => linesAboveLimit(ticket, LIMIT)
const added = (ticket: Ticket, articleId: string) => {
  const result = addArticle(ticket, anArticle({ articleId }), '', `line-${articleId}`)
  if (!result.ok) throw new Error(result.error.code)
  return result.value.ticket
}

describe('what is taken off', () => {
  it('counts discounts and lowered prices together, by line and on the whole', () => {
    let ticket = overridePrice(three, first, 900, 'Article abîmé')
    ticket = give(ticket, { value: 1000 })
    // 10 € lowered to 9 €, less 10 %, is 8,10 €. The other lines are 9 €.
    expect([...takenOff(ticket).byLine.values()]).toEqual([1900, 1000, 1000])
    expect(takenOff(ticket).whole).toBe(1300)
    expect(ticketTotals(ticket).totalCents).toBe(2610)
  })

  it('is the same rate on every line, whatever cents spreading rounds', () => {
    const cheap = aTicket([
      anArticle({ articleId: 'ps-1', priceCents: 3 }),
      anArticle({ articleId: 'ps-2', priceCents: 4 }),
    ])
    const ticket = give(cheap, { value: 1000 })
    expect([...takenOff(ticket).byLine.values()]).toEqual([1000, 1000])
    expect(above(ticket)).toEqual([])
  })

  it('ignores raised prices, prices of labels, and free goods', () => {
    const dearer = overridePrice(three, first, 1500, 'Gravure')
    expect(takenOff(dearer).byLine.get(first)).toBe(0)
    const labelled = addArticle(aTicket([]), anArticle(), '', 'label', { unitPriceCents: 482 })
    expect(labelled.ok && takenOff(labelled.value.ticket)).toEqual({
      byLine: new Map([['label', 0]]),
      whole: 0,
    })
    const free = give(aTicket([anArticle({ priceCents: 0 })]), { value: 10_000 })
    expect(takenOff(free)).toEqual({ byLine: new Map(), whole: 0 })
  })

  it('counts a price that was typed before the article was touched', () => {
    const how = { unitPriceCents: 774, priceReason: 'Prix saisi' }
    const typed = addArticle(aTicket([]), anArticle(), '', 'typed', how)
    expect(typed.ok && takenOff(typed.value.ticket).byLine.get('typed')).toBe(5000)
  })

  it('is measured from the label’s price, once that is lowered for a reason', () => {
    const labelled = addArticle(aTicket([]), anArticle(), '', 'label', { unitPriceCents: 500 })
    if (!labelled.ok) throw new Error(labelled.error.code)
    const lowered = overridePrice(labelled.value.ticket, 'label', 400, 'Abîmé')
    expect(takenOff(lowered).byLine.get('label')).toBe(2000)
  })
})

describe('the largest discount without a manager', () => {
  it('is checked line by line: a large discount on one article counts', () => {
    expect(above(give(three, { value: 1000 }))).toEqual([])
    expect(above(give(three, { value: 1001 }))).toEqual([first, second, third])
    expect(above(give(three, { kind: 'amount', value: 150, lineIds: [second] }))).toEqual([second])
    expect(above(overridePrice(three, third, 899, 'Abîmé'))).toEqual([third])
  })

  it('is approved once, with the name of the approver', () => {
    const ticket = approved(give(three, { value: 2000, lineIds: [first, second] }))
    expect(above(ticket)).toEqual([])
    expect(ticket.discounts[0]?.approvedBy).toEqual(MANAGER)
    expect(approved(give(three, { value: 500 })).discounts[0]?.approvedBy).toBeNull()
  })

  it('is asked again when a discount is given anew, even a smaller one', () => {
    const ticket = approved(give(three, { value: 3000, lineIds: [first] }))
    const smaller = give(ticket, { discountId: 'again', value: 2000, lineIds: [first] })
    expect(above(smaller)).toEqual([first])
    expect(smaller.discounts[0]?.approvedBy).toBeNull()
    const lowered = overridePrice(ticket, first, 900, 'Abîmé')
    expect(above(lowered)).toEqual([first])
  })

  it('of one line does not approve the others', () => {
    const ticket = approved(give(three, { value: 5000, lineIds: [first] }))
    expect(above(give(ticket, { discountId: 'other', value: 5000, lineIds: [second] }))).toEqual([
      second,
    ])
  })

  it('holds for articles added under a discount on the whole ticket, as long as it is there', () => {
    const ticket = added(approved(give(three, { value: 2000 })), 'ps-d')
    expect(above(ticket)).toEqual([])
    expect(above(give(ticket, { discountId: 'own', value: 500, lineIds: ['line-ps-d'] }))).toEqual([
      'line-ps-d',
    ])
    const without = removeDiscount(ticket, 'discount')
    const own = give(without, { discountId: 'own', value: 1500, lineIds: ['line-ps-d'] })
    expect(above(own)).toEqual(['line-ps-d'])
  })

  it('is exceeded by an amount when other lines are removed', () => {
    const ticket = give(three, { kind: 'amount', value: 300 })
    expect(above(ticket)).toEqual([])
    const alone = removeLine(removeLine(ticket, first), second)
    // 3 € off 30 € was 10 %; off the remaining 10 € it is 30 %.
    expect(takenOff(alone).byLine.get(third)).toBe(3000)
    expect(above(alone)).toEqual([third])
    expect(above(approved(alone))).toEqual([])
  })

  it('is exceeded again by an approved discount that grows', () => {
    const ticket = approved(give(three, { kind: 'amount', value: 600 }))
    expect(above(ticket)).toEqual([])
    expect(above(removeLine(ticket, first))).toEqual([second, third])
  })

  it('is exceeded by a lot whose quantities grow, not by one that loses a line', () => {
    const lot = give(three, { kind: 'fixed', value: 2700, lineIds: [first, second, third] })
    expect(above(lot)).toEqual([])
    expect(above(removeLine(lot, third))).toEqual([])
    expect(above(setQuantity(lot, first, 2000))).toEqual([first, second, third])
  })

  it('does not apply where the owner set none', () => {
    expect(linesAboveLimit(give(three, { value: 10_000 }), 10_000)).toEqual([])
  })
})

it('more of an article is not added to a line with its own discount', () => {
  const lot = give(three, { kind: 'fixed', value: 2000, lineIds: [first, second] })
  expect(added(lot, 'ps-a').lines).toHaveLength(4)
  expect(ticketTotals(added(lot, 'ps-d')).totalCents).toBe(2000 + 1000 + 1548)
})

/** Any series of price changes by a cashier. */
const anyAct = fc.record({
  act: fc.constantFrom('line' as const, 'lines' as const, 'ticket' as const, 'price' as const),
  kind: fc.constantFrom('percent' as const, 'amount' as const, 'fixed' as const),
  value: fc.nat(10_000),
  on: fc.nat(7),
  after: fc.constantFrom('nothing', 'remove-line', 'quantity', 'add', 'remove-discount'),
})

it('lets no ticket be paid with more off than was allowed or approved by name', () => {
  fc.assert(
    fc.property(anyTicket, fc.array(anyAct, { maxLength: 6 }), (start, acts) => {
      let ticket: Ticket = { ...start, discounts: [] }
      acts.forEach(({ act, kind, value, on, after }, index) => {
        const at = (place: number) => ticket.lines[place % ticket.lines.length]?.lineId
        const line = at(on)
        if (line === undefined) return
        const lineIds = { line: [line], lines: [line, at(on + 1) ?? line], ticket: null }
        ticket = approved(
          act === 'price'
            ? overridePrice(ticket, line, value, 'Abîmé')
            : give(ticket, {
                discountId: `given-${index}`,
                kind,
                value,
                lineIds: lineIds[act] && [...new Set(lineIds[act])],
              }),
        )
        expect(above(ticket)).toEqual([])
        if (after === 'remove-line') ticket = removeLine(ticket, line)
        if (after === 'quantity') ticket = setQuantity(ticket, line, 1000 + on * 500)
        if (after === 'add') ticket = added(ticket, `ps-new-${index}`)
        if (after === 'remove-discount') ticket = removeDiscount(ticket, `given-${on}`)
      })
      const paid = approved(ticket)
      expect(above(paid)).toEqual([])
      expect(ticketTotals(paid)).toEqual(ticketTotals(ticket))
      const { byLine } = takenOff(paid)
      for (const discount of paid.discounts) {
        const isAbove = linesOfDiscount(paid, discount).some(id => (byLine.get(id) ?? 0) > LIMIT)
        if (isAbove) expect(discount.approvedBy).toEqual(MANAGER)
      }
    }),
    { numRuns: 300 },
  )
})
