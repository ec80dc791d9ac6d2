import { readElsewhere } from './aboutSales'
import { isNumberedApart, stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal/journal'
import { seriesOf } from '@/core/journal/series'
import { entriesGivenBack } from '@/core/payment/refund'
import { missingRight, needsRights } from '@/core/payment/saleRights'
import { settle, type SaleTerms } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import type { Ticket } from '@/core/ticket/ticket'
import { appendSale, type RightsCheck } from '@/storage/journal/appendSale'
import { sealingFailure, TicketChangedElsewhere } from '@/storage/journal/refusals'

export type CounterTerms = Omit<SaleTerms, 'software'> & {
  /** The payment was asked for while this device sold: its money may have been given. */
  isPaymentBegun?: boolean
}

/**
 * Settles a ticket, seals the sale and writes it. When this succeeds, the sale is on disk. When it
 * fails, nothing of the sale is, and the open ticket is as it was. What the person who serves may not
 * do alone by the rights stored now, and nobody approved, is refused.
 */
export async function sellTicket(
  context: TillContext,
  ticket: Ticket,
  tenders: readonly Tender[],
  { isPaymentBegun = false, ...terms }: CounterTerms,
): Promise<Result<SaleEntry, SellingError>> {
  const sale = settle(ticket, tenders, { ...terms, software: context.software })
  if (!sale.ok) return sale

  const series = seriesOf(context.tillCode, sale.value.kind, isNumberedApart(context))
  try {
    const stamp = stampEvent(context, ticket.ticketId)
    const unsealed = { ...stamp, isPaymentBegun, event: sale.value }
    const check: RightsCheck = (rights, role, before) => missingRight(ticket, rights, role, before)
    const entry = await appendSale(
      context.tillDb,
      unsealed,
      series,
      context.space,
      needsRights(ticket) ? check : null,
      await readElsewhere(context, entriesGivenBack(ticket)),
    )
    return ok(entry)
  } catch (error) {
    if (error instanceof TicketChangedElsewhere) return fail({ code: 'ticket-changed-elsewhere' })
    return fail(sealingFailure(error))
  }
}
