import { emptyTicket, type Ticket, type TicketLine } from './ticket'

/** A ticket as an earlier version of the till kept it, with what it did not know yet. */
export function ticketFromKept(kept: KeptShape): Ticket {
  return {
    ...emptyTicket(kept.ticketId, kept.openedAt),
    ...kept,
    lines: kept.lines.map(line => ({
      listPriceCents: line.unitPriceCents,
      ecotaxCents: 0,
      priceReason: '',
      shipping: null,
      note: '',
      refund: null,
      ...line,
    })),
  }
}

type KeptShape = Pick<Ticket, 'ticketId' | 'openedAt'> &
  Partial<Omit<Ticket, 'lines'>> & { lines: (OldLine & Partial<TicketLine>)[] }
type OldLine = Omit<
  TicketLine,
  'listPriceCents' | 'ecotaxCents' | 'priceReason' | 'shipping' | 'note' | 'refund'
>
