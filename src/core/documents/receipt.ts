import { totalEcotaxCents } from '@/core/catalogue/ecotax'
import { isPayment, type PaymentEntry, type SaleEntry } from '@/core/journal/journal'
import type { SaleLineV1, SaleV1, VatShareV1 } from '@/core/journal/events/saleV1'
import { vatMention } from '@/core/settings/seller'
import { documentLabel } from '@/core/journal/series'
import type { DeliveryMethod } from '@/core/ticket/ticket'

const DELIVERED = ['take-away', 'delivery', 'shipped'] as const satisfies DeliveryMethod[]

/** Content of a printed receipt, in reading order, without layout and language. */
export interface Receipt {
  kind: SaleV1['kind'] | 'payment'
  number: string
  /** Receipt of the sale that is being paid; empty on a sale. */
  paymentOf: string
  at: string
  seller: SaleV1['seller']
  lines: ReceiptLine[]
  /** Pieces sold, or given back on a refund. Pieces returned in an exchange are not counted. */
  pieces: number
  /** Total of the sale, or the amount owed before a payment. */
  totalCents: number
  /** Eco-participation in the total, VAT included. */
  ecotaxCents: number
  vat: VatShareV1[]
  tenders: SaleV1['tenders']
  changeCents: number
  dueCents: number
  /** Sum of all discounts. */
  discountCents: number
  /** Discounts with a reason. */
  discounts: { reason: string; amountCents: number }[]
  /** Delivery method; null when the goods were handed over at the counter. */
  delivery: Exclude<DeliveryMethod, 'counter'> | null
  note: string
  cashier: string
  training: boolean
  till: string
  entryNumber: number
  seal: string
  software: SaleV1['software']
  /** Why there is no VAT, for an exempt shop; empty when VAT rates are shown. */
  vatMention: string
}

export type ReceiptLine = Omit<
  SaleLineV1,
  'articleId' | 'department' | 'refundOf' | 'ecotaxCents'
> & {
  /** Eco-participation of one piece, VAT included. */
  ecotaxCents: number
  /** Document whose goods are given back; empty on a line that sells. */
  refundOf: string
}

/**
 * The receipt of a sealed sale or of a later payment. It uses only the entry, never the ticket or
 * the catalogue, so that it can be printed again exactly as made.
 */
export function receiptOf(entry: SaleEntry | PaymentEntry): Receipt {
  return isPayment(entry) ? receiptOfPayment(entry) : receiptOfSale(entry)
}

function receiptOfPayment(entry: PaymentEntry): Receipt {
  const payment = entry.event
  return {
    ...signsOf(entry),
    paymentOf: documentLabel(payment.saleDocument),
    lines: [],
    pieces: 0,
    totalCents: payment.dueBeforeCents,
    ecotaxCents: 0,
    vat: [],
    discountCents: 0,
    discounts: [],
    delivery: null,
    note: '',
    vatMention: '',
  }
}

function receiptOfSale(entry: SaleEntry): Receipt {
  const sale = entry.event
  return {
    ...signsOf(entry),
    paymentOf: '',
    lines: sale.lines.map(lineOf),
    pieces: countPieces(sale),
    totalCents: sale.totalCents,
    ecotaxCents: totalEcotaxCents(sale.lines),
    vat: sale.vat,
    discountCents: sale.lines.reduce(
      (total, line) => (line.refundOf ? total : total + line.discountCents),
      0,
    ),
    discounts: sale.discounts.flatMap(({ reason, amountCents }) =>
      reason === '' ? [] : { reason, amountCents },
    ),
    delivery: DELIVERED.find(method => method === sale.delivery) ?? null,
    note: sale.note,
    vatMention: vatMention(sale.seller, sale.vat),
  }
}

/** Pieces sold, or given back by a refund. A weighed line is one piece; shipping is none. */
function countPieces({ kind: sold, lines }: SaleV1): number {
  return lines.reduce((pieces, { kind, quantityMilli }) => {
    const count = sold === 'refund' ? 0 - quantityMilli : quantityMilli
    if (kind === 'shipping' || count < 0) return pieces
    return pieces + (count % 1000 === 0 ? count / 1000 : 1)
  }, 0)
}

/** Fields common to all receipts: who, when, number, seal and payment. */
function signsOf({ event, at, training, till, number, seal }: SaleEntry | PaymentEntry) {
  return {
    kind: event.kind,
    number: documentLabel(event.document),
    at,
    seller: event.seller,
    tenders: event.tenders,
    changeCents: event.changeCents,
    dueCents: event.dueCents,
    cashier: event.user.name,
    training,
    till,
    entryNumber: number,
    seal,
    software: event.software,
  }
}

function lineOf(line: SaleLineV1): ReceiptLine {
  const { articleId: _articleId, department: _department, refundOf, ...shown } = line
  return { ecotaxCents: 0, ...shown, refundOf: refundOf ? documentLabel(refundOf.document) : '' }
}
