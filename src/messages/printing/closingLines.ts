import { formatCount, formatMoment, formatPeriod, type Locale } from '@/messages/format'
import type { MessageKey } from '@/messages/keys'
import type { Translate } from '@/messages/useMessages'
import { checkLines, coinLines } from './cashLines'
import {
  duplicateLines,
  footLine,
  sellerLines,
  trainingLines,
  vatLines,
  wholeHex,
  wordsIn,
  type Words,
} from './paperParts'
import type { ClosingPaper, SealedClosing } from '@/core/closing/closingPaper'
import type { NamedTotalV1, TotalsV1 } from '@/core/journal/events/closingV1'
import { documentLabel } from '@/core/journal/series'
import {
  centredLine,
  leftLine,
  marked,
  rowLine,
  SPACE,
  type BasicLine,
  type PaperLine,
} from '@/core/printing/paperLine'

/**
 * A closing of a day, a month or a year, or an X report, as lines of a paper: all that its paper
 * says. `copy` is the number of this duplicate, 0 for the original.
 */
export function closingLines(
  paper: ClosingPaper,
  copy: number,
  t: Translate,
  locale: Locale,
): PaperLine[] {
  const words = wordsIn(t, locale)
  const { sealed, period, web, totals } = paper
  const isUncounted = sealed !== null && period === 'day' && sealed.cash === null
  return [
    ...duplicateLines(copy, words),
    ...trainingLines(paper.training, '', words),
    ...headLines(paper, words),
    ...figureLines(
      t(web ? 'closings.paper.counter' : 'closings.paper.total'),
      totals,
      'closing-total',
      words,
    ),
    ...(web ? figureLines(t('closings.paper.web'), web, 'closing-web', words) : []),
    ...(sealed?.cash
      ? titled(t('closings.paper.cash'), [
          ...coinLines(sealed.cash.coins, words),
          ...checkLines(sealed.cash, words),
        ])
      : []),
    ...(isUncounted ? [SPACE, leftLine(t('closings.paper.notCounted'))] : []),
    ...titled(t('closings.paper.perpetual'), perpetualLines(paper, words)),
    ...(sealed
      ? [...sealLines(sealed, paper.lastSeal, words), ...footLines(paper, sealed, words)]
      : []),
  ]
}

function headLines(paper: ClosingPaper, words: Words): PaperLine[] {
  const { t, locale } = words
  const { sealed, period, at, carried } = paper
  const of = formatPeriod(paper.of, locale)
  const number = sealed && t('closings.paper.number', { number: sealed.number })
  const moment = formatMoment(at, locale)
  const ranges = carried.map(({ till, firstEntry, lastEntry }) =>
    t('closings.paper.carried', { till, ...rangeOf(firstEntry, lastEntry, words) }),
  )
  return [
    ...sellerLines(paper.seller, words),
    SPACE,
    {
      ...centredLine(t(sealed ? `closings.paper.${period}` : 'closings.paper.x'), 'large'),
      heading: 2,
    },
    marked(centredLine(of.slice(0, 1).toUpperCase() + of.slice(1), 'large'), 'closing-of'),
    ...(number
      ? [
          marked(
            centredLine(
              sealed.isLate ? `${number} · ${t('closings.paper.late')}` : number,
              'strong',
            ),
            'closing-number',
          ),
        ]
      : []),
    centredLine(t(sealed ? 'closings.paper.sealedAt' : 'closings.paper.readAt', { moment })),
    centredLine(
      paper.lastEntry < paper.firstEntry
        ? t('closings.paper.noEntry')
        : t('closings.paper.entries', rangeOf(paper.firstEntry, paper.lastEntry, words)),
    ),
    ...ranges.map(range => marked(centredLine(range), 'closing-carried')),
    ...(sealed ? [] : [centredLine(t('closings.paper.xNote'))]),
  ]
}

const rangeOf = (first: number, last: number, { locale }: Words) => ({
  first: formatCount(first, locale),
  last: formatCount(last, locale),
})

