import type { JournalEvent } from '@/core/journal/journal'

/** Papers that a shop may want without asking for each: off by default, as French law wants it for receipts. */
export const AUTOMATIC_PAPERS = ['sale', 'refund', 'payment', 'closing', 'cash'] as const
export type AutomaticPaper = (typeof AUTOMATIC_PAPERS)[number]

/** The paper that an event has; undefined where it has none. */
export function automaticPaper({ kind }: JournalEvent): AutomaticPaper | undefined {
  switch (kind) {
    case 'sale':
    case 'refund':
    case 'payment':
    case 'closing':
      return kind
    case 'drawer-opened':
    case 'cash-movement':
    case 'cash-counted':
      return 'cash'
    default:
      return undefined
  }
}
