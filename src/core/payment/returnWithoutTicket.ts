import type { Article } from '@/core/catalogue/article'
import { assert } from '@/core/assert'
import { ok, type Result, type SellingError } from '@/core/errors'
import { type Ticket } from '@/core/ticket/ticket'
import { addArticle, changeLine } from '@/core/ticket/lines'

/** What is taken back of an article whose sale cannot be shown. */
export interface ReturnedGoods {
  /** How much comes back, above zero. */
  quantityMilli: number
  /** What is given for one, VAT included; never more than the article costs now. */
  unitPriceCents: number
  /** Why it is taken back; sealed with the line. */
  reason: string
}

/**
 * Puts on a ticket what comes back without its receipt, on a line of its own: no sale tells
 * what was paid, so it is taken at the article's rate of today and at most at its price.
 */
export function takeBack(
  ticket: Ticket,
  article: Article,
  departmentName: string,
  lineId: string,
  { quantityMilli, unitPriceCents, reason }: ReturnedGoods,
): Result<Ticket, SellingError> {
  assert(quantityMilli > 0, 'something comes back')
  assert(unitPriceCents <= article.priceCents, 'no more is given than it costs')
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
