import { expect, it } from 'vitest'
import { anArticle, aTicket } from '../../support/factory'
import { movedPrices } from '@/core/ticket/movedPrices'

const soap = anArticle({ articleId: 'soap', priceCents: 900 })
const tea = anArticle({ articleId: 'tea', priceCents: 500 })
const ticket = aTicket([soap, tea])
const lineOf = (articleId: string) =>
  ticket.lines.find(line => line.articleId === articleId)?.lineId ?? ''
const shop = (...articles: (typeof soap)[]) =>
  new Map(articles.map(article => [article.articleId, article]))

it('gives the shop’s current price, by line', () => {
  const now = shop({ ...soap, priceCents: 950 }, tea)
  expect(movedPrices(ticket, now)).toEqual(new Map([[lineOf('soap'), 950]]))
})

it('leaves out an article the shop no longer has', () => {
  expect(movedPrices(ticket, shop(tea)).size).toBe(0)
})

it('leaves out a line that gives back: it has the price of its sale', () => {
  const [line] = ticket.lines
  const source = { till: 'A', entry: 1, line: 0, document: { series: 'A', number: 1 } }
  const back = { ...line!, refund: { source, grossCents: 900 } }
  const now = shop({ ...soap, priceCents: 950 })
  expect(movedPrices({ ...ticket, lines: [back] }, now).size).toBe(0)
})

it('returns the same map while nothing changes, and a new one otherwise', () => {
  const before = movedPrices(ticket, shop({ ...soap, priceCents: 950 }, tea))
  expect(movedPrices(ticket, shop({ ...soap, priceCents: 950 }, tea), before)).toBe(before)
  expect(movedPrices(ticket, shop({ ...soap, priceCents: 990 }, tea), before)).toEqual(
    new Map([[lineOf('soap'), 990]]),
  )
  expect(movedPrices(ticket, shop(soap, tea), before).size).toBe(0)
})
