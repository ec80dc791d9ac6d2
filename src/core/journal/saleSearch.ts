import { isDay } from '@/core/days'
import type { DocumentNumberV1 } from './events/saleV1'
import type { SaleEntry } from './journal'
import { parseCents } from '@/core/money'
import { fold } from '@/core/catalogue/search'
import { parseDocumentLabel, seriesOf } from './series'

/** A search among the sealed sales. A sale must match every field. */
export interface SaleSearch {
  /**
   * Possible meanings of the typed text: a sale must match one of them. An empty list matches every
   * sale.
   */
  clues: Clue[]
  /** First and last business day, both included; an empty text is no bound. */
  fromDay: string
  toDay: string
  kind: SaleFilter
}

/** All sales, only those that give something back, or only those of training mode. */
export const SALE_FILTERS = ['all', 'refunds', 'lessons'] as const
export type SaleFilter = (typeof SALE_FILTERS)[number]

export type Clue =
  | { clue: 'document'; document: DocumentNumberV1 }
  /** Total of the sale or refund in cents, without its sign. */
  | { clue: 'amount'; amountCents: number }
  | { clue: 'day'; day: string }
  | { clue: 'article'; articleId: string }
  /** Customers whose name matches the typed text: a sale holds only the customer's id. */
  | { clue: 'customers'; customerIds: ReadonlySet<string> }
  /**
   * Folded word prefixes, searched in names, references and notes: a sale must match all of them.
   */
  | { clue: 'words'; words: string[] }

/**
 * Whether an index of the journal answers a clue. For the others, sales are read one by one, newest
 * first.
 */
export const isIndexed = ({ clue }: Clue) => clue !== 'article' && clue !== 'words'

/**
 * Possible meanings of a typed or scanned text. A date, or an amount with a decimal separator, has
 * no other meaning. Bare digits may be a document number, an amount, a reference or a barcode.
 */
export function cluesOf(
  typed: string,
  at: { tills: readonly string[]; today: string },
  articleOfBarcode: (code: string) => string | undefined,
): Clue[] {
  const text = typed.trim()
  if (text === '') return []
  const day = parseDay(text, at.today)
  if (day) return [{ clue: 'day', day }]

  const isBare = /^\d+$/.test(text)
  const amountCents = parseCents(text.replace(/^[-−]/, ''))
  const amounts = amountCents === undefined ? [] : [{ clue: 'amount' as const, amountCents }]
  if (amounts.length > 0 && !isBare) return amounts

  const articleId = articleOfBarcode(text)
  return [
    ...documentsOf(text, at.tills).map(document => ({ clue: 'document' as const, document })),
    ...amounts,
    ...(articleId === undefined ? [] : [{ clue: 'article' as const, articleId }]),
    { clue: 'words', words: fold(text).split(/\s+/) },
  ]
}

/**
 * Whether a typed text may be the name of a customer. Digits alone would match too many phone
 * numbers.
 */
export function mayBeName(typed: string, clues: readonly Clue[]): boolean {
  return /\p{L}/u.test(typed) && clues.some(({ clue }) => clue === 'words')
}

/** Whether a search has no criterion, so that it matches every sale. */
export function isAnySale({ clues, fromDay, toDay, kind }: SaleSearch): boolean {
  return clues.length === 0 && fromDay === '' && toDay === '' && kind === 'all'
}

/** Whether a sale matches a search. */
export function isWanted(sale: SaleEntry, { clues, fromDay, toDay, kind }: SaleSearch): boolean {
  if (fromDay !== '' && sale.day < fromDay) return false
  if (toDay !== '' && sale.day > toDay) return false
  if (kind === 'refunds' && !givesBack(sale)) return false
  if (kind === 'lessons' && !sale.training) return false
  return clues.length === 0 || clues.some(clue => fits(sale, clue))
}

/** Whether a sale gives something back: a refund, or an exchange. */
export function givesBack(sale: SaleEntry): boolean {
  return sale.event.lines.some(line => line.quantityMilli < 0)
}

function fits(sale: SaleEntry, clue: Clue): boolean {
  const { event, day } = sale
  switch (clue.clue) {
    case 'document':
      return (
        event.document.series === clue.document.series &&
        event.document.number === clue.document.number
      )
    case 'amount':
      return Math.abs(event.totalCents) === clue.amountCents
    case 'day':
      return day === clue.day
    case 'article':
      return event.lines.some(line => line.articleId === clue.articleId)
    case 'customers':
      return clue.customerIds.has(event.customerId)
    case 'words': {
      const said = wordsOf(sale)
      return clue.words.every(word => said.includes(` ${word}`))
    }
  }
}

/** All words of a sale, each after a space: once as written, once split at punctuation. */
function wordsOf({ event }: SaleEntry): string {
  const lines = event.lines.flatMap(({ name, reference, note }) => [name, reference, note])
  const said = fold(` ${lines.join(' ')} ${event.note}`)
  return said + said.replace(/[^\p{L}\p{N}]+/gu, ' ')
}

/**
 * The documents that a typed number may mean. A label names exactly one; a bare number may be the
 * number of a sale or of a refund, real or in training, of any till code.
 */
function documentsOf(text: string, tills: readonly string[]): DocumentNumberV1[] {
  const document = parseDocumentLabel(text)
  if (document) return [document]
  if (!/^\d{1,6}$/.test(text)) return []
  return tills.flatMap(tillCode =>
    [false, true].flatMap(isTraining =>
      (['sale', 'refund'] as const).map(kind => ({
        series: seriesOf(tillCode, kind, isTraining),
        number: Number(text),
      })),
    ),
  )
}

const TYPED_DAY = /^(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?$/

/**
 * A day as people type it, day first (`12/03`, `12/03/26`), or as ISO. Without a year it is the
 * latest such day that is not after today.
 */
function parseDay(text: string, today: string): string | undefined {
  if (isDay(text)) return text
  const found = TYPED_DAY.exec(text)
  if (!found) return undefined
  const [, day = '', month = '', year] = found
  const inYear = (of: number) => existing(`${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  if (year) return inYear(year.length === 2 ? 2000 + Number(year) : Number(year))
  const thisYear = Number(today.slice(0, 4))
  const soon = inYear(thisYear)
  return soon && soon <= today ? soon : inYear(thisYear - 1)
}

const existing = (day: string) => (isDay(day) ? day : undefined)
