import type { Article } from '@/core/catalogue/article'
import { assert } from '@/core/assert'
import { ok, type Result, type SellingError } from '@/core/errors'
import { type Ticket } from '@/core/ticket/ticket'
import { addArticle, changeLine } from '@/core/ticket/lines'

/** Goods taken back although their sale cannot be identified. */
export interface ReturnedGoods {
  /** Quantity given back, above zero. */
  quantityMilli: number
  /** Amount given for one piece, VAT included; never more than the article's current price. */
  unitPriceCents: number
  /** Reason, sealed with the line. */
  reason: string
}

/**
 * Adds goods returned without a receipt to a ticket, on a line of their own. No sale tells what was
 * paid, so the line has the article's current VAT rate, and at most its current price.
 */
export function takeBack(
  ticket: Ticket,
  article: Article,
  departmentName: string,
  lineId: string,
  { quantityMilli, unitPriceCents, reason }: ReturnedGoods,
): Result<Ticket, SellingError> {
  assert(quantityMilli > 0, 'something comes back: the quantity is above zero')
  assert(unitPriceCents <= article.priceCents, 'no more is given than the current price')
  assert(reason !== '', 'a return without a ticket has a reason')
  const added = addArticle(ticket, article, departmentName, lineId, {
    quantityMilli: 0 - quantityMilli,
    unitPriceCents,
  })
  if (!added.ok) return added
  const priceReason = unitPriceCents === article.priceCents ? '' : reason
  return ok(
    changeLine(added.value.ticket, added.value.lineId, line => ({
      ...line,
      priceReason,
      note: reason,
    })),
  )
}
