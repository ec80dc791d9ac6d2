import { isSale, type JournalEntry } from '@/core/journal/journal'
import { purgeOf } from '@/core/journal/purge'
import { isTicketMoved } from './claims/soldTwice'
import { isStockFor } from '@/core/stock/stockHanded'

/** Kinds of entries that are found in a copy without reading through it. */
export type MarkKind =
  | 'closing-day'
  | 'closing-month'
  | 'closing-year'
  | 'float'
  | 'count'
  | 'invoice'
  | 'purge'
  | 'web-order'
  | 'ticket-moved'
  | 'left-due'
  | 'stock-for'

/** What an entry of a copy is found by; nothing for the many that are only read in turn. */
export function marksOf(entry: JournalEntry): MarkKind[] {
  const kind = kindOf(entry)
  return [...(kind ? [kind] : []), ...(isLeftDue(entry) ? (['left-due'] as const) : [])]
}

/** Whether a customer owed something for a sale when it was sealed; a lesson leaves no debt. */
const isLeftDue = (entry: JournalEntry): boolean =>
  isSale(entry) && !entry.training && entry.event.dueCents > 0

function kindOf(entry: JournalEntry): MarkKind | null {
  const { training, event } = entry
  switch (event.kind) {
    case 'closing':
      return `closing-${event.period}`
    case 'drawer-opened':
      // Training moves no real cash.
      return training ? null : 'float'
    case 'cash-counted':
      return 'count'
    case 'invoice':
      return 'invoice'
    case 'sale':
    case 'refund':
      return event.channel === 'web' ? 'web-order' : null
    case 'trace':
      if (isTicketMoved(entry)) return 'ticket-moved'
      if (isStockFor(entry)) return 'stock-for'
      return purgeOf(entry) ? 'purge' : null
    default:
      return null
  }
}
