import {
  formatCount,
  formatMoment,
  formatQuantity,
  formatRate,
  type Locale,
} from '@/messages/format'
import { priceChangeText } from '@/messages/priceChangeText'
import type { Translate } from '@/messages/useMessages'
import {
  duplicateLines,
  foldedLine,
  footLine,
  sellerLines,
  shortHex,
  smallLine,
  trainingLines,
  vatLines,
  wholeHex,
  wordsIn,
  type Words,
} from './paperParts'
import type { Receipt, ReceiptLine } from '@/core/documents/receipt'
import type { DotPicture } from '@/core/printing/dotPicture'
import {
  leftLine,
  logoLine,
  marked,
  rowLine,
  RULE,
  SPACE,
  type BasicLine,
  type GoodsLine,
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
  /** A paper to hold: it has the codes that open the sale again, and seals in their short form. */
  isPaper: boolean
  /** A refund has room for the customer to sign. */
  toSign: boolean
  /** The shop's picture, null where it has none; on a paper to hold only. */
  logo: DotPicture | null
  /** What the shop says below each of its papers, '' where it says nothing. */
  foot: string
}

/** A receipt as lines of a paper, in a language: all that its paper says, in reading order. */
export function receiptLines(
  receipt: Receipt,
  signs: PaperSigns,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const words = wordsIn(t, locale)
  return [
    ...duplicateLines(signs.copy, words),
    ...trainingLines(receipt.training, t('receipt.trainingNote'), words),
    ...(signs.isPaper ? logoLine(signs.logo, t('papers.logo')) : []),
    ...sellerLines(receipt.seller, words),
    SPACE,
    rowLine(titleOf(receipt, words), formatMoment(receipt.at, locale), 'strong'),
    ...(receipt.paymentOf ? [leftLine(t('receipt.paymentOf', { number: receipt.paymentOf }))] : []),
    RULE,
    ...receipt.lines.map(line => goodsLine(line, receipt, signs.showsReasons, words)),
    ...discountLines(receipt, signs.showsReasons, words),
    ...totalLines(receipt, words),
    { kind: 'part', name: t('receipt.tenders'), lines: tenderLines(receipt, words) },
    ...afterTenders(receipt, signs, words),
    SPACE,
    ...footLines(receipt, signs, words),
    ...(signs.isPaper ? codeLines(receipt.number, words) : []),
  ]
}

function titleOf({ kind, paymentOf, number }: Receipt, { t }: Words): string {
  if (paymentOf) return t('receipt.paymentNumber', { number })
  return t(kind === 'refund' ? 'refund.number' : 'receipt.number', { number })
}

function goodsLine(
  line: ReceiptLine,
  { vatMention }: Receipt,
  showsReasons: boolean,
  { t, locale, cents }: Words,
): GoodsLine {
  const quantity = formatQuantity(line.quantityMilli, locale)
  const vat =
    vatMention === '' ? ` · ${t('receipt.vatShort')} ${formatRate(line.vatRate, locale)}` : ''
  const details = [
    line.ecotaxCents > 0 && t('receipt.ecotaxOf', { quantity, amount: cents(line.ecotaxCents) }),
    showsReasons && line.priceReason && t('prices.because', { reason: line.priceReason }),
    line.refundOf && t('receipt.refundOf', { number: line.refundOf }),
    !line.refundOf && line.quantityMilli < 0 && t('refund.withoutTicket'),
    priceChangeText(line, t, locale),
    line.note,
  ]
  return {
    kind: 'goods',
    name: line.name,
    count: `${quantity} ×`,
    was: line.priceReason ? cents(line.listPriceCents) : '',
    price: cents(line.unitPriceCents) + vat,
    amount: cents(line.grossCents),
    details: details.flatMap(detail => detail || []),
  }
}

function discountLines(
  { discountCents, discounts }: Receipt,
  showsReasons: boolean,
  { t, cents }: Words,
): PaperLine[] {
  const reasons = showsReasons ? discounts : []
  return [
    ...(discountCents > 0 ? [rowLine(t('receipt.discounts'), cents(-discountCents))] : []),
    ...reasons.map(({ reason, amountCents }) => rowLine(reason, cents(-amountCents), 'small')),
  ]
}

function totalLines(receipt: Receipt, words: Words): PaperLine[] {
  const { t, locale, cents } = words
  const { paymentOf, totalCents, ecotaxCents, pieces, vat, vatMention } = receipt
  const total = marked(
    rowLine(t(paymentOf ? 'receipt.wasDue' : 'receipt.total'), cents(totalCents), 'large'),
    'receipt-total',
  )
  if (paymentOf) return [total]
  const ecotax = leftLine(t('receipt.ecotax', { amount: cents(ecotaxCents) }), 'small')
  return [
    total,
    ...(ecotaxCents === 0 ? [] : [marked(ecotax, 'receipt-ecotax')]),
    smallLine(t('receipt.pieces', { count: formatCount(pieces, locale) }, pieces)),
    SPACE,
    ...vatLines(vat, vatMention, words),
  ]
}

const tenderLines = (
  { tenders, dueCents, changeCents }: Receipt,
  { t, cents }: Words,
): BasicLine[] => [
  ...tenders.map(({ name, givenCents }) => rowLine(name, cents(givenCents))),
  ...(dueCents > 0 ? [rowLine(t('receipt.due'), cents(dueCents), 'strong')] : []),
  ...(changeCents > 0 ? [rowLine(t('receipt.change'), cents(changeCents), 'strong')] : []),
]

function afterTenders(
  { kind, delivery, note }: Receipt,
  { toSign }: PaperSigns,
  { t }: Words,
): PaperLine[] {
  const method = delivery && t('delivery.onReceipt', { method: t(`delivery.${delivery}`) })
  return [
    ...(method ? [marked(leftLine(method), 'receipt-delivery')] : []),
    ...(note ? [leftLine(note)] : []),
    ...(kind === 'refund' && toSign
      ? [SPACE, leftLine(t('refund.signature')), SPACE, SPACE, SPACE]
      : []),
  ]
}

function footLines(
  { cashier, till, entryNumber, seal, software }: Receipt,
  { fingerprint, isPaper, foot }: PaperSigns,
  { t }: Words,
): PaperLine[] {
  // A page that is sent has room for all of it.
  const shown = isPaper ? shortHex : (hex: string) => hex
  const sealLine = foldedLine(
    t('receipt.seal', { seal: shown(seal) }),
    t('receipt.seal', { seal: wholeHex(seal) }),
  )
  const keyLine = foldedLine(
    t('papers.key', { fingerprint: shown(fingerprint) }),
    t('papers.key', { fingerprint: wholeHex(fingerprint) }),
  )
  return [
    ...(cashier ? [footLine(t('receipt.cashier', { name: cashier }))] : []),
    footLine(t('receipt.till', { till, number: entryNumber })),
    marked(sealLine, 'receipt-seal'),
    ...(fingerprint ? [keyLine] : []),
    footLine(t('receipt.software', { ...software })),
    SPACE,
    footLine(t('receipt.thanks')),
    ...(foot ? [footLine(foot)] : []),
  ]
}

/** The number of a receipt for both kinds of scanner; scanning it opens the sale again. */
export function codeLines(number: string, { t }: Words): PaperLine[] {
  const code = { kind: 'code', text: number, label: t('receipt.code', { number }) } as const
  return [
    SPACE,
    { ...code, symbology: 'qr', caption: '' },
    { ...code, symbology: 'code128', caption: number },
  ]
}
