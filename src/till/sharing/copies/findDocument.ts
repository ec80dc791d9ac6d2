import { readCopies, type Copies } from './listOtherTills'
import { readSalesMeant } from './readSalesMeant'
import type { TillContext } from '@/till/context'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { isSale, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { seriesOfTill } from '@/core/journal/series'
import { journalOfSale } from '@/core/sharing/claims/aboutSales'
import type { CopyPart } from '@/core/sharing/otherTills'
import { openCopy, readRun } from '@/storage/sharing/readCopies'

/**
 * The sale that the number of another till's document names: that of a receipt, or of a later payment or
 * an invoice of it. Null where no copy has it, or where it cannot be told from another till's.
 */
export async function findDocument(
  context: TillContext,
  document: DocumentNumberV1,
): Promise<SaleEntry | null> {
  const found = await readCopies(context, async copies => {
    for (const part of copies.tills.flatMap(({ parts }) => parts)) {
      if (!seriesOfTill(part.till).includes(document.series)) continue
      const entry = await findIn(copies.others, part, document)
      const sale = entry && (await saleOf(context, copies, entry, part.journal))
      if (sale) return sale
    }
    return null
  })
  return found ?? null
}

/** Numbers of a series grow along a journal: the packed run that has one is found by halves. */
async function findIn(
  others: Copies['others'],
  part: CopyPart,
  document: DocumentNumberV1,
): Promise<JournalEntry | undefined> {
  const copy = await openCopy(others, part)
  const loose = copy.loose.find(entry => numberIn(entry, document.series) === document.number)
  if (loose) return loose
  let [low, high] = [0, copy.runs.length - 1]
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    let at = middle
    let numbered: JournalEntry[] = []
    for (; at >= low && numbered.length === 0; at -= 1) {
      const run = await readRun(others, copy, copy.runs[at]?.first ?? 0)
      numbered = run.filter(entry => numberIn(entry, document.series) !== undefined)
    }
    const first = numberOf(numbered[0], document)
    const last = numberOf(numbered.at(-1), document)
    if (first !== undefined && document.number < first) high = at
    else if (last === undefined || document.number > last) low = middle + 1
    else return numbered.find(entry => numberIn(entry, document.series) === document.number)
  }
  return undefined
}

const numberOf = (entry: JournalEntry | undefined, { series }: DocumentNumberV1) =>
  entry && numberIn(entry, series)

function numberIn({ event }: JournalEntry, series: string): number | undefined {
  const document = 'document' in event ? event.document : undefined
  return document?.series === series ? document.number : undefined
}

/** The sale that a found entry is, or belongs to; nothing where its reference means another one. */
async function saleOf(
  context: TillContext,
  copies: Copies,
  entry: JournalEntry,
  journal: string,
): Promise<SaleEntry | undefined> {
  const { event } = entry
  if ('saleNumber' in event) {
    const reference = { till: event.saleTill, number: event.saleNumber }
    return (await readSalesMeant(context, copies, [reference]))[0]?.sale
  }
  return isSale(entry) && journalOfSale(entry, copies.named)?.journal === journal
    ? entry
    : undefined
}
