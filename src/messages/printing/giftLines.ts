import { formatDay, formatQuantity, type Locale } from '@/messages/format'
import type { Translate } from '@/messages/useMessages'
import { footLine, sellerLines, trainingLines, wordsIn } from './paperParts'
import { codeLines } from './receiptLines'
import { canBeGift } from '@/core/documents/gift'
import type { Receipt } from '@/core/documents/receipt'
import type { DotPicture } from '@/core/printing/dotPicture'
import {
  centredLine,
  leftLine,
  logoLine,
  rowLine,
  RULE,
  SPACE,
  type PaperLine,
} from '@/core/printing/paperLine'

/** What is the shop's own on its papers: its picture, and what it says at the foot. */
export interface ShopPaper {
  foot: string
  logo: DotPicture | null
}

/**
 * What comes with a gift: the goods of a sale without any amount, and the code that finds the sale
 * again to exchange them. It is no receipt, and says so. Goods that the sale took back are left out.
 */
export function giftLines(
  receipt: Receipt,
  { foot, logo }: ShopPaper,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const words = wordsIn(t, locale)
  return [
    ...trainingLines(receipt.training, t('receipt.trainingNote'), words),
    ...logoLine(logo, t('papers.logo')),
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
