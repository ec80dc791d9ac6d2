import { documentLabel, type SaleEntry } from './journal'
import type { SaleV1, VatShareV1 } from './events/v1'

/** What a receipt says, in the order it is read; no layout, no language. */
export interface Receipt {
  number: string
  at: string
  seller: SaleV1['seller']
  lines: ReceiptLine[]
  pieces: number
  totalCents: number
  vat: VatShareV1[]
  tenders: SaleV1['tenders']
  changeCents: number
  cashier: string
  training: boolean
  till: string
  entryNumber: number
  seal: string
  software: SaleV1['software']
  /** Printed when the shop owes no VAT (CGI art. 293 B) or sells only at 0 %. */
  isWithoutVat: boolean
}

export interface ReceiptLine {
  name: string
  reference: string
  quantityMilli: number
  unitPriceCents: number
  grossCents: number
  vatRate: number
}

/**
 * The receipt of a sealed sale: from the entry alone, never from the ticket nor the
 * catalogue, so that it can be printed again exactly as made.
 */
export function receiptOf(entry: SaleEntry): Receipt {
  const sale = entry.event
  return {
    number: documentLabel(sale.document),
    at: entry.at,
    seller: sale.seller,
    lines: sale.lines.map(({ articleId: _articleId, department: _department, ...line }) => line),
    pieces: sale.lines.reduce(
      (pieces, { quantityMilli }) =>
        pieces + (quantityMilli % 1000 === 0 ? quantityMilli / 1000 : 1),
      0,
    ),
    totalCents: sale.totalCents,
    vat: sale.vat,
    tenders: sale.tenders,
    changeCents: sale.changeCents,
    cashier: sale.cashier,
    training: entry.training,
    till: entry.till,
    entryNumber: entry.number,
    seal: entry.seal,
    software: sale.software,
    isWithoutVat: sale.vat.every(share => share.vatRate === 0),
  }
}
