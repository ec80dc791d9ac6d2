import { isSellable, type Article } from './article'
import { assert } from './assert'
import { fail, ok, type Result, type SellingError } from './errors'
import { assertCents, lineCents } from './money'
import { vatBreakdown, type VatRate, type VatShare } from './vat'

/** A sale being made. A value: each act gives a new ticket. */
export interface Ticket {
  /** Minted when the ticket opens; the sale keeps it, so that it can be sealed only once. */
  ticketId: string
  openedAt: string
  lines: TicketLine[]
}

/** One article on a ticket, with every literal the receipt will need. */
export interface TicketLine {
  lineId: string
  articleId: string
  name: string
  reference: string
  departmentName: string
  /** Price of one, with VAT, as it was when the article was added. */
  unitPriceCents: number
  /** Thousandths of a unit: 2000 is two pieces, 250 is a quarter. */
  quantityMilli: number
  vatRate: VatRate
  pictureId: string | null
}

export interface TicketTotals {
  totalCents: number
  vat: VatShare[]
  /** Pieces on the ticket; a weighed line counts for one. */
  pieces: number
}

/** Largest quantity of a line, in pieces: above it, a scanned code was taken for a quantity. */
export const MAX_PIECES = 9_999

export function emptyTicket(ticketId: string, openedAt: string): Ticket {
  return { ticketId, openedAt, lines: [] }
}

/**
 * Adds one piece of an article: to its line when it is already there at the same price,
 * else on a line of its own. Refuses an article whose VAT rate is not known.
 */
export function addArticle(
  ticket: Ticket,
  article: Article,
  departmentName: string,
  lineId: string,
): Result<{ ticket: Ticket; lineId: string }, SellingError> {
  if (!isSellable(article)) return fail({ code: 'vat-rate-unknown', articleName: article.name })

  const same = ticket.lines.find(line => isSameGoods(line, article))
  if (same) {
    const quantityMilli = Math.min(same.quantityMilli + 1000, MAX_PIECES * 1000)
    return ok({ ticket: setQuantity(ticket, same.lineId, quantityMilli), lineId: same.lineId })
  }

  const line: TicketLine = {
    lineId,
    articleId: article.articleId,
    name: article.name,
    reference: article.reference,
    departmentName,
    unitPriceCents: article.priceCents,
    quantityMilli: 1000,
    vatRate: article.vatRate,
    pictureId: article.pictureId,
  }
  return ok({ ticket: { ...ticket, lines: [...ticket.lines, line] }, lineId })
}

/** Sets how much of a line is sold, in thousandths; zero removes the line. */
export function setQuantity(ticket: Ticket, lineId: string, quantityMilli: number): Ticket {
  assert(Number.isSafeInteger(quantityMilli), 'a quantity is whole thousandths')
  assert(quantityMilli >= 0 && quantityMilli <= MAX_PIECES * 1000, 'a quantity is within bounds')
  if (quantityMilli === 0) return removeLine(ticket, lineId)
  return {
    ...ticket,
    lines: ticket.lines.map(line => (line.lineId === lineId ? { ...line, quantityMilli } : line)),
  }
}

export function removeLine(ticket: Ticket, lineId: string): Ticket {
  return { ...ticket, lines: ticket.lines.filter(line => line.lineId !== lineId) }
}

/** What a line costs, VAT included. */
export function lineTotalCents(line: TicketLine): number {
  return lineCents(line.unitPriceCents, line.quantityMilli)
}

/** Totals of a ticket; net and VAT of every rate add up to the total, to the cent. */
export function ticketTotals(ticket: Ticket): TicketTotals {
  const amounts = ticket.lines.map(line => ({
    grossCents: lineTotalCents(line),
    vatRate: line.vatRate,
  }))
  const totalCents = amounts.reduce((total, amount) => total + amount.grossCents, 0)
  assertCents(totalCents)
  return { totalCents, vat: vatBreakdown(amounts), pieces: countPieces(ticket.lines) }
}

/** Pieces of each article on a ticket, for the badges on the tiles. */
export function piecesByArticle(ticket: Ticket): Map<string, number> {
  const pieces = new Map<string, number>()
  for (const line of ticket.lines) {
    pieces.set(line.articleId, (pieces.get(line.articleId) ?? 0) + countPieces([line]))
  }
  return pieces
}

function countPieces(lines: readonly TicketLine[]): number {
  return lines.reduce(
    (pieces, { quantityMilli }) => pieces + (quantityMilli % 1000 === 0 ? quantityMilli / 1000 : 1),
    0,
  )
}

function isSameGoods(line: TicketLine, article: Article): boolean {
  return (
    line.articleId === article.articleId &&
    line.unitPriceCents === article.priceCents &&
    line.vatRate === article.vatRate &&
    line.name === article.name
  )
}
