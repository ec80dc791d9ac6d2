import { totalEcotaxCents } from '@/core/catalogue/ecotax'
import type { InvoiceV1, SaleLineV1 } from '@/core/journal/events/saleV1'
import { isCreditNote, type InvoiceEntry } from './invoice'
import { divideRounded } from '@/core/money'
import { vatMention } from '@/core/settings/seller'
import { documentLabel } from '@/core/journal/series'
import { splitVat } from '@/core/vat'

/** Content of a printed invoice, in reading order, without layout and language. */
export interface InvoicePaper {
  kind: 'invoice' | 'credit-note'
  number: string
  at: string
  seller: InvoiceV1['seller']
  customer: InvoiceV1['customer']
  /** `saleNumber`: receipt of the sale; `saleAt`: when the goods were handed over. */
  saleNumber: string
  saleAt: string
  /** Invoices that a credit note corrects. */
  credits: { number: string; at: string }[]
  lines: InvoiceLine[]
  vat: InvoiceV1['vat']
  netCents: number
  vatCents: number
  totalCents: number
  /** Eco-participation in the total, VAT included. */
  ecotaxCents: number
  /** Why there is no VAT, for an exempt shop; empty when VAT rates are shown. */
  vatMention: string
  tenders: InvoiceV1['tenders']
  changeCents: number
  dueCents: number
  /** An invoice to a professional must state the terms of payment (C. com. art. L. 441-9). */
  isProfessional: boolean
  training: boolean
  till: string
  entryNumber: number
  seal: string
  software: InvoiceV1['software']
}

/** A line without VAT, as an invoice must show it (CGI ann. II art. 242 nonies A, 8° and 9°). */
export interface InvoiceLine {
  name: string
  reference: string
  note: string
  /** Receipt whose goods are given back; empty on a line that sells. */
  refundOf: string
  quantityMilli: number
  /**
   * Unit price without VAT, in millionths: a price in cents would not multiply back to the line.
   */
  unitNetMicros: number
  discountNetCents: number
  /** Eco-participation of one piece, VAT included as on the receipt. */
  ecotaxCents: number
  vatRate: number
  netCents: number
}

/**
 * The printed form of a sealed invoice. It uses only the entry, so that it can be printed again
 * exactly as made.
 */
export function invoicePaperOf(entry: InvoiceEntry): InvoicePaper {
  const { event } = entry
  const sum = (of: (share: InvoiceV1['vat'][number]) => number) =>
    event.vat.reduce((total, share) => total + of(share), 0)
  return {
    kind: isCreditNote(event) ? 'credit-note' : 'invoice',
    number: documentLabel(event.document),
    at: entry.at,
    seller: event.seller,
    customer: event.customer,
    saleNumber: documentLabel(event.saleDocument),
    saleAt: event.saleAt,
    credits: event.credits.map(({ document, at }) => ({ number: documentLabel(document), at })),
    lines: linesOf(event.lines),
    vat: event.vat,
    netCents: sum(share => share.netCents),
    vatCents: sum(share => share.vatCents),
    totalCents: event.totalCents,
    ecotaxCents: totalEcotaxCents(event.lines),
    vatMention: vatMention(event.seller, event.vat),
    tenders: event.tenders,
    changeCents: event.changeCents,
    dueCents: event.dueCents,
    isProfessional: event.customer.company !== '' || event.customer.vatNumber !== '',
    training: entry.training,
    till: entry.till,
    entryNumber: entry.number,
    seal: entry.seal,
    software: event.software,
  }
}

/**
 * Lines without VAT. VAT is computed on the sum of a rate, not on a line: the net of a line is what
 * it adds to the net of its rate, so that the lines always add up to the totals.
 */
function linesOf(lines: readonly SaleLineV1[]): InvoiceLine[] {
  const grossByRate = new Map<number, number>()
  return lines.map(line => {
    const { name, reference, note, refundOf, quantityMilli, vatRate, ecotaxCents = 0 } = line
    const before = grossByRate.get(vatRate) ?? 0
    const after = before + line.grossCents
    grossByRate.set(vatRate, after)
    return {
      name,
      reference,
      note,
      refundOf: refundOf ? documentLabel(refundOf.document) : '',
      quantityMilli,
      unitNetMicros: divideRounded(BigInt(line.unitPriceCents) * 100_000_000n, 10_000 + vatRate),
      discountNetCents: splitVat(line.discountCents, vatRate).netCents,
      ecotaxCents,
      vatRate,
      netCents: splitVat(after, vatRate).netCents - splitVat(before, vatRate).netCents,
    }
  })
}
