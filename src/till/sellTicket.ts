import type { Till } from './till'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { SellerV1 } from '@/core/events/v1'
import type { SaleEntry } from '@/core/journal'
import { settle } from '@/core/settle'
import type { Tender } from '@/core/tender'
import type { Ticket } from '@/core/ticket'
import { writeFailure } from '@/storage/fault'
import { appendSale, TicketChangedElsewhere } from '@/storage/journal'

/**
 * Settles a ticket, seals it and writes it. When this succeeds the sale is on disk; when
 * it fails, nothing of it is, and the open ticket is as it was.
 */
export async function sellTicket(
  till: Till,
  ticket: Ticket,
  tenders: readonly Tender[],
  seller: SellerV1,
): Promise<Result<SaleEntry, SellingError>> {
  const sale = settle(ticket, tenders, { seller, software: till.software, cashier: '' })
  if (!sale.ok) return sale

  const { at, day } = till.now()
  try {
    const entry = await appendSale(till.tillDb, {
      till: till.letter,
      eventId: ticket.ticketId,
      at,
      day,
      training: till.space === 'demo',
      event: sale.value,
    })
    return ok(entry)
  } catch (error) {
    if (error instanceof TicketChangedElsewhere) return fail({ code: 'ticket-changed-elsewhere' })
    return fail(writeFailure(error))
  }
}
