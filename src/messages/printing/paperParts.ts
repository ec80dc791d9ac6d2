import { formatCents, formatRate, type Locale } from '@/messages/format'
import type { Translate } from '@/messages/useMessages'
import type { SellerV1, VatShareV1 } from '@/core/journal/events/saleV1'
import {
  centredLine,
  leftLine,
  marked,
  type BasicLine,
  type PaperLine,
} from '@/core/printing/paperLine'

/** The language of a paper: its words and its formats. */
export interface Words {
  t: Translate
  locale: Locale
  cents: (amount: number) => string
}

export const wordsIn = (t: Translate, locale: Locale): Words => ({
  t,
  locale,
  cents: amount => formatCents(amount, locale),
})

/** Marks a paper as a duplicate with its number; an original, 0, has no mark. */
export const duplicateLines = (copy: number, { t }: Words): PaperLine[] =>
  copy === 0
    ? []
    : [
        {
          kind: 'frame',
          isDashed: false,
          lines: [centredLine(t('papers.duplicate', { count: copy }), 'large')],
        },
      ]

/** Marks a paper as a lesson's, with what that means where it must be said. */
export const trainingLines = (isTraining: boolean, note: string, { t }: Words): PaperLine[] =>
  isTraining
    ? [
        {
          kind: 'frame',
          isDashed: true,
          lines: [
            centredLine(t('receipt.training'), 'strong'),
            ...(note ? [centredLine(note)] : []),
          ],
        },
      ]
    : []

/** The seller, as every paper must name it. */
export const sellerLines = (seller: SellerV1, { t }: Words): BasicLine[] => [
  ...(seller.name ? [centredLine(seller.name, 'large')] : []),
  ...(seller.address ? [centredLine(seller.address)] : []),
  ...(seller.siret ? [centredLine(t('receipt.siret', { siret: seller.siret }))] : []),
  ...(seller.vatNumber
    ? [centredLine(t('receipt.vatNumber', { vatNumber: seller.vatNumber }))]
    : []),
]

/** VAT per rate, or why there is none. */
export const vatLines = (
  vat: readonly VatShareV1[],
  mention: string,
  { t, locale, cents }: Words,
): BasicLine[] =>
  mention === ''
    ? [
        {
          kind: 'table',
          name: t('receipt.breakdown'),
          head: [t('receipt.rate'), t('receipt.net'), t('receipt.vat'), t('receipt.gross')],
          rows: vat.map(share => [
            formatRate(share.vatRate, locale),
            ...[share.netCents, share.vatCents, share.grossCents].map(cents),
          ]),
        },
      ]
    : [marked(centredLine(mention), 'vat-mention')]

/** A seal or a fingerprint in the short form that is enough to compare. */
export const shortHex = (hex: string): string => `${hex.slice(0, 8)} … ${hex.slice(-8)}`

/** The whole of it, in groups that eyes can follow. */
export const wholeHex = (hex: string): string => hex.replace(/.{8}(?=.)/g, '$& ')

/** A small line below an amount, or in the foot. */
export const smallLine = (text: string): BasicLine => leftLine(text, 'small')
export const footLine = (text: string): BasicLine => centredLine(text, 'small')

/** A small line that is short on paper; a touch shows all of it on the screen. */
export const foldedLine = (text: string, whole: string) => ({
  ...centredLine(text, 'small'),
  whole,
})
