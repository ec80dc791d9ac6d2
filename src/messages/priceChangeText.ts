import { formatCents, type Locale } from './format'
import type { Translate } from './useMessages'
import type { ReceiptLine } from '@/core/documents/receipt'

/**
 * What stands between quantity times price and the amount of a line, so that a person can add up
 * the paper: the discounts on the line and its share of those on the ticket, or on a line given back
 * those of its sale. Empty where there is nothing between.
 */
export function priceChangeText(
  { discountCents, refundOf, quantityMilli }: ReceiptLine,
  t: Translate,
  locale: Locale,
): string {
  if (discountCents === 0) return ''
  const amount = formatCents(Math.abs(discountCents), locale)
  const isBack = refundOf !== '' || quantityMilli < 0
  const isDiscount = isBack ? discountCents < 0 : discountCents > 0
  if (isDiscount) return t(isBack ? 'receipt.discountBack' : 'receipt.discountOf', { amount })
  // A line of an online order, whose unit price was rounded before it was multiplied.
  return t('receipt.adjusted', { amount: `${discountCents < 0 ? '+' : '−'}${amount}` })
}
