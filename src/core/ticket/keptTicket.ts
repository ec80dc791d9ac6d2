import { emptyTicket, type Ticket, type TicketLine } from './ticket'

/** A stored ticket, completed with the fields that an earlier version of the till did not have. */
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
