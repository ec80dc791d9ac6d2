import { isInvoice, type InvoiceEntry } from '@/core/documents/invoice'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import {
  isPayment,
  isSale,
  type JournalEntry,
  type PaymentEntry,
  type SaleEntry,
} from '@/core/journal/journal'
import { byTime } from '@/core/journal/timeOrder'
import { referenceOfSource, refundSources } from '@/core/payment/refund'
import type { CopyPart, OtherTill, OwnJournal } from '@/core/sharing/otherTills'

/** What journals hold of some sales: the sales, and what was done for them since, oldest first. */
export interface AboutSales {
  sales: readonly SaleEntry[]
  /** Refunds and exchanges that gave back their goods. */
  refunds: readonly SaleEntry[]
  /** Payments of what they left due. */
  payments: readonly PaymentEntry[]
  /** Invoices of them. */
  invoices: readonly InvoiceEntry[]
}

/** What other tills hold of a sale where there are none. */
export const NOTHING_ABOUT: AboutSales = { sales: [], refunds: [], payments: [], invoices: [] }

/** An entry of another till's journal, and where it is. */
export interface CopiedAbout {
  device: string
  /** The seal of its journal's first entry. */
  journal: string
  entry: JournalEntry
}

/** Journals of the shop, as far as they are known on this device. */
export interface KnownJournals {
  own: readonly (OwnJournal & { till: string })[]
  tills: readonly OtherTill[]
}

/** Where a sale was sealed. */
export interface SaleJournal {
  journal: string
  /** Null for this device. */
  device: string | null
}

/**
 * The journal that the reference of a sale means on this device: its own where it has one under that
 * till code, else the only copy of such a journal. Null where no copy holds the sale, or several
 * journals were sealed under that till code, of which one cannot be told from another.
 */
export function journalOfSale(
  { till, number }: EntryReference,
  { own, tills }: KnownJournals,
): SaleJournal | null {
  const here = own.find(one => one.till === till)
  if (here) return { journal: here.journal, device: null }
  const [only, another] = tills.flatMap(({ device, parts }) =>
    parts.filter(part => part.till === till).map(part => ({ device, part })),
  )
  if (!only || another || !isInPart(only.part, number)) return null
  return { journal: only.part.journal, device: only.device }
}

/** The sales that an entry gives back, pays or invoices, each once. */
export function salesNamedBy({ event }: JournalEntry): EntryReference[] {
  switch (event.kind) {
    case 'sale':
    case 'refund':
      return refundSources({ event }).map(referenceOfSource)
    case 'payment':
    case 'invoice':
      return [{ till: event.saleTill, number: event.saleNumber }]
    default:
      return []
  }
}

/**
 * Those entries of copies that are about sales whose journals are known, by `referenceKey`, each with
 * its till. What a till seals about its own till code means its own journal, whatever others have under
 * that code; what this device has itself is in no copy.
 */
export function aboutKnownSales(
  found: readonly { journal: string; entry: JournalEntry }[],
  journals: ReadonlyMap<string, string>,
  tills: readonly OtherTill[],
): CopiedAbout[] {
  return found
    .flatMap(({ journal, entry }) => {
      const till = tills.find(({ parts }) =>
        parts.some(part => part.journal === journal && isInPart(part, entry.number)),
      )
      const isAbout = salesNamedBy(entry).some(sale => {
        const meant = journals.get(referenceKey(sale))
        return meant !== undefined && (sale.till !== entry.till || meant === journal)
      })
      return till && isAbout ? [{ device: till.device, journal, entry }] : []
    })
    .toSorted((one, other) => byTime(one.entry, other.entry))
}

/** Entries about sales by what they do. */
export function sortedAbout(
  sales: readonly SaleEntry[],
  about: readonly CopiedAbout[],
): AboutSales {
  const entries = about.map(({ entry }) => entry)
  return {
    sales,
    refunds: entries.filter(isSale),
    payments: entries.filter(isPayment),
    invoices: entries.filter(isInvoice),
  }
}

const isInPart = ({ after, upTo }: CopyPart, number: number) => number > after && number <= upTo
