import type { TillContext } from '@/till/context'
import { readAbout } from '@/till/payment/aboutSales'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import { isIndexed, isWanted, type Clue, type SaleSearch } from '@/core/journal/saleSearch'
import { parseDocumentLabel } from '@/core/journal/series'
import {
  numbersOfCustomers,
  numbersOfDays,
  numbersOfRefunds,
  numbersOfTotal,
  readSalesAt,
  readSalesBetween,
} from '@/storage/journal/findSales'
import { readEntryOfDocument, readLastNumber, readTillCodes } from '@/storage/journal/journal'

/** A part of the sales found, newest first, and where to go on. */
export interface FoundSales {
  sales: SaleEntry[]
  /** Null once everything was searched. */
  next: SearchPosition | null
}

export interface SearchPosition {
  /** Till code of the journal to search: this till's own first, then the ones it goes on from. */
  tillCode?: string
  /**
   * First the clues that an index answers for the whole journal, then the clues for which sales are
   * read.
   */
  stage: 'indexed' | 'read'
  /** Only entries below this number are still to be searched. */
  before: number
}

/** A search begins at the newest entry, with the indexed clues. */
export const SEARCH_START: SearchPosition = { stage: 'indexed', before: Infinity }

/** Sales that are enough for one answer. */
const ENOUGH = 50
/** Sales read at once: the page draws between two parts. */
const READ_AT_ONCE = 100
/** Sales read before the person is asked whether to go on. */
const MOST_READ = 10_000

/**
 * Searches for sales from a position on, newest first, in the till's own journal and then in the
 * journals it goes on from. Numbers, amounts and days are found by index in the whole journal;
 * articles and words by reading back through the sales, at most ten thousand a call. Once `signal`
 * is aborted, the result must not be used.
 */
export async function findSales(
  context: TillContext,
  search: SaleSearch,
  from: SearchPosition = SEARCH_START,
  signal?: AbortSignal,
): Promise<FoundSales> {
  const tillCode = from.tillCode ?? context.tillCode
  const found = await findInJournal({ ...context, tillCode }, search, from, signal)
  if (found.next) return { ...found, next: { ...found.next, tillCode } }
  const tillCodes = await readTillCodes(context.tillDb, context.tillCode)
  const older = tillCodes[tillCodes.indexOf(tillCode) + 1]
  if (older === undefined || signal?.aborted) return found
  const next = { ...SEARCH_START, tillCode: older }
  return found.sales.length > 0 ? { ...found, next } : findSales(context, search, next, signal)
}

async function findInJournal(
  context: TillContext,
  search: SaleSearch,
  from: SearchPosition,
  signal: AbortSignal | undefined,
): Promise<FoundSales> {
  if (from.stage === 'read') {
    return lookThrough(context, search, await numbersToRead(context, search), from, signal)
  }
  const clues = search.clues.filter(isIndexed)
  const numbers = await numbersOfClues(context, clues)
  const found = await lookThrough(context, search, numbers, from, signal)
  const isAllKnown = clues.length > 0 && clues.length === search.clues.length
  if (found.next || isAllKnown) return found
  const read: SearchPosition = { stage: 'read', before: Infinity }
  if (found.sales.length > 0) return { ...found, next: read }
  return findInJournal(context, search, read, signal)
}

/**
 * The sale named by a receipt's code or a typed number. The number of an invoice or of a later
 * payment gives the sale it belongs to. Null where no till of this device sealed it.
 */
export async function findByDocument(
  context: TillContext,
  label: string,
): Promise<SaleEntry | null> {
  const document = parseDocumentLabel(label)
  const entry = document && (await readEntryOfDocument(context.tillDb, document))
  if (!entry) return null
  const { event } = entry
  if (!('saleNumber' in event)) return isSale(entry) ? entry : null
  const { sales } = await readAbout(context, [{ till: event.saleTill, number: event.saleNumber }])
  return sales[0] ?? null
}

/** Reads the sales with these entry numbers, newest first, or all sales where `numbers` is null. */
async function lookThrough(
  context: TillContext,
  search: SaleSearch,
  numbers: readonly number[] | null,
  from: SearchPosition,
  signal: AbortSignal | undefined,
): Promise<FoundSales> {
  const { tillDb, tillCode } = context
  const left = numbers?.filter(number => number < from.before)
  const sales: SaleEntry[] = []
  let before = left
    ? from.before
    : Math.min(from.before, (await readLastNumber(tillDb, tillCode)) + 1)
  const count = left ? left.length : before - 1
  for (let read = 0; read < count; read += READ_AT_ONCE) {
    const isEnough = sales.length >= ENOUGH || read >= MOST_READ
    if (isEnough || signal?.aborted) return { sales, next: { stage: from.stage, before } }
    const chunk = left?.slice(read, read + READ_AT_ONCE)
    const first = chunk?.at(-1) ?? Math.max(1, before - READ_AT_ONCE)
    const some = chunk
      ? await readSalesAt(
          tillDb,
          chunk.map(number => ({ till: tillCode, number })),
        )
      : await readSalesBetween(tillDb, tillCode, first, before)
    sales.push(...some.filter(sale => isWanted(sale, search)))
    before = first
  }
  return { sales, next: null }
}

async function numbersOfClues(context: TillContext, clues: readonly Clue[]): Promise<number[]> {
  const found = await Promise.all(clues.map(clue => numbersOfClue(context, clue)))
  return [...new Set(found.flat())].sort((a, b) => b - a)
}

async function numbersOfClue({ tillDb, tillCode }: TillContext, clue: Clue): Promise<number[]> {
  switch (clue.clue) {
    case 'document': {
      const entry = await readEntryOfDocument(tillDb, clue.document)
      return entry && entry.till === tillCode ? [entry.number] : []
    }
    case 'amount': {
      const signs = [clue.amountCents, 0 - clue.amountCents]
      return (await Promise.all(signs.map(cents => numbersOfTotal(tillDb, tillCode, cents)))).flat()
    }
    case 'day':
      return numbersOfDays(tillDb, tillCode, clue.day, clue.day)
    case 'customers':
      return numbersOfCustomers(tillDb, tillCode, [...clue.customerIds])
    default:
      return []
  }
}

/** Entry numbers to read for words: only the chosen days, or only refunds; null for all sales. */
async function numbersToRead(context: TillContext, search: SaleSearch): Promise<number[] | null> {
  const { fromDay, toDay, kind } = search
  if (fromDay !== '' || toDay !== '') {
    return numbersOfDays(context.tillDb, context.tillCode, fromDay, toDay || '9999-12-31')
  }
  return kind === 'refunds' ? numbersOfRefunds(context.tillDb, context.tillCode) : null
}
