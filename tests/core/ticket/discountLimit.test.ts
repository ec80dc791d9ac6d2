import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { anArticle, aTicket } from '../../support/factory'
import { giveDiscount, linesOfDiscount, removeDiscount } from '@/core/ticket/discount'
import { type Discount, type Ticket } from '@/core/ticket/ticket'
import { approvalDetail, approveAboveLimit, linesAboveLimit } from '@/core/ticket/discountLimit'
import { takenOff } from '@/core/ticket/takenOff'
import { mergeTickets } from '@/core/ticket/mergeTickets'
import { overridePrice } from '@/core/ticket/overridePrice'
import { ticketTotals } from '@/core/ticket/pricing'
import { splitByLines } from '@/core/ticket/splitTicket'
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
/** Another ticket of the counter: no two tickets have a line in common. */
const another = (newId: () => string): Ticket => {
  const lines = three.lines.map(line => ({ ...line, lineId: newId() }))
  return give({ ...three, ticketId: newId(), lines }, { discountId: newId(), value: 1000 })
}
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
      centsByLine: new Map([['label', 0]]),
      whole: 0,
    })
    const free = give(aTicket([anArticle({ priceCents: 0 })]), { value: 10_000 })
    expect(takenOff(free)).toEqual({ byLine: new Map(), centsByLine: new Map(), whole: 0 })
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

  it('is of an amount: goods added under the same percentage are asked about again', () => {
    const ticket = approved(give(three, { value: 2000 }))
    expect(ticket.approvedOff).toMatchObject({ anyLine: 2000, anyLineCents: 600 })
    const larger = added(ticket, 'ps-d')
    expect(above(larger)).toEqual([first, second, third, 'line-ps-d'])
    expect(above(setQuantity(ticket, second, 2000))).toEqual([first, second, third])
    expect(above(approved(larger))).toEqual([])
    // Other goods of the same price come in the place of some: no more is taken off.
    expect(above(removeLine(larger, 'line-ps-d'))).toEqual([])
    const swapped = addArticle(
      removeLine(ticket, third),
      anArticle({ articleId: 'ps-e', priceCents: 1000 }),
      '',
      'line-e',
    )
    expect(swapped.ok && above(swapped.value.ticket)).toEqual([])
    const without = removeDiscount(ticket, 'discount')
    expect(above(give(without, { discountId: 'own', value: 1500, lineIds: [first] }))).toEqual([
      first,
    ])
    expect(without.approvedOff.anyLineCents).toBe(undefined)
  })

  it('of a line is of its quantity, unless the larger one is within the limit', () => {
    const ticket = approved(give(three, { value: 2000, lineIds: [first] }))
    expect(above(setQuantity(ticket, first, 2000))).toEqual([first])
    expect(above(setQuantity(ticket, first, 500))).toEqual([])
    const lot = approved(give(three, { kind: 'amount', value: 150, lineIds: [first] }))
    // 1,50 € off 10 € was approved; off 20 € it is within 10 %.
    expect(above(setQuantity(lot, first, 2000))).toEqual([])
    const lowered = approved(overridePrice(three, first, 500, 'Abîmé'))
    expect(above(setQuantity(lowered, first, 2000))).toEqual([first])
  })

  it('that an earlier version kept without an amount is asked for again', () => {
    const given = give(three, { value: 2000 })
    expect(above({ ...given, approvedOff: { anyLine: 2000, byLine: {} } })).toHaveLength(3)
    const byLine = { [first]: 2000, [second]: 2000, [third]: 2000 }
    expect(above({ ...given, approvedOff: { anyLine: 0, byLine } })).toHaveLength(3)
  })

  it('is told by its amount', () => {
    expect(approvalDetail(give(three, { value: 2000 }), LIMIT)).toMatchObject({
      offCents: 600,
      isOnTicket: true,
    })
    const onLine = give(three, { kind: 'amount', value: 475, lineIds: [second] })
    expect(approvalDetail(onLine, LIMIT)).toMatchObject({ offCents: 475, isOnTicket: false })
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

const ids = () => {
  let count = 0
  return () => `new-${++count}`
}

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

const anyDiscount = fc.record({
  kind: fc.constantFrom('percent' as const, 'amount' as const, 'fixed' as const),
  value: fc.nat(10_000),
  lineIds: fc.option(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }), { nil: null }),
})
const anyChange = fc.record({
  change: fc.constantFrom('remove', 'quantity', 'add', 'split', 'merge'),
  on: fc.nat(7),
  quantityMilli: fc.integer({ min: 1, max: 20_000 }),
})

it('lets one approval take off its cents at most, whatever becomes of the ticket', () => {
  fc.assert(
    fc.property(
      anyTicket,
      anyDiscount,
      fc.array(anyChange, { maxLength: 5 }),
      (start, off, after) => {
        const newId = ids()
        const lineIds = off.lineIds?.flatMap(place => start.lines[place]?.lineId ?? []) ?? null
        const given = give({ ...start, discounts: [] }, { ...off, lineIds })
        const approvedCents = above(given).length > 0 ? approvalDetail(given, LIMIT)['offCents'] : 0
        let tickets = [approved(given)]
        for (const { change, on, quantityMilli } of after) {
          const [ticket, ...others] = tickets as [Ticket, ...Ticket[]]
          const { lineId = '', quantityMilli: has = 0 } =
            ticket.lines[on % ticket.lines.length] ?? {}
          if (ticket.lines.length === 0) break
          const changed: Record<typeof change, () => Ticket[]> = {
            remove: () => [removeLine(ticket, lineId)],
            quantity: () => [setQuantity(ticket, lineId, quantityMilli)],
            add: () => [added(ticket, `ps-${newId()}`)],
            split: () => splitByLines(ticket, new Map([[lineId, has]]), newId, ticket.openedAt),
            merge: () => [mergeTickets(ticket, another(newId))],
          }
          tickets = [...others, ...changed[change]()]
        }
        const sold = tickets
          .filter(ticket => above(ticket).length === 0)
          .map(ticket => takenOff(ticket))
        const offCents = sold
          .flatMap(({ byLine, centsByLine }) =>
            [...byLine].map(([id, rate]) => (rate > LIMIT ? (centsByLine.get(id) ?? 0) : 0)),
          )
          .reduce((sum, one) => sum + one, 0)
        expect(offCents).toBeLessThanOrEqual(Number(approvedCents))
      },
    ),
    { numRuns: 500 },
  )
})
