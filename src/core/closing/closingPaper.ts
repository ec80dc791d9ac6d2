import { anchorOf, formatAnchor } from './anchor'
import type { ClosedPeriod, ClosingEntry } from './closing'
import type { CashCheckV1, TotalsV1 } from '@/core/journal/events/closingV1'
import type { SellerV1, SoftwareV1 } from '@/core/journal/events/saleV1'
import { documentLabel } from '@/core/journal/series'

/** What the paper of a closing says, in the order it is read; no layout, no language. */
export interface ClosingPaper extends Omit<ClosedPeriod, 'web'> {
  at: string
  till: string
  training: boolean
  seller: SellerV1
  software: SoftwareV1
  /** Sold on the web; null where nothing was. */
  web: TotalsV1 | null
  /** What only a sealed one has; null for an X report, which seals nothing. */
  sealed: SealedClosing | null
}

export interface SealedClosing {
  /** `AZ-000012` */
  number: string
  isLate: boolean
  cash: CashCheckV1 | null
  /** Who closed; empty where the till did by itself. */
  user: string
  entryNumber: number
  seal: string
  keyFingerprint: string
  /** The line to keep outside the device, as `formatAnchor` gives it. */
  anchor: string
}

/**
 * The paper of a sealed closing: from its entry alone, so that it can be shown and printed again
 * exactly as made (R7). The fingerprint is that of the journal's first entry.
 */
export function closingPaperOf(entry: ClosingEntry, keyFingerprint: string): ClosingPaper {
  const { at, till, training, number, seal, event } = entry
  const { document, isLate, cash, user, seller, software } = event
  return {
    ...paperOf(event, { at, till, training, seller, software }),
    sealed: {
      number: documentLabel(document),
      isLate,
      cash,
      user: user.name,
      entryNumber: number,
      seal,
      keyFingerprint,
      anchor: formatAnchor(anchorOf(entry, keyFingerprint)),
    },
  }
}

/** The paper of a period that is still open: an X report. */
export function openPaperOf(
  closed: ClosedPeriod,
  around: Pick<ClosingPaper, 'at' | 'till' | 'training' | 'seller' | 'software'>,
): ClosingPaper {
  return { ...paperOf(closed, around), sealed: null }
}

function paperOf(
  { period, of, firstEntry, lastEntry, totals, web, carried, perpetual, lastSeal }: ClosedPeriod,
  around: Pick<ClosingPaper, 'at' | 'till' | 'training' | 'seller' | 'software'>,
): Omit<ClosingPaper, 'sealed'> {
  const hasWeb = web.salesCount + web.refundsCount > 0
  return {
    ...around,
    period,
    of,
    firstEntry,
    lastEntry,
    totals,
    web: hasWeb ? web : null,
    carried,
    perpetual,
    lastSeal,
  }
}
