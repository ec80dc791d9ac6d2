import type { Ticket, TicketLine } from './ticket'
import type { ShippingRule } from './shipping'
import { assert } from '@/core/assert'
import { isSellable, type Article } from '@/core/catalogue/article'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { assertCents, lineCents } from '@/core/money'

/** How much of an article is added, and at what price, where they are not one and its own. */
export interface HowMuch {
  quantityMilli?: number
  /** Price of one; a weighed label or a free price tells it. */
  unitPriceCents?: number
  /** Why that price is asked instead of the article's; none is needed for a label's. */
  priceReason?: string
  /** How the VAT of a line of shipping is found; without it, the line is goods. */
  shipping?: ShippingRule
}

/** Largest quantity of a line, in pieces: above it, a scanned code was taken for a quantity. */
export const MAX_PIECES = 9_999

/**
 * Adds an article: to its line when it is already there at the same price, else on a line
 * of its own. Refuses an article whose VAT rate is not known, and more than a line may hold.
 */
export function addArticle(
  ticket: Ticket,
  article: Article,
  departmentName: string,
  lineId: string,
  how: HowMuch = {},
): Result<{ ticket: Ticket; lineId: string }, SellingError> {
  if (!isSellable(article)) return fail({ code: 'vat-rate-unknown', articleName: article.name })

  const { quantityMilli = 1000, unitPriceCents = article.priceCents, shipping = null } = how
  const line: TicketLine = {
    lineId,
    articleId: article.articleId,
    name: article.name,
    reference: article.reference,
    departmentName,
    unitPriceCents,
    listPriceCents: article.priceCents,
    // Shipping has none; its VAT may split the line.
    ecotaxCents: shipping ? 0 : article.ecotaxCents,
    priceReason: how.priceReason ?? '',
    quantityMilli,
    vatRate: article.vatRate,
    shipping,
    pictureId: article.pictureId,
    note: '',
    refund: null,
  }
  return addLine(ticket, line)
}

/**
 * Adds a line, or its quantity to that of the line that sells the very same. A line with a
 * discount of its own takes no more: what is added to it would be discounted unasked, or free.
 * Refuses what would be more than a line may hold: less than was asked is never added unsaid.
 */
export function addLine(
  ticket: Ticket,
  line: TicketLine,
): Result<{ ticket: Ticket; lineId: string }, SellingError> {
  const discounted = new Set(ticket.discounts.flatMap(({ lineIds }) => lineIds ?? []))
  const same = ticket.lines.find(other => isSameGoods(other, line) && !discounted.has(other.lineId))
  if (!same) {
    assertLine(line)
    return ok({ ticket: { ...ticket, lines: [...ticket.lines, line] }, lineId: line.lineId })
  }
  const sumMilli = Math.abs(same.quantityMilli + line.quantityMilli)
  if (sumMilli > MAX_PIECES * 1000) {
    return fail({ code: 'quantity-over', articleName: line.name, mostPieces: MAX_PIECES })
  }
  return ok({ ticket: setQuantity(ticket, same.lineId, sumMilli), lineId: same.lineId })
}

/**
 * Sets how much of a line is sold, in thousandths; zero removes the line. A line that gives
 * back keeps its sign; one taken from a sealed sale is changed by `core/payment/refund` only.
 */
export function setQuantity(ticket: Ticket, lineId: string, quantityMilli: number): Ticket {
  if (quantityMilli === 0) return removeLine(ticket, lineId)
  return changeLine(ticket, lineId, line => {
    assert(line.refund === null, 'what was sold is given back by its own quantity')
    return { ...line, quantityMilli: Math.sign(line.quantityMilli) * Math.abs(quantityMilli) }
  })
}

/** Changes one line; a line that would then not count is our own mistake. */
export function changeLine(
  ticket: Ticket,
  lineId: string,
  change: (line: TicketLine) => TicketLine,
): Ticket {
  const lines = ticket.lines.map(line => {
    if (line.lineId !== lineId) return line
    const changed = change(line)
    assertLine(changed)
    return changed
  })
  return { ...ticket, lines }
}

/** Takes lines away, and the discounts that were on them alone. */
export function removeLine(ticket: Ticket, lineId: string): Ticket {
  return keepLines(ticket, line => line.lineId !== lineId)
}

/** The ticket with some of its lines only. */
export function keepLines(ticket: Ticket, isKept: (line: TicketLine) => boolean): Ticket {
  const lines = ticket.lines.filter(isKept)
  const kept = new Set(lines.map(line => line.lineId))
  const discounts = ticket.discounts.flatMap(discount => {
    if (discount.lineIds === null) return lines.length > 0 ? discount : []
    const lineIds = discount.lineIds.filter(id => kept.has(id))
    return lineIds.length > 0 ? { ...discount, lineIds } : []
  })
  return { ...ticket, lines, discounts }
}

/** Price times quantity, VAT included, before any discount. */
export function lineBaseCents(line: TicketLine): number {
  return lineCents(line.unitPriceCents, line.quantityMilli)
}

/** Pieces of each article on a ticket, for the badges on the tiles. */
export function piecesByArticle(ticket: Ticket): Map<string, number> {
  const pieces = new Map<string, number>()
  for (const line of ticket.lines) {
    pieces.set(line.articleId, (pieces.get(line.articleId) ?? 0) + countPieces([line]))
  }
  return pieces
}

/** Pieces sold; a weighed line counts for one, shipping and what is given back for none. */
export function countPieces(lines: readonly TicketLine[]): number {
  return lines.reduce((pieces, { quantityMilli, shipping }) => {
    if (shipping || quantityMilli < 0) return pieces
    return pieces + (quantityMilli % 1000 === 0 ? quantityMilli / 1000 : 1)
  }, 0)
}

/** How many articles lines give back; a weight counts as one. */
export function countPiecesBack(lines: readonly TicketLine[]): number {
  return countPieces(lines.map(line => ({ ...line, quantityMilli: 0 - line.quantityMilli })))
}

function assertLine({ quantityMilli, unitPriceCents }: TicketLine): void {
  assert(Number.isSafeInteger(quantityMilli), 'a quantity is whole thousandths')
  assert(quantityMilli !== 0, 'a line is for something')
  assert(Math.abs(quantityMilli) <= MAX_PIECES * 1000, 'a quantity is within bounds')
  assertCents(unitPriceCents)
  assert(unitPriceCents >= 0, 'a price is not below zero')
}

/** Whether two lines sell the very same, so that one may stand for both. */
export function isSameGoods(line: TicketLine, other: TicketLine): boolean {
  return (
    line.articleId === other.articleId &&
    line.unitPriceCents === other.unitPriceCents &&
    line.ecotaxCents === other.ecotaxCents &&
    line.vatRate === other.vatRate &&
    line.name === other.name &&
    line.quantityMilli > 0 === other.quantityMilli > 0 &&
    [line, other].every(one => one.refund === null && one.note === '' && one.priceReason === '')
  )
}
