import type { SharedText } from '@/screens/documents/shareText'
import type { ClosingPaper, SealedClosing } from '@/core/closing/closingPaper'
import { formatPeriod } from '@/messages/format'
import { useMessages } from '@/messages/useMessages'

/**
 * Writes the text that an owner keeps of a closing outside the device: the period, its totals, its
 * seals, and the one line that a verifier reads back.
 */
export function useAnchorLetter() {
  const { t, cents, locale } = useMessages()

  return (paper: ClosingPaper, sealed: SealedClosing): SharedText => {
    const { perpetual } = paper
    const of = formatPeriod(paper.of, locale.value)
    const title = t('closings.letter.title', { till: paper.till, number: sealed.number, of })
    const lines = [
      title,
      paper.seller.name,
      '',
      t('closings.letter.total', { amount: cents(paper.totals.totalCents) }),
      t('closings.letter.perpetual', {
        sales: cents(perpetual.salesCents),
        refunds: cents(perpetual.refundsCents),
        webSales: cents(perpetual.webSalesCents),
        webRefunds: cents(perpetual.webRefundsCents),
      }),
      t('closings.letter.entry', { entry: sealed.entryNumber }),
      t('closings.letter.lastSeal', { seal: paper.lastSeal }),
      t('closings.letter.seal', { seal: sealed.seal }),
      t('closings.letter.key', { key: sealed.keyFingerprint || '-' }),
      '',
      sealed.anchor,
      '',
      t('closings.letter.keep'),
    ]
    return { title, text: lines.join('\n') }
  }
}
