import type { Ticket, TicketLine } from './ticket'
import type { ShippingRule } from './shipping'
import { assert } from '@/core/assert'
import { isSellable, type Article } from '@/core/catalogue/article'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { assertCents, lineCents } from '@/core/money'

/** Quantity and price of an added article, when they differ from one piece at its own price. */
export interface HowMuch {
  quantityMilli?: number
  /** The quantity comes from a scale's label, so that it may be a part of one. */
  isMeasured?: boolean
  /** Price of one unit, from a scale's label or typed as a free price. */
  unitPriceCents?: number
  /** Reason of a price that differs from the article's; not needed for a label's price. */
  priceReason?: string
  /** How the VAT of a shipping line is found; absent for goods. */
  shipping?: ShippingRule
}

/** Largest quantity of a line, in pieces. Above it, a scanned code was taken for a quantity. */
export const MAX_PIECES = 9_999

/**
 * Adds an article to its line at the same price, else as a new line. Fails when its VAT rate is
 * unknown, when the line would exceed its largest quantity, or for a part of an article that is sold
 * by the piece.
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
  if (!isWhole(quantityMilli) && !article.soldBy && !how.isMeasured) {
    return fail({ code: 'quantity-in-pieces', articleName: article.name })
  }
  const line: TicketLine = {
    lineId,
    articleId: article.articleId,
    name: article.name,
    reference: article.reference,
    departmentName,
    unitPriceCents,
    listPriceCents: article.priceCents,
    // Shipping has no eco-participation, and its VAT may split the line.
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
 * Adds a line, or adds its quantity to a line of exactly the same goods. A line with its own
 * discount takes no more quantity: the added pieces would be discounted unasked, or free. Fails
 * when the line would exceed its largest quantity: the quantity is never reduced silently.
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
 * Sets the quantity of a line, in thousandths; zero removes the line. A line that gives back keeps
 * its sign. A line that gives back from a sealed sale is changed only by `core/payment/refund`.
 */
export function setQuantity(ticket: Ticket, lineId: string, quantityMilli: number): Ticket {
  if (quantityMilli === 0) return removeLine(ticket, lineId)
  return changeLine(ticket, lineId, line => {
    assert(line.refund === null, 'a refunded line is changed by core/payment/refund only')
    return { ...line, quantityMilli: Math.sign(line.quantityMilli) * Math.abs(quantityMilli) }
  })
}

/** Changes one line. Throws when the result is not a valid line: that is a programming mistake. */
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

/** Removes a line, and the discounts on it alone. */
export function removeLine(ticket: Ticket, lineId: string): Ticket {
  return keepLines(ticket, line => line.lineId !== lineId)
}

/** The ticket with only the lines that `isKept` accepts. */
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

/** Unit price times quantity, VAT included, before discounts. */
export function lineBaseCents(line: TicketLine): number {
  return lineCents(line.unitPriceCents, line.quantityMilli)
}

/** Pieces of each article on a ticket, by article id, for the badges on the tiles. */
export function piecesByArticle(ticket: Ticket): Map<string, number> {
  const pieces = new Map<string, number>()
  for (const line of ticket.lines) {
    pieces.set(line.articleId, (pieces.get(line.articleId) ?? 0) + countPieces([line]))
  }
  return pieces
}

/** Number of pieces sold. A weighed line is one piece; shipping and returned goods are none. */
export function countPieces(lines: readonly TicketLine[]): number {
  return lines.reduce((pieces, { quantityMilli, shipping }) => {
    if (shipping || quantityMilli < 0) return pieces
    return pieces + (isWhole(quantityMilli) ? quantityMilli / 1000 : 1)
  }, 0)
}

/** Whether a quantity, in thousandths, is a number of whole pieces. */
export const isWhole = (quantityMilli: number) => quantityMilli % 1000 === 0

/** How many articles lines give back; a weight counts as one. */
export function countPiecesBack(lines: readonly TicketLine[]): number {
  return countPieces(lines.map(line => ({ ...line, quantityMilli: 0 - line.quantityMilli })))
}

function assertLine({ quantityMilli, unitPriceCents }: TicketLine): void {
  assert(Number.isSafeInteger(quantityMilli), 'a quantity is whole thousandths')
  assert(quantityMilli !== 0, 'a line has a quantity')
  assert(Math.abs(quantityMilli) <= MAX_PIECES * 1000, 'a quantity is within bounds')
  assertCents(unitPriceCents)
  assert(unitPriceCents >= 0, 'a price is not below zero')
}

/** Whether two lines sell exactly the same goods, so that one line may replace both. */
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
