import type { Article } from '@/core/catalogue/article'
import { ok, type Result, type SellingError } from '@/core/errors'
import type { ShippingRule } from './shipping'
import { type DeliveryMethod, type Ticket } from './ticket'
import { addArticle, removeLine } from './lines'

/** The shipping article of a delivery method, with what its ticket line needs. */
export interface DeliveryArticle {
  article: Article
  departmentName: string
  lineId: string
  rule: ShippingRule
}

/**
 * Chooses the delivery method. Its shipping article is added unless the ticket already sells
 * shipping: shipping is never charged twice. The line that the previous method added is removed,
 * unless someone changed it. Fails as `addArticle` does.
 */
export function chooseDelivery(
  ticket: Ticket,
  delivery: DeliveryMethod,
  adds: DeliveryArticle | null,
): Result<Ticket, SellingError> {
  if (delivery === ticket.delivery) return ok(ticket)
  const chosen = { ...withoutAdded(ticket, adds?.article.articleId), delivery }
  if (!adds || sellsShipping(chosen)) return ok(chosen)

  const { article, departmentName, lineId, rule } = adds
  const added = addArticle(chosen, article, departmentName, lineId, { shipping: rule })
  return added.ok ? ok({ ...added.value.ticket, deliveryLineId: added.value.lineId }) : added
}

/** The ticket without the automatically added shipping line, when another article is wanted. */
function withoutAdded(ticket: Ticket, wantedArticleId: string | undefined): Ticket {
  const line = ticket.lines.find(({ lineId }) => lineId === ticket.deliveryLineId)
  if (!line) return { ...ticket, deliveryLineId: null }
  const isTouched =
    line.quantityMilli !== 1000 ||
    line.note !== '' ||
    line.priceReason !== '' ||
    ticket.discounts.some(({ lineIds }) => lineIds?.includes(line.lineId))
  if (isTouched || line.articleId === wantedArticleId) return ticket
  return { ...removeLine(ticket, line.lineId), deliveryLineId: null }
}

const sellsShipping = (ticket: Ticket) =>
  ticket.lines.some(line => line.shipping !== null && line.quantityMilli > 0)
