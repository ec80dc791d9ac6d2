import type { Till } from '@/till/context'
import type { SaleEntry } from '@/core/journal/journal'
import { stockLeft, type StockLeft } from '@/core/stock/stock'
import { readRecord } from '@/storage/catalogue/heldShop'
import { readLetters, readSales } from '@/storage/journal/journal'

const SALES_AT_ONCE = 200

/** What is left of each article; null where the shop's stock was never read. */
export async function readStockLeft(till: Till): Promise<StockLeft | null> {
  const stock = await readRecord(till.catalogueDb, 'stock')
  return stock && stockLeft(stock, await salesSince(till, stock.readAt))
}

async function salesSince(till: Till, instant: string): Promise<SaleEntry[]> {
  const since: SaleEntry[] = []
  for (const letter of await readLetters(till.tillDb, till.letter)) {
    let before = Infinity
    for (;;) {
      const sales = await readSales(till.tillDb, letter, before, SALES_AT_ONCE)
      const late = sales.filter(sale => Date.parse(sale.at) >= Date.parse(instant))
      since.push(...late)
      const last = sales.at(-1)
      if (!last || late.length < sales.length) break
      before = last.number
    }
  }
  return since
}
