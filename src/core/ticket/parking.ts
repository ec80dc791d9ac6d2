import { isSellable, OWN_ARTICLE, type Article } from '@/core/catalogue/article'
import { ticketTotals } from './pricing'
import { givenCents } from '@/core/payment/tender'
import type { Ticket, TicketLine } from './ticket'

/** A ticket set aside, to be resumed later. */
export interface ParkedTicket {
  ticket: Ticket
  parkedAt: string
}

/** What a list of parked tickets shows of each. */
export interface ParkedSummary {
  ticketId: string
  /** Empty when the ticket has no name; its time then identifies it. */
  name: string
  parkedAt: string
  totalCents: number
  /** Amount already taken for it. */
  takenCents: number
  pieces: number
  /** Names of its first lines. */
  firstLines: string[]
  customerId: string | null
}

/** A ticket at current prices. */
export interface RefreshedTicket {
  ticket: Ticket
  /** Lines whose price changed, with both unit prices. */
  changed: { lineId: string; beforeCents: number; afterCents: number }[]
  /** Names of articles the shop no longer sells; their lines stay unchanged. */
  gone: string[]
}

const LINES_SHOWN = 3

/** Summary of a parked ticket for the list. */
export function summaryOf({ ticket, parkedAt }: ParkedTicket): ParkedSummary {
  const { totalCents, pieces } = ticketTotals(ticket)
  return {
    ticketId: ticket.ticketId,
    name: ticket.name,
    parkedAt,
    totalCents,
    takenCents: givenCents(ticket.taken),
    pieces,
    firstLines: ticket.lines.slice(0, LINES_SHOWN).map(line => line.name),
    customerId: ticket.customerId,
  }
}

/**
 * Parked tickets, the latest first; the shares of one ticket, parked at the same moment, by name.
 */
export function lastFirst(parked: readonly ParkedTicket[]): ParkedTicket[] {
  return [...parked].sort((one, other) => {
    if (one.parkedAt !== other.parkedAt) return one.parkedAt < other.parkedAt ? 1 : -1
    return one.ticket.name < other.ticket.name ? -1 : 1
  })
}

/**
 * Updates the lines to the current prices and VAT rates of their articles. Lines whose price
 * someone decided stay unchanged (changed prices, weighed labels, refunds), and so do discounts.
 */
export function refreshPrices(
  ticket: Ticket,
  articlesById: ReadonlyMap<string, Article>,
): RefreshedTicket {
  const changed: RefreshedTicket['changed'] = []
  const gone = new Set<string>()
  const lines = ticket.lines.map(line => {
    if (!isAtListPrice(line)) return line
    const article = articlesById.get(line.articleId)
    if (!article || !isSellable(article)) {
      if (isOfCatalogue(line)) gone.add(line.name)
      return line
    }
    const { priceCents, vatRate } = article
    const ecotaxCents = line.shipping ? 0 : article.ecotaxCents
    if (priceCents === line.unitPriceCents && vatRate === line.vatRate) {
      return ecotaxCents === line.ecotaxCents ? line : { ...line, ecotaxCents }
    }
    changed.push({
      lineId: line.lineId,
      beforeCents: line.unitPriceCents,
      afterCents: priceCents,
    })
    return { ...line, unitPriceCents: priceCents, listPriceCents: priceCents, ecotaxCents, vatRate }
  })
  return { ticket: { ...ticket, lines }, changed, gone: [...gone] }
}

/** Whether a line still has the list price of the day it was added, by nobody's decision. */
function isAtListPrice(line: TicketLine): boolean {
  return (
    line.refund === null &&
    line.quantityMilli > 0 &&
    line.quantityMilli % 1000 === 0 &&
    line.priceReason === '' &&
    line.unitPriceCents === line.listPriceCents
  )
}

/** Whether the line sells an article of the shop or of the owner, not a free price. */
function isOfCatalogue({ articleId }: TicketLine): boolean {
  return articleId.startsWith('ps-') || articleId.startsWith(OWN_ARTICLE)
}
