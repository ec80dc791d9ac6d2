import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { anArticle, aTender, aTicket, CONTEXT } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { giveDiscount } from '@/core/ticket/discount'
import { mergeTickets } from '@/core/ticket/mergeTickets'
import { overridePrice } from '@/core/ticket/overridePrice'
import { refreshPrices, summaryOf } from '@/core/ticket/parking'
import { priceTicket, ticketTotals } from '@/core/ticket/pricing'
import { settle } from '@/core/payment/settle'
import { mostShares, splitByShares } from '@/core/ticket/shareTicket'
import { isDivisible, splitByLines } from '@/core/ticket/splitTicket'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { addArticle, changeLine, setQuantity } from '@/core/ticket/lines'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const notebook = anArticle()
const shipping = anArticle({ articleId: 'ps-61', name: 'Frais de livraison', priceCents: 690 })
const LATER = '2026-01-02T11:00:00.000+01:00'
const RUNS = 150
/** Twenty shares of eight lines are many tickets to price. */
const SLOW_MS = 30_000

function ids(): () => string {
  let count = 0
  return () => `new-${++count}`
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
const totalOf = (ticket: Ticket) => ticketTotals(ticket).totalCents
const linesOf = (ticket: Ticket) =>
  ticket.lines.map(line => [line.name, line.quantityMilli, line.unitPriceCents])

/** Amounts with VAT by rate, summed over tickets. */
function grossByRate(tickets: Ticket[]): Record<number, number> {
  const gross: Record<number, number> = {}
  for (const { vatRate, grossCents } of tickets.flatMap(one => ticketTotals(one).vat)) {
    gross[vatRate] = (gross[vatRate] ?? 0) + grossCents
  }
  return gross
}

/** Rates with an amount that is not zero. */
const taxed = (gross: Record<number, number>) =>
  Object.fromEntries(Object.entries(gross).filter(([, cents]) => cents !== 0))

/** Quantity of every article, summed over tickets. */
function quantities(tickets: Ticket[]): Record<string, number> {
  const milli: Record<string, number> = {}
  for (const { articleId, quantityMilli } of tickets.flatMap(one => one.lines)) {
    milli[articleId] = (milli[articleId] ?? 0) + quantityMilli
  }
  return milli
}

const hasNoShipping = (ticket: Ticket) => ticket.lines.every(line => line.shipping === null)

describe('splitting by lines', () => {
  it('takes lines, or some pieces of one, to a ticket of their own', () => {
    const ticket = aTicket([honey, honey, honey, notebook])
    const [rest, taken] = splitByLines(
      ticket,
      new Map([
        ['ticket-1-line-0', 1000],
        ['ticket-1-line-3', 1000],
      ]),
      ids(),
      LATER,
    )
    expect(linesOf(rest)).toEqual([['Miel', 2000, 950]])
    expect(linesOf(taken)).toEqual([
      ['Miel', 1000, 950],
      ['Carnet renard', 1000, 1548],
    ])
    expect([rest.ticketId, taken.openedAt]).toEqual(['ticket-1', LATER])
    const lineIds = [rest, taken].flatMap(one => one.lines.map(line => line.lineId))
    expect(new Set([...lineIds, taken.ticketId, rest.ticketId]).size).toBe(5)
  })

  it('leaves a discount unchanged when its lines stay together, and divides any other', () => {
    let ticket = aTicket([honey, notebook])
    ticket = giveDiscount(
      ticket,
      aDiscount({ discountId: 'line', value: 1000, lineIds: ['ticket-1-line-1'] }),
    )
    ticket = giveDiscount(ticket, aDiscount({ discountId: 'all', kind: 'amount', value: 100 }))
    const [rest, taken] = splitByLines(ticket, new Map([['ticket-1-line-1', 1000]]), ids(), LATER)
    expect(taken.discounts[0]).toMatchObject({ discountId: 'line', kind: 'percent', value: 1000 })
    expect(sum([rest, taken].map(one => one.discounts.at(-1)!.value))).toBe(100)
    expect(totalOf(rest) + totalOf(taken)).toBe(totalOf(ticket))
  })

  it('refuses a part of what is weighed, and more than there is', () => {
    const split = (quantityMilli: number, takenMilli: number) =>
      splitByLines(
        setQuantity(aTicket([honey]), 'ticket-1-line-0', quantityMilli),
        new Map([['ticket-1-line-0', takenMilli]]),
        ids(),
        LATER,
      )
    expect(() => split(1500, 500)).toThrow('whole pieces')
    expect(() => split(2000, 500)).toThrow('whole pieces')
    expect(() => split(2000, 3000)).toThrow('than there is')
  })

  it('adds up to the cent, line by line and rate by rate, and merges back to the same', () => {
    fc.assert(
      fc.property(
        anyTicket,
        fc.array(fc.nat(10_000), { minLength: 8, maxLength: 8 }),
        (ticket, wanted) => {
          const takenMilli = new Map(
            ticket.lines.map((line, place) => {
              const some = (wanted[place]! % (line.quantityMilli / 1000 + 1)) * 1000
              const all = wanted[place]! % 2 === 0 ? line.quantityMilli : 0
              return [line.lineId, isDivisible(line) ? Math.floor(some / 1000) * 1000 : all]
            }),
          )
          const parts = splitByLines(ticket, takenMilli, ids(), LATER)
          expect(sum(parts.map(totalOf))).toBe(totalOf(ticket))
          expect(quantities(parts)).toEqual(quantities([ticket]))
          expect(sum(parts.map(part => ticketTotals(part).discountCents))).toBe(
            ticketTotals(ticket).discountCents,
          )
          if (hasNoShipping(ticket)) {
            expect(taxed(grossByRate(parts))).toEqual(taxed(grossByRate([ticket])))
          }

          const merged = mergeTickets(parts[0], parts[1])
          expect(totalOf(merged)).toBe(totalOf(ticket))
          expect(taxed(grossByRate([merged]))).toEqual(taxed(grossByRate([ticket])))
        },
      ),
      { numRuns: RUNS },
    )
  })
})

describe('sharing', () => {
  it('puts a part of every line on each share, equal to the cent', () => {
    const shares = splitByShares(aTicket([honey, notebook, honey]), 3, ids(), LATER)
    expect(shares.map(totalOf)).toEqual([1150, 1149, 1149])
    expect(shares.map(share => share.name)).toEqual(['1/3', '2/3', '3/3'])
    expect(shares[1]!.lines.map(line => [line.name, line.quantityMilli])).toEqual([
      ['Miel (2/3)', 667],
      ['Carnet renard (2/3)', 334],
    ])
    expect(shares[1]!.lines[1]).toMatchObject({ listPriceCents: 1548, priceReason: '2/3' })
  })

  it('keeps the price of goods that divide evenly', () => {
    const shares = splitByShares(aTicket([honey, honey]), 2, ids(), LATER)
    expect(shares.map(linesOf)).toEqual([[['Miel (1/2)', 1000, 950]], [['Miel (2/2)', 1000, 950]]])
    expect(shares.flatMap(share => share.discounts)).toEqual([])
  })

  it('puts cents that no unit price can give into a discount', () => {
    const seven = setQuantity(aTicket([honey]), 'ticket-1-line-0', 7000)
    const shares = splitByShares(seven, 3, ids(), LATER)
    expect(shares.map(totalOf)).toEqual([2217, 2217, 2216])
    const cents = shares.flatMap(share => share.discounts.map(one => one.value))
    expect(Math.max(...cents)).toBeLessThan(3)
  })

  it('is not offered for what cannot be shared', () => {
    expect(mostShares(aTicket([honey]))).toBe(20)
    expect(mostShares(emptyTicket('t', ''))).toBe(1)
    expect(mostShares(aTicket([{ ...honey, priceCents: 3 }]))).toBe(3)
    const returned = changeLine(aTicket([honey, notebook]), 'ticket-1-line-0', line => ({
      ...line,
      quantityMilli: -1000,
    }))
    expect(mostShares(returned)).toBe(1)
    expect(() => splitByShares(aTicket([honey]), 21, ids(), LATER)).toThrow('something')
  })

  it('leaves shipping in proportion at the rates it had on the whole ticket', () => {
    const goods = aTicket([honey, notebook])
    const added = addArticle(goods, shipping, '', 'shipping', { shipping: 'in-proportion' })
    if (!added.ok) throw new Error(added.error.code)
    const shares = splitByShares(added.value.ticket, 3, ids(), LATER)
    const shipped = shares.flatMap(share =>
      priceTicket(share).filter(({ line }) => line.shipping !== null),
    )
    expect(shipped.map(({ shippingReason }) => shippingReason)).toEqual(
      shares.flatMap(() => ['own-rate', 'own-rate']),
    )
    const centsAt = (vatRate: number) =>
      sum(shipped.flatMap(one => (one.line.vatRate === vatRate ? one.grossCents : [])))
    expect([centsAt(550), centsAt(2000)]).toEqual([262, 428])
  })

  it('leaves the customer to the first share, the note to all', () => {
    const known = { ...aTicket([honey]), customerId: 'c', note: 'Table 4', name: 'Table 4' }
    const shares = splitByShares(known, 2, ids(), LATER)
    expect(shares.map(({ customerId, note, name }) => [customerId, note, name])).toEqual([
      ['c', 'Table 4', 'Table 4 1/2'],
      [null, 'Table 4', 'Table 4 2/2'],
    ])
  })

  it(
    'adds up to the cent by rate and in total, and each share can be sealed',
    () => {
      fc.assert(
        fc.property(anyTicket, fc.integer({ min: 2, max: 20 }), (ticket, wanted) => {
          const count = Math.min(wanted, mostShares(ticket))
          fc.pre(count >= 2)
          const shares = splitByShares(ticket, count, ids(), LATER)
          const totals = shares.map(totalOf)
          expect(sum(totals)).toBe(totalOf(ticket))
          expect(Math.max(...totals) - Math.min(...totals)).toBeLessThanOrEqual(1)
          expect(taxed(grossByRate(shares))).toEqual(taxed(grossByRate([ticket])))
          const goods = ticket.lines.filter(line => line.shipping !== 'in-proportion')
          expect(quantities(shares)).toMatchObject(quantities([{ ...ticket, lines: goods }]))
          for (const share of shares) {
            expect(share.lines.length).toBeGreaterThanOrEqual(ticket.lines.length)
            const sale = settle(share, [aTender(totalOf(share), 'card')], CONTEXT)
            if (!sale.ok) throw new Error(sale.error.code)
            for (const line of sale.value.lines) {
              const base = Math.round((line.unitPriceCents * line.quantityMilli) / 1000)
              expect(base - line.discountCents).toBe(line.grossCents)
              expect(line.discountCents).toBeGreaterThanOrEqual(0)
            }
          }
          const merged = shares.slice(1).reduce(mergeTickets, shares[0]!)
          expect(totalOf(merged)).toBe(totalOf(ticket))
          expect(taxed(grossByRate([merged]))).toEqual(taxed(grossByRate([ticket])))
        }),
        { numRuns: RUNS / 3 },
      )
    },
    SLOW_MS,
  )
})

describe('merging', () => {
  it('adds up lines of the same goods, but none that a discount is on', () => {
    const merged = mergeTickets(aTicket([honey, notebook], 'one'), aTicket([notebook], 'other'))
    expect(linesOf(merged)).toEqual([
      ['Miel', 1000, 950],
      ['Carnet renard', 2000, 1548],
    ])
    const cheaper = giveDiscount(aTicket([notebook], 'other'), aDiscount({ value: 1000 }))
    const beside = mergeTickets(aTicket([honey, notebook], 'one'), cheaper)
    expect(beside.lines).toHaveLength(3)
    expect(beside.discounts).toMatchObject([{ kind: 'percent', lineIds: ['other-line-0'] }])
    expect(totalOf(beside)).toBe(950 + 1548 + 1393)
  })

  it('leaves two weighed lines apart, because their sum may round to another cent', () => {
    const weighed = (ticketId: string) =>
      setQuantity(aTicket([{ ...honey, priceCents: 330 }], ticketId), `${ticketId}-line-0`, 150)
    const merged = mergeTickets(weighed('one'), weighed('other'))
    expect(merged.lines).toHaveLength(2)
    expect(totalOf(merged)).toBe(100)
  })

  it('keeps what was known of either', () => {
    const one = { ...aTicket([honey], 'one'), note: 'Sans sac' }
    const other = {
      ...aTicket([notebook], 'other'),
      note: 'Cadeau',
      name: 'Table 2',
      customerId: 'c',
      openedAt: '2026-01-02T09:00:00.000+01:00',
    }
    expect(mergeTickets(one, other)).toMatchObject({
      ticketId: 'one',
      note: 'Sans sac / Cadeau',
      name: 'Table 2',
      customerId: 'c',
      openedAt: other.openedAt,
    })
  })

  it('costs the sum of both tickets, whatever is on them', () => {
    fc.assert(
      fc.property(anyTicket, anyTicket, (one, other) => {
        const apart = { ...other, ticketId: 'other' }
        const from = {
          ...apart,
          lines: apart.lines.map(line => ({ ...line, lineId: `other-${line.lineId}` })),
          discounts: apart.discounts.map(discount => ({
            ...discount,
            discountId: `other-${discount.discountId}`,
            lineIds: discount.lineIds && discount.lineIds.map(id => `other-${id}`),
          })),
        }
        const merged = mergeTickets(one, from)
        expect(totalOf(merged)).toBe(totalOf(one) + totalOf(from))
        expect(quantities([merged])).toEqual(quantities([one, from]))
        if (hasNoShipping(merged)) {
          expect(taxed(grossByRate([merged]))).toEqual(taxed(grossByRate([one, from])))
        }
      }),
      { numRuns: RUNS },
    )
  })
})

describe('prices of a parked ticket', () => {
  const known = (...articles: Article[]) => new Map(articles.map(one => [one.articleId, one]))

  it('become current, with a list of changed prices and of articles no longer sold', () => {
    const refreshed = refreshPrices(
      aTicket([honey, notebook, shipping]),
      known({ ...honey, priceCents: 990, vatRate: 1000 }, { ...notebook, retiredAt: LATER }),
    )
    expect(linesOf(refreshed.ticket)).toEqual([
      ['Miel', 1000, 990],
      ['Carnet renard', 1000, 1548],
      ['Frais de livraison', 1000, 690],
    ])
    expect(refreshed.ticket.lines[0]).toMatchObject({ listPriceCents: 990, vatRate: 1000 })
    expect(refreshed.changed).toEqual([
      { lineId: 'ticket-1-line-0', beforeCents: 950, afterCents: 990 },
    ])
    expect(refreshed.gone).toEqual(['Carnet renard', 'Frais de livraison'])
  })

  it('stay when somebody decided them: changed prices, labels, discounts, refunds', () => {
    const dearer = known({ ...honey, priceCents: 1200 })
    const label = addArticle(emptyTicket('t', ''), honey, '', 'l', {
      quantityMilli: 482,
      isMeasured: true,
    })
    const free = addArticle(emptyTicket('t', ''), honey, '', 'l', { unitPriceCents: 700 })
    if (!label.ok || !free.ok) throw new Error('sold')
    const back = changeLine(aTicket([honey]), 'ticket-1-line-0', line => ({
      ...line,
      quantityMilli: -1000,
    }))
    for (const ticket of [
      overridePrice(aTicket([honey]), 'ticket-1-line-0', 800, 'Pot abîmé'),
      label.value.ticket,
      free.value.ticket,
      back,
    ]) {
      expect(refreshPrices(ticket, dearer)).toEqual({ ticket, changed: [], gone: [] })
    }
    const off = giveDiscount(aTicket([honey]), aDiscount({ kind: 'amount', value: 100 }))
    expect(totalOf(refreshPrices(off, dearer).ticket)).toBe(1100)
  })

  it('do not look for a price typed at the counter in the shop', () => {
    const typed = aTicket([{ ...honey, articleId: 'free-3' }])
    expect(refreshPrices(typed, known()).gone).toEqual([])
  })
})

it('a parked ticket is listed with its name, time, total and first lines', () => {
  const ticket = { ...aTicket([honey, notebook, honey]), name: 'Mme Martin' }
  expect(summaryOf({ ticket, parkedAt: LATER })).toEqual({
    ticketId: 'ticket-1',
    name: 'Mme Martin',
    parkedAt: LATER,
    totalCents: 3448,
    takenCents: 0,
    pieces: 3,
    firstLines: ['Miel', 'Carnet renard'],
    customerId: null,
  })
  expect(priceTicket(ticket)).toHaveLength(2)
})