/** Totals of the counter, or of the web. */
function figureLines(title: string, totals: TotalsV1, mark: string, words: Words): PaperLine[] {
  const { t, locale, cents } = words
  const count = (many: number) => formatCount(many, locale)
  const { salesCount, salesCents, refundsCount, refundsCents, discountsCents } = totals
  /** An amount of 0 has no row. */
  const rowOf = (label: MessageKey, amountCents: number) =>
    amountCents === 0 ? [] : [rowLine(t(label), cents(amountCents))]
  const named = (rows: readonly NamedTotalV1[], unnamed: MessageKey) =>
    rows.map(row =>
      rowLine(
        t('closings.paper.named', { name: row.name || t(unnamed), count: count(row.count) }),
        cents(row.totalCents),
      ),
    )
  // A shop that has named no one has no users to list.
  const users = totals.users.some(user => user.name !== '') ? totals.users : []
  return [
    SPACE,
    marked(rowLine(title, cents(totals.totalCents), 'large'), mark),
    rowLine(t('closings.paper.sales', { count: count(salesCount) }), cents(salesCents)),
    rowLine(t('closings.paper.refunds', { count: count(refundsCount) }), cents(0 - refundsCents)),
    ...rowOf('closings.paper.discounts', discountsCents),
    ...(totals.vat.length > 0 ? vatLines(totals.vat, '', words) : []),
    ...titled(t('closings.paper.tenders'), named(totals.tenders, 'closings.paper.nobody')),
    ...titled(
      t('closings.paper.departments'),
      named(totals.departments, 'closings.paper.noDepartment'),
    ),
    ...titled(t('closings.paper.users'), named(users, 'closings.paper.nobody')),
    ...titled(t('closings.paper.drawer'), [
      ...rowOf('closings.paper.dues', totals.duesCents),
      ...rowOf('closings.paper.payments', totals.paymentsCents),
      ...rowOf('closings.paper.cashIn', totals.cashInCents),
      ...rowOf('closings.paper.cashOut', totals.cashOutCents),
    ]),
    ...titled(t('closings.paper.documents'), documentLines(totals, words)),
    ...titled(
      t('closings.paper.traces'),
      totals.traces.map(({ what, count: often }) =>
        rowLine(t(`closings.traced.${what}`), count(often)),
      ),
    ),
  ]
}

const documentLines = ({ documents }: TotalsV1, { t, locale }: Words): BasicLine[] =>
  documents.map(({ series, first, last, count }) =>
    rowLine(
      t('closings.paper.range', {
        first: documentLabel({ series, number: first }),
        last: documentLabel({ series, number: last }),
      }),
      formatCount(count, locale),
    ),
  )

function perpetualLines({ perpetual }: ClosingPaper, { t, locale, cents }: Words): BasicLine[] {
  const { salesCount, salesCents, refundsCents, webSalesCents, webRefundsCents } = perpetual
  const count = formatCount(salesCount, locale)
  return [
    rowLine(t('closings.paper.perpetualSales', { count }), cents(salesCents)),
    rowLine(t('closings.paper.perpetualRefunds'), cents(refundsCents)),
    rowLine(t('closings.paper.perpetualWebSales'), cents(webSalesCents)),
    rowLine(t('closings.paper.perpetualWebRefunds'), cents(webRefundsCents)),
  ]
}

/** Rows under a title; no title where there are none. */
const titled = (title: string, rows: readonly BasicLine[]): BasicLine[] =>
  rows.length === 0 ? [] : [SPACE, { ...leftLine(title, 'strong'), heading: 3 }, ...rows]

/** The seals in full, as text and as a code, to be kept outside the device. */
function sealLines(
  { number, seal, keyFingerprint, anchor }: SealedClosing,
  lastSeal: string,
  { t }: Words,
): PaperLine[] {
  const seals = [
    [t('closings.paper.lastSeal'), wholeHex(lastSeal)],
    [t('closings.paper.seal'), wholeHex(seal)],
    [t('closings.paper.key'), wholeHex(keyFingerprint) || t('closings.paper.noKey')],
  ] as const
  return [
    {
      kind: 'part',
      name: t('closings.paper.seals'),
      lines: [
        ...seals.flatMap(([label, value]) => [leftLine(label, 'strong'), leftLine(value, 'small')]),
        SPACE,
        {
          kind: 'code',
          symbology: 'qr',
          text: anchor,
          caption: '',
          label: t('closings.paper.code', { number }),
          mark: 'closing-code',
        },
      ],
    },
  ]
}

function footLines(
  { till, software }: ClosingPaper,
  { user, isLate, entryNumber }: SealedClosing,
  { t }: Words,
): PaperLine[] {
  const late = isLate ? [footLine(t('closings.paper.byTill'))] : []
  return [
    SPACE,
    ...(user ? [footLine(t('closings.paper.by', { name: user }))] : late),
    footLine(t('closings.paper.till', { till, number: entryNumber })),
    footLine(t('receipt.software', { ...software })),
  ]
}
