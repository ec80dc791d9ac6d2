import { isLesson, stampOf } from '@/till/journal/stampEvent'
import type { Till } from '@/till/context'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal/journal'
import { seriesOf } from '@/core/journal/series'
import { settle, type SaleContext } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import type { Ticket } from '@/core/ticket/ticket'
import { appendSale, sealingFailure, TicketChangedElsewhere } from '@/storage/journal/append'

export type CounterContext = Omit<SaleContext, 'software'>

/**
 * Settles a ticket, seals it and writes it. When this succeeds the sale is on disk; when
 * it fails, nothing of it is, and the open ticket is as it was.
 */
export async function sellTicket(
  till: Till,
  ticket: Ticket,
  tenders: readonly Tender[],
  context: CounterContext,
): Promise<Result<SaleEntry, SellingError>> {
  const sale = settle(ticket, tenders, { ...context, software: till.software })
  if (!sale.ok) return sale

  const series = seriesOf(till.letter, sale.value.kind, isLesson(till))
  try {
    const stamp = stampOf(till, ticket.ticketId)
    const unsealed = { ...stamp, event: sale.value }
    const entry = await appendSale(till.tillDb, unsealed, series, till.space === 'demo')
    return ok(entry)
  } catch (error) {
    if (error instanceof TicketChangedElsewhere) return fail({ code: 'ticket-changed-elsewhere' })
    return fail(sealingFailure(error))
  }
}
