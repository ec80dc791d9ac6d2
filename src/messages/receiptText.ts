import { formatCents, formatMoment, formatQuantity, formatRate, type Locale } from './format'
import { priceChangeText } from './priceChangeText'
import type { Translate } from './useMessages'
import type { Receipt } from '@/core/documents/receipt'

/** A receipt in plain lines, for an e-mail: everything on its paper. */
export function receiptText(
  receipt: Receipt,
  proof: { copy: number; fingerprint: string },
  t: Translate,
  locale: Locale,
): string {
  const cents = (amount: number) => formatCents(amount, locale)
  const { seller } = receipt
  const parts = [
    [
      proof.copy > 0 && t('papers.duplicate', { count: proof.copy }),
      receipt.training && `${t('receipt.training')}\n${t('receipt.trainingNote')}`,
      seller.name,
      seller.address,
      seller.siret && t('receipt.siret', { siret: seller.siret }),
      seller.vatNumber && t('receipt.vatNumber', { vatNumber: seller.vatNumber }),
    ],
    [
      t(receipt.kind === 'refund' ? 'refund.number' : 'receipt.number', { number: receipt.number }),
      formatMoment(receipt.at, locale),
    ],
    receipt.lines.map(line => {
      const { quantityMilli, name, vatRate, grossCents, ecotaxCents, refundOf } = line
      const change = priceChangeText(line, t, locale)
      const each = `${formatQuantity(quantityMilli, locale)} × ${cents(line.unitPriceCents)}`
      return [
        `${formatQuantity(quantityMilli, locale)} × ${name}`,
        receipt.vatMention === '' && ` (${formatRate(vatRate, locale)})`,
        ` : ${cents(grossCents)}`,
        change && ` (${each}, ${change})`,
        ecotaxCents > 0 &&
          ` (${t('receipt.ecotaxOf', {
            quantity: formatQuantity(quantityMilli, locale),
            amount: cents(ecotaxCents),
          })})`,
        refundOf && ` (${t('receipt.refundOf', { number: refundOf })})`,
      ]
        .filter(Boolean)
        .join('')
    }),
    [
      `${t('receipt.total')} : ${cents(receipt.totalCents)}`,
      receipt.ecotaxCents !== 0 && t('receipt.ecotax', { amount: cents(receipt.ecotaxCents) }),
      receipt.vatMention,
      ...(receipt.vatMention === '' ? receipt.vat : []).map(share =>
        [
          `${t('receipt.vat')} ${formatRate(share.vatRate, locale)} : ${cents(share.vatCents)}`,
          `${t('receipt.net')} ${cents(share.netCents)}`,
        ].join(', '),
      ),
      ...receipt.tenders.map(({ name, givenCents }) => `${name} : ${cents(givenCents)}`),
      receipt.dueCents > 0 && `${t('receipt.due')} : ${cents(receipt.dueCents)}`,
      receipt.changeCents > 0 && `${t('receipt.change')} : ${cents(receipt.changeCents)}`,
    ],
    [
      receipt.note,
      t('receipt.till', { till: receipt.till, number: receipt.entryNumber }),
      t('receipt.seal', { seal: receipt.seal }),
      proof.fingerprint && t('papers.key', { fingerprint: proof.fingerprint }),
      t('receipt.software', { ...receipt.software }),
    ],
  ]
  return parts.map(lines => lines.filter(Boolean).join('\n')).join('\n\n')
}
