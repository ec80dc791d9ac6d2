import type { JournalEvent } from '@/core/journal/journal'

/**
 * Whether what was just sealed has cash put into the drawer or taken out of it: cash given, change,
 * cash given back, a float or a movement. Printing a document again never does.
 */
export function opensDrawer(event: JournalEvent): boolean {
  switch (event.kind) {
    case 'sale':
    case 'refund':
    case 'payment':
      return event.changeCents > 0 || event.tenders.some(({ kind }) => kind === 'cash')
    case 'drawer-opened':
    case 'cash-movement':
      return true
    default:
      return false
  }
}
