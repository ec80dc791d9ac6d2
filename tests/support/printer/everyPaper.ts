import { drawDots } from '@/core/printing/dotPicture'
import { eventsOfEveryKind } from '../everyKind'
import { AT, aSale, aTicket, anArticle, SELLER, SOFTWARE } from '../factory'
import { createMessages } from '../../messages/everyLanguage'
import { closingPaperOf, openPaperOf } from '@/core/closing/closingPaper'
import { isClosing } from '@/core/closing/closing'
import { receiptOf, type Receipt } from '@/core/documents/receipt'
import { isPayment, isSale, sealEvent, type JournalEntry } from '@/core/journal/journal'
import type { ListedOrder } from '@/core/orders/orderPreparation'
import type { PaperLine } from '@/core/printing/paperLine'
import { cashLines, type CashEntry } from '@/messages/printing/cashLines'
import { closingLines } from '@/messages/printing/closingLines'
import { giftLines } from '@/messages/printing/giftLines'
import { receiptLines } from '@/messages/printing/receiptLines'
import { slipLines } from '@/messages/printing/slipLines'

export interface NamedPaper {
  name: string
  lines: PaperLine[]
}

export const { t } = createMessages('fr', 'shop').global
const signs = {
  copy: 0,
  fingerprint: 'ab'.repeat(32),
  showsReasons: true,
  isPaper: true,
  toSign: true,
  logo: drawDots(120, 40, (x, y) => (x - 60) ** 2 / 9 + (y - 20) ** 2 < 380),
  foot: 'Du mardi au samedi, 10 h – 19 h\nÉchange sous 15 jours',
}
const RATES = [0, 210, 550, 1000, 2000]
export const LONG_NAME =
  'Bouilloire électrique à col de cygne « Œuvre d’art » – édition limitée, 1,7 l, inox brossé'

/** A sale of one article at each of the five rates, two with names longer than a line. */
export const longReceipt: Receipt = receiptOf(
  aSale(
    aTicket(
      RATES.map((vatRate, at) =>
        anArticle({
          articleId: `ps-${at}`,
          name: at % 2 === 0 ? LONG_NAME : 'Cœur d’été – 5 €',
          priceCents: 123_450 + at,
          ecotaxCents: 12,
          vatRate,
        }),
      ),
    ),
  ),
)

/** Sealed entries of every kind. */
export const everyEntry: readonly JournalEntry[] = sealedEntries()

function sealedEntries(): JournalEntry[] {
  const entries: JournalEntry[] = []
  for (const event of eventsOfEveryKind()) entries.push(sealEvent(entries.at(-1), event))
  return entries
}
export const everyClosing = everyEntry.filter(isClosing)
const isCash = (entry: JournalEntry): entry is CashEntry =>
  ['drawer-opened', 'cash-movement', 'cash-counted'].includes(entry.event.kind)

const receiptPaper = (receipt: Receipt, copy = 0): PaperLine[] =>
  receiptLines(receipt, { ...signs, copy }, t, 'fr')

/** An order to prepare, with what was asked of its goods. */
export const anOrder = (): ListedOrder => ({
  sale: everyEntry.filter(isSale).find(({ event }) => event.order) ?? aSale(aTicket()),
  refunds: [],
  givenBack: 'nothing',
  note: {
    noteId: 'web:1',
    proof: null,
    editedCents: 0,
    handedOverAt: null,
    asked: [
      { place: 0, name: 'Carnet', texts: ['Gravure – Pour Lise', 'Or'], isElsewhere: true },
      { place: -1, name: 'Parti', texts: [], isElsewhere: true },
    ],
  },
  customerName: 'Zoé Durand',
})

/** An X report: the figures of the last closed day, read while it was open. */
export const openPaper = () => {
  const [closing] = everyClosing
  if (!closing) throw new Error('a day is closed')
  return openPaperOf(closing.event, {
    at: AT.at,
    till: 'A',
    training: true,
    seller: SELLER,
    software: SOFTWARE,
  })
}

/** A paper of every kind that is printed on a roll. */
export const EVERY_PAPER: readonly NamedPaper[] = [
  { name: 'a long receipt', lines: receiptPaper(longReceipt) },
  {
    name: 'its duplicate, in a lesson',
    lines: receiptPaper({ ...longReceipt, training: true }, 2),
  },
  ...everyEntry.filter(isSale).map(sale => ({
    name: `${sale.event.kind} ${sale.number}`,
    lines: receiptPaper(receiptOf(sale)),
  })),
  ...everyEntry.filter(isPayment).map(payment => ({
    name: `payment ${payment.number}`,
    lines: receiptPaper(receiptOf(payment)),
  })),
  { name: 'a gift receipt', lines: giftLines(longReceipt, signs, t, 'fr') },
  { name: 'an X report', lines: closingLines(openPaper(), 0, t, 'fr') },
  ...everyClosing.map(closing => ({
    name: `closing ${closing.event.period} ${closing.event.of}`,
    lines: closingLines(closingPaperOf(closing, 'cd'.repeat(32)), 1, t, 'fr'),
  })),
  ...everyEntry.filter(isCash).map(entry => ({
    name: `${entry.event.kind} ${entry.number}`,
    lines: cashLines(entry, SELLER, t, 'fr'),
  })),
  {
    name: 'an order slip',
    lines: slipLines(anOrder(), { placedAt: 'hier', leaves: 'Par Colissimo' }, t, 'fr'),
  },
]
