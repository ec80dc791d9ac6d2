import { readCopies, type Copies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import { findSales, SEARCH_START } from '@/till/journal/findSales'
import { listSales } from '@/till/journal/listSales'
import { readGivenBack } from '@/till/payment/readRefundable'
import { isSale, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { isAnySale, isWanted, type SaleSearch } from '@/core/journal/saleSearch'
import type { GivenBack } from '@/core/payment/refund'
import { journalOfSale } from '@/core/sharing/claims/aboutSales'
import { chosenTills, type CopyPart, type TillChoice } from '@/core/sharing/otherTills'
import { mergeSales, type ShopSale } from '@/core/sharing/shopSales'
import { openCopy, readRun } from '@/storage/sharing/readCopies'

/** Sales of the shop's tills, newest first. */
export interface ShopSales {
  sales: ShopSale[]
  hasMore: boolean
}

/** Entries of a copy that are read for one answer: a search through ten years takes several. */
const MOST_READ = 20_000

/**
 * The newest sales of the tills that a choice means that match a search, at most `limit`. A copy has
 * no index of amounts or documents: it is read back from its end.
 */
export async function listShopSales(
  context: TillContext,
  choice: TillChoice,
  search: SaleSearch,
  limit: number,
): Promise<ShopSales> {
  const found = await readCopies(context, async ({ others, tills }) => {
    const ofTills: ShopSale[][] = []
    if (choice === 'all') ofTills.push(await listOwn(context, search, limit + 1))
    for (const { parts } of chosenTills(tills, choice)) {
      const sales: ShopSale[] = []
      for (const part of parts.toReversed()) {
        sales.push(...(await listCopied(others, part, search, limit + 1 - sales.length)))
        if (sales.length > limit) break
      }
      ofTills.push(sales)
    }
    const sales = mergeSales(ofTills, limit + 1)
    return { sales: sales.slice(0, limit), hasMore: sales.length > limit }
  })
  return found ?? { sales: [], hasMore: false }
}

/**
 * How much was given back of these sales, by entry reference; of copies only what their references mean
 * on this device.
 */
export async function readShopGivenBack(
  context: TillContext,
  sales: readonly ShopSale[],
): Promise<Map<string, GivenBack>> {
  const known = await readCopies(context, ({ named }) =>
    Promise.resolve(
      sales.filter(
        ({ sale, journal }) => journal === null || journalOfSale(sale, named)?.journal === journal,
      ),
    ),
  )
  return readGivenBack(
    context,
    (known ?? []).map(({ sale }) => sale),
  )
}

async function listOwn(
  context: TillContext,
  search: SaleSearch,
  limit: number,
): Promise<ShopSale[]> {
  const own = (sales: readonly SaleEntry[]) => sales.map(sale => ({ sale, journal: null }))
  if (isAnySale(search)) return own(await listSales(context, limit))
  const found: SaleEntry[] = []
  let next: typeof SEARCH_START | null = SEARCH_START
  while (next && found.length < limit) {
    const some = await findSales(context, search, next)
    const known = new Set(found.map(({ seal }) => seal))
    found.push(...some.sales.filter(({ seal }) => !known.has(seal)))
    next = some.next
  }
  return own(found.toSorted(byTime).slice(0, limit))
}

const byTime = (a: JournalEntry, b: JournalEntry) =>
  a.till === b.till ? b.number - a.number : Date.parse(b.at) - Date.parse(a.at)

async function listCopied(
  others: Copies['others'],
  part: CopyPart,
  search: SaleSearch,
  limit: number,
): Promise<ShopSale[]> {
  const { fromDay, toDay } = search
  const copy = await openCopy(others, part)
  const runs = copy.runs.filter(
    ({ firstDay, lastDay }) => lastDay >= fromDay && (toDay === '' || firstDay <= toDay),
  )
  const found: SaleEntry[] = []
  let readCount = 0
  const take = (entries: readonly JournalEntry[]) => {
    readCount += entries.length
    found.push(
      ...entries
        .filter(isSale)
        .toReversed()
        .filter(sale => isWanted(sale, search)),
    )
  }
  take(copy.loose)
  for (const { first } of runs.toReversed()) {
    if (found.length >= limit || readCount >= MOST_READ) break
    take(await readRun(others, copy, first))
  }
  return found.slice(0, limit).map(sale => ({ sale, journal: part.journal }))
}
