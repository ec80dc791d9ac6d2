import type { EntryReference } from '@/core/journal/entryReference'
import type { JournalEntry } from '@/core/journal/journal'

/** The sales of invoices made to a VAT number: they are reported by their invoice. */
export const businessSalesIn = (invoices: readonly JournalEntry[]): EntryReference[] =>
  invoices.flatMap(({ event }) =>
    event.kind === 'invoice' && event.customer.vatNumber !== ''
      ? [{ till: event.saleTill, number: event.saleNumber }]
      : [],
  )
