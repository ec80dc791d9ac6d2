import { isSellable, OWN_ARTICLE, type Article } from '@/core/catalogue/article'
import { ticketTotals } from './pricing'
import { givenCents } from '@/core/payment/tender'
import type { Ticket, TicketLine } from './ticket'

/** A ticket put aside, to be gone on with later. */
export interface ParkedTicket {
  ticket: Ticket
  parkedAt: string
}

/** What tells one parked ticket from another. */
export interface ParkedSummary {
  ticketId: string
  /** Empty for one that was given none: its time tells it. */
  name: string
  parkedAt: string
  totalCents: number
  /** What of it is already paid. */
  takenCents: number
  pieces: number
  /** Names of its first lines. */
  firstLines: string[]
  customerId: string | null
}

/** A ticket at today's prices. */
export interface RefreshedTicket {
  ticket: Ticket
  /** Lines that cost another price now, as they were and as they are. */
  changed: { lineId: string; beforeCents: number; afterCents: number }[]
  /** Names of the articles that the shop no longer sells; their lines stay as they are. */
  gone: string[]
}

const LINES_SHOWN = 3

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

/** The last parked first; the shares of one ticket, parked at once, by their names. */
export function lastFirst(parked: readonly ParkedTicket[]): ParkedTicket[] {
  return [...parked].sort((one, other) => {
    if (one.parkedAt !== other.parkedAt) return one.parkedAt < other.parkedAt ? 1 : -1
    return one.ticket.name < other.ticket.name ? -1 : 1
  })
}

/**
 * Gives a ticket's lines the prices and VAT rates their articles have now. What somebody decided
 * stays: another price, what a weighed label says, discounts, and what is given back.
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

/** Whether the line asks what the article cost when it was added, as nobody decided otherwise. */
function isAtListPrice(line: TicketLine): boolean {
  return (
    line.refund === null &&
    line.quantityMilli > 0 &&
    line.quantityMilli % 1000 === 0 &&
    line.priceReason === '' &&
    line.unitPriceCents === line.listPriceCents
  )
}

/** Whether its article is one of the shop's or of the owner's, not a price typed at the counter. */
function isOfCatalogue({ articleId }: TicketLine): boolean {
  return articleId.startsWith('ps-') || articleId.startsWith(OWN_ARTICLE)
}
