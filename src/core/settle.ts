import { fail, ok, type Result, type SellingError } from './errors'
import type { SaleV1, SellerV1, SoftwareV1 } from './events/v1'
import { givenCents, type Tender } from './tender'
import { lineTotalCents, ticketTotals, type Ticket } from './ticket'

/** What a sale says beside its ticket: who sells, with what. */
export interface SaleContext {
  seller: SellerV1
  software: SoftwareV1
  cashier: string
}

/** A sale ready to be sealed; its document number is given with the seal. */
export type UnnumberedSale = Omit<SaleV1, 'document'>

/**
 * Turns a ticket and what the customer gave into a sale. Only cash gives change: a card
 * amount above what is due is refused, never silently altered.
 */
export function settle(
  ticket: Ticket,
  tenders: readonly Tender[],
  context: SaleContext,
): Result<UnnumberedSale, SellingError> {
  if (ticket.lines.length === 0) return fail({ code: 'ticket-empty' })

  const { totalCents, vat } = ticketTotals(ticket)
  const missingCents = totalCents - givenCents(tenders)
  if (missingCents > 0) return fail({ code: 'tender-short', missingCents })

  const withoutChange = tenders.filter(tender => tender.kind !== 'cash')
  const overCents = givenCents(withoutChange) - totalCents
  if (overCents > 0) return fail({ code: 'card-over', overCents })

  return ok({
    kind: 'sale',
    openedAt: ticket.openedAt,
    currency: 'EUR',
    lines: ticket.lines.map(line => ({
      articleId: line.articleId,
      name: line.name,
      reference: line.reference,
      department: line.departmentName,
      quantityMilli: line.quantityMilli,
      unitPriceCents: line.unitPriceCents,
      grossCents: lineTotalCents(line),
      vatRate: line.vatRate,
    })),
    vat,
    totalCents,
    tenders: tenders.map(({ kind, givenCents }) => ({ kind, givenCents })),
    changeCents: missingCents === 0 ? 0 : -missingCents,
    ...context,
  })
}
