import {
  formatCents,
  formatCount,
  formatMoment,
  formatQuantity,
  formatRate,
  type Locale,
} from './format'
import { priceChangeText } from './priceChangeText'
import type { Translate } from './useMessages'
import type { Receipt, ReceiptLine } from '@/core/documents/receipt'
import {
  centredLine,
  leftLine,
  rowLine,
  RULE,
  SPACE,
  type PaperLine,
} from '@/core/printing/paperLine'

/** What a paper says of itself, beside what was sealed. */
export interface PaperSigns {
  /** Number of this duplicate, 0 for the original. */
  copy: number
  /** Fingerprint of the key that signed it; empty where it is not known. */
  fingerprint: string
  /** Reasons of discounts and changed prices are said too. */
  showsReasons: boolean
}

/** A receipt as lines of a paper, in a language: all that its paper says, in reading order. */
export function receiptLines(
  receipt: Receipt,
  { copy, fingerprint, showsReasons }: PaperSigns,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const words = { t, locale, cents: (amount: number) => formatCents(amount, locale) }
  return [
    ...(copy > 0 ? [centredLine(t('papers.duplicate', { count: copy }), 'large'), SPACE] : []),
    ...(receipt.training
      ? [
          centredLine(t('receipt.training'), 'strong'),
          centredLine(t('receipt.trainingNote')),
          SPACE,
        ]
      : []),
    ...sellerLines(receipt, t),
    SPACE,
    rowLine(titleOf(receipt, t), formatMoment(receipt.at, locale), 'strong'),
    ...(receipt.paymentOf ? [leftLine(t('receipt.paymentOf', { number: receipt.paymentOf }))] : []),
    RULE,
    ...receipt.lines.flatMap(line => goodsLines(line, receipt, showsReasons, words)),
    ...discountLines(receipt, showsReasons, words),
    ...totalLines(receipt, words),
    RULE,
    ...tenderLines(receipt, words),
    ...(receipt.delivery
      ? [leftLine(t('delivery.onReceipt', { method: t(`delivery.${receipt.delivery}`) }))]
      : []),
    ...(receipt.note ? [leftLine(receipt.note)] : []),
    RULE,
    ...(receipt.cashier ? [centredLine(t('receipt.cashier', { name: receipt.cashier }))] : []),
    centredLine(t('receipt.till', { till: receipt.till, number: receipt.entryNumber })),
    centredLine(t('receipt.seal', { seal: receipt.seal })),
    ...(fingerprint ? [centredLine(t('papers.key', { fingerprint }))] : []),
    centredLine(t('receipt.software', { ...receipt.software })),
    centredLine(t('receipt.thanks')),
  ]
}

interface Words {
  t: Translate
  locale: Locale
  cents: (amount: number) => string
}

function titleOf({ kind, paymentOf, number }: Receipt, t: Translate): string {
  if (paymentOf) return t('receipt.paymentNumber', { number })
  return t(kind === 'refund' ? 'refund.number' : 'receipt.number', { number })
}

const sellerLines = ({ seller }: Receipt, t: Translate): PaperLine[] => [
  centredLine(seller.name, 'large'),
  ...(seller.address ? [centredLine(seller.address)] : []),
  ...(seller.siret ? [centredLine(t('receipt.siret', { siret: seller.siret }))] : []),
  ...(seller.vatNumber
    ? [centredLine(t('receipt.vatNumber', { vatNumber: seller.vatNumber }))]
    : []),
]

/** The name, then how many at what price beside the amount, then what else is to be said. */
function goodsLines(
  line: ReceiptLine,
  { vatMention }: Receipt,
  showsReasons: boolean,
  { t, locale, cents }: Words,
): PaperLine[] {
  const quantity = formatQuantity(line.quantityMilli, locale)
  const was = line.priceReason ? `${cents(line.listPriceCents)} → ` : ''
  const each = `${quantity} × ${was}${cents(line.unitPriceCents)}`
  const vat =
    vatMention === '' ? ` · ${t('receipt.vatShort')} ${formatRate(line.vatRate, locale)}` : ''
  const change = priceChangeText(line, t, locale)
  const details = [
    line.ecotaxCents > 0 && t('receipt.ecotaxOf', { quantity, amount: cents(line.ecotaxCents) }),
    showsReasons && line.priceReason && t('prices.because', { reason: line.priceReason }),
    line.refundOf && t('receipt.refundOf', { number: line.refundOf }),
    !line.refundOf && line.quantityMilli < 0 && t('refund.withoutTicket'),
    change,
    line.note,
  ]
  return [
    leftLine(line.name, 'strong'),
    rowLine(each + vat, cents(line.grossCents)),
    ...details.flatMap(detail => (detail ? [leftLine(detail)] : [])),
  ]
}

function discountLines(
  { discountCents, discounts }: Receipt,
  showsReasons: boolean,
  { t, cents }: Words,
): PaperLine[] {
  if (discountCents <= 0) return []
  const reasons = showsReasons ? discounts : []
  return [
    rowLine(t('receipt.discounts'), cents(-discountCents)),
    ...reasons.map(({ reason, amountCents }) => rowLine(reason, cents(-amountCents))),
  ]
}

function totalLines(receipt: Receipt, { t, locale, cents }: Words): PaperLine[] {
  const { paymentOf, totalCents, ecotaxCents, pieces, vat, vatMention } = receipt
  const total = rowLine(
    t(paymentOf ? 'receipt.wasDue' : 'receipt.total'),
    cents(totalCents),
    'large',
  )
  if (paymentOf) return [total]
  return [
    total,
    ...(ecotaxCents === 0 ? [] : [leftLine(t('receipt.ecotax', { amount: cents(ecotaxCents) }))]),
    leftLine(t('receipt.pieces', { count: formatCount(pieces, locale) }, pieces)),
    SPACE,
    vatMention === ''
      ? {
          kind: 'table',
          head: [t('receipt.rate'), t('receipt.net'), t('receipt.vat'), t('receipt.gross')],
          rows: vat.map(share => [
            formatRate(share.vatRate, locale),
            ...[share.netCents, share.vatCents, share.grossCents].map(cents),
          ]),
        }
      : centredLine(vatMention),
  ]
}

const tenderLines = (
  { tenders, dueCents, changeCents }: Receipt,
  { t, cents }: Words,
): PaperLine[] => [
  ...tenders.map(({ name, givenCents }) => rowLine(name, cents(givenCents))),
  ...(dueCents > 0 ? [rowLine(t('receipt.due'), cents(dueCents), 'strong')] : []),
  ...(changeCents > 0 ? [rowLine(t('receipt.change'), cents(changeCents), 'strong')] : []),
]
