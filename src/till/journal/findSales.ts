import type { TillContext } from '@/till/context'
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
import {
  readEntry,
  readEntryOfDocument,
  readLastNumber,
  readTillCodes,
} from '@/storage/journal/journal'

/** Some of the sales looked for, newest first, and where to go on. */
export interface FoundSales {
  sales: SaleEntry[]
  /** Null once everything was looked through. */
  next: SearchPosition | null
}

export interface SearchPosition {
  /** Whose journal is looked through: the till's own first, then those it goes on from. */
  tillCode?: string
  /** First what an index tells of the whole journal, then what is read for. */
  stage: 'indexed' | 'read'
  /** Only what stands before it in the journal is still to be looked through. */
  before: number
}

export const SEARCH_START: SearchPosition = { stage: 'indexed', before: Infinity }

/** As many are enough at once. */
const ENOUGH = 50
/** Entries read in one breath: the page draws between two. */
const READ_AT_ONCE = 100
/** Entries looked through before asking whether to go on. */
const MOST_READ = 10_000

/**
 * Looks for sales from a place on, newest first, in the till's own journal and then in those
 * it goes on from. Numbers, amounts and days are found by
 * index wherever they are; articles and words by reading back through the sales, at most
 * ten thousand at once. Once aborted, what it gives is of no use.
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
 * The sale that a receipt's code or a typed number names; that of an invoice or of a later
 * payment is the sale it is for. Null where no till of this device made one.
 */
export async function findByDocument(
  context: TillContext,
  label: string,
): Promise<SaleEntry | null> {
  const document = parseDocumentLabel(label)
  const entry = document && (await readEntryOfDocument(context.tillDb, document))
  if (!entry) return null
  const { event } = entry
  const isForSale = 'saleNumber' in event
  const sale = isForSale ? await readEntry(context.tillDb, event.saleTill, event.saleNumber) : entry
  return sale && isSale(sale) ? sale : null
}

/** Looks through the sales at these places, newest first, or through all of them where null. */
async function lookThrough(
  context: TillContext,
  search: SaleSearch,
  numbers: readonly number[] | null,
  from: SearchPosition,
  signal: AbortSignal | undefined,
): Promise<FoundSales> {
  const { tillDb, tillCode } = context
  const left = numbers?.filter(place => place < from.before)
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

/** What is to be read for words: the days or the refunds only, where they were chosen. */
async function numbersToRead(context: TillContext, search: SaleSearch): Promise<number[] | null> {
  const { fromDay, toDay, kind } = search
  if (fromDay !== '' || toDay !== '') {
    return numbersOfDays(context.tillDb, context.tillCode, fromDay, toDay || '9999-12-31')
  }
  return kind === 'refunds' ? numbersOfRefunds(context.tillDb, context.tillCode) : null
}
