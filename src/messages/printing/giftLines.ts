import { formatDay, formatQuantity, type Locale } from '@/messages/format'
import type { Translate } from '@/messages/useMessages'
import { footLine, sellerLines, trainingLines, wordsIn } from './paperParts'
import { codeLines } from './receiptLines'
import { canBeGift } from '@/core/documents/gift'
import type { Receipt } from '@/core/documents/receipt'
import {
  centredLine,
  leftLine,
  rowLine,
  RULE,
  SPACE,
  type PaperLine,
} from '@/core/printing/paperLine'

/**
 * What comes with a gift: the goods of a sale without any amount, and the code that finds the sale
 * again to exchange them. It is no receipt, and says so. Goods that the sale took back are left out.
 * `foot` is what the shop says below each of its papers.
 */
export function giftLines(
  receipt: Receipt,
  foot: string,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const words = wordsIn(t, locale)
  return [
    ...trainingLines(receipt.training, t('receipt.trainingNote'), words),
    ...sellerLines(receipt.seller, words),
    SPACE,
    { ...centredLine(t('papers.gift'), 'large'), heading: 2 },
    centredLine(t('papers.giftOf', { number: receipt.number, day: formatDay(receipt.at, locale) })),
    RULE,
    ...receipt.lines
      .filter(canBeGift)
      .map(({ name, quantityMilli }) => rowLine(name, formatQuantity(quantityMilli, locale))),
    RULE,
    leftLine(t('papers.giftNote'), 'small'),
    SPACE,
    footLine(t('receipt.thanks')),
    ...(foot ? [footLine(foot)] : []),
    ...codeLines(receipt.number, words),
  ]
}
