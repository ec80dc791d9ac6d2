import { formatCoin, formatCount, formatMoment, type Locale } from '@/messages/format'
import type { Translate } from '@/messages/useMessages'
import { footLine, sellerLines, trainingLines, wordsIn, type Words } from './paperParts'
import type {
  CashCountedV1,
  CashMovementV1,
  CoinsV1,
  DrawerOpenedV1,
} from '@/core/journal/events/drawerAndTracesV1'
import type { CashCheckV1 } from '@/core/journal/events/closingV1'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import {
  centredLine,
  leftLine,
  marked,
  rowLine,
  RULE,
  SPACE,
  type BasicLine,
  type PaperLine,
} from '@/core/printing/paperLine'

/** An entry of the drawer: a float, cash put in or taken out, or a count. */
export type CashEntry = EntryOf<DrawerOpenedV1 | CashMovementV1 | CashCountedV1>

export const isCashEntry = (entry: JournalEntry): entry is CashEntry =>
  ['drawer-opened', 'cash-movement', 'cash-counted'].includes(entry.event.kind)

/**
 * What happened to the drawer as lines of a paper, to be kept with the cash and signed: made from
 * the sealed entry. The entry names no seller, so whoever prints gives the one of the till.
 */
export function cashLines(
  entry: CashEntry,
  seller: SellerV1,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const words = wordsIn(t, locale)
  const { event, at, till, number, training } = entry
  return [
    ...trainingLines(training, '', words),
    ...sellerLines(seller, words),
    SPACE,
    { ...centredLine(titleOf(entry, words), 'large'), heading: 2 },
    centredLine(formatMoment(at, locale)),
    RULE,
    ...eventLines(entry, words),
    RULE,
    ...(event.user.name ? [leftLine(t('papers.by', { name: event.user.name }))] : []),
    leftLine(t('papers.signature')),
    SPACE,
    SPACE,
    SPACE,
    footLine(t('receipt.till', { till, number })),
    footLine(t('receipt.software', { ...event.software })),
  ]
}

function titleOf({ event }: CashEntry, { t }: Words): string {
  switch (event.kind) {
    case 'drawer-opened':
      return t('drawer.open')
    case 'cash-movement':
      return t(event.direction === 'in' ? 'papers.cashIn' : 'papers.cashOut')
    case 'cash-counted':
      return t('closings.paper.cash')
  }
}

function eventLines({ event }: CashEntry, words: Words): BasicLine[] {
  const { t, cents } = words
  switch (event.kind) {
    case 'drawer-opened':
      return [
        ...coinLines(event.coins, words),
        rowLine(t('drawer.total'), cents(event.floatCents), 'large'),
      ]
    case 'cash-movement':
      return [
        rowLine(t('drawer.amount'), cents(event.amountCents), 'large'),
        rowLine(t('drawer.reason'), event.reason),
      ]
    case 'cash-counted':
      return [...coinLines(event.coins, words), ...checkLines(event, words)]
  }
}

/** How many of each coin and note. */
export const coinLines = (coins: readonly CoinsV1[], { t, locale, cents }: Words): BasicLine[] =>
  coins.map(({ count, valueCents }) =>
    rowLine(
      t('closings.paper.coins', {
        count: formatCount(count, locale),
        value: formatCoin(valueCents, locale),
      }),
      cents(valueCents * count),
    ),
  )

/** What was counted, what the journal expected, and why they differ. */
export const checkLines = (
  { expectedCents, countedCents, differenceCents, reason }: CashCheckV1,
  { t, cents }: Words,
): BasicLine[] => [
  rowLine(t('drawer.counted'), cents(countedCents)),
  rowLine(t('drawer.expected'), cents(expectedCents)),
  rowLine(t('drawer.difference'), cents(differenceCents), 'strong'),
  ...(reason ? [marked(rowLine(t('drawer.reason'), reason), 'cash-reason')] : []),
]
