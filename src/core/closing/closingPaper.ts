import { anchorOf, formatAnchor } from './anchor'
import type { ClosedPeriod, ClosingEntry } from './closing'
import type { CashCheckV1, TotalsV1 } from '@/core/journal/events/closingV1'
import type { SellerV1, SoftwareV1 } from '@/core/journal/events/saleV1'
import { documentLabel } from '@/core/journal/series'

/** Content of a printed closing, in reading order, without layout and language. */
export interface ClosingPaper extends Omit<ClosedPeriod, 'web'> {
  at: string
  till: string
  training: boolean
  seller: SellerV1
  software: SoftwareV1
  /** Online sales; null when there were none. */
  web: TotalsV1 | null
  /** Only on a sealed closing; null on an X report, which seals nothing. */
  sealed: SealedClosing | null
}

export interface SealedClosing {
  /** Document number, `AZ-000012`. */
  number: string
  isLate: boolean
  cash: CashCheckV1 | null
  /** Who closed; empty when the till closed by itself. */
  user: string
  entryNumber: number
  seal: string
  keyFingerprint: string
  /** The anchor to keep outside the device, as `formatAnchor` writes it. */
  anchor: string
}

/**
 * The printed form of a sealed closing. It uses only the entry, so that the closing can be shown
 * and printed again exactly as made (R7), and the key fingerprint of the journal's first entry.
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

/** The printed form of a period that is still open: an X report. */
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
