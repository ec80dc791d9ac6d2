import type { TillContext } from '@/till/context'
import type { JournalEntry, SaleEntry } from '@/core/journal/journal'
import { stockLeft, type StockLeft } from '@/core/stock/stock'
import { readRecord } from '@/storage/catalogue/heldShop'
import { readTillCodes, readSales } from '@/storage/journal/journal'
import { readSetting } from '@/storage/settings/settings'
import { readPacks, shopOf } from '@/storage/stock/outbox'
import { isSharing } from '@/till/sharing/isSharing'

const SALES_AT_ONCE = 200

/**
 * Stock left of each article: the shop's last known stock less the sales since, of this till and, as
 * far as they are known here, of the others. Null where the shop's stock was never read.
 */
export async function readStockLeft(context: TillContext): Promise<StockLeft | null> {
  const stock = await readRecord(context.catalogueDb, 'stock')
  if (!stock) return null
  const connection = await readSetting(context.tillDb, 'connection')
  const packs = connection ? await readPacks(context.tillDb, shopOf(connection)) : []
  const sold = [
    ...(await salesSince(context, stock.readAt)),
    ...(await soldElsewhere(context, stock.readAt)),
  ]
  return stockLeft(stock, sold, { space: context.space, packs })
}

async function salesSince(context: TillContext, instant: string): Promise<SaleEntry[]> {
  const since: SaleEntry[] = []
  for (const tillCode of await readTillCodes(context.tillDb, context.tillCode)) {
    let before = Infinity
    for (;;) {
      const sales = await readSales(context.tillDb, tillCode, before, SALES_AT_ONCE)
      const late = sales.filter(sale => Date.parse(sale.at) >= Date.parse(instant))
      since.push(...late)
      const last = sales.at(-1)
      if (!last || late.length < sales.length) break
      before = last.number
    }
  }
  return since
}

/** What a device that is alone never loads. */
async function soldElsewhere(context: TillContext, instant: string): Promise<JournalEntry[]> {
  if (!(await isSharing(context))) return []
  const { readSoldElsewhere } = await import('./readSoldElsewhere')
  return readSoldElsewhere(context, instant)
}
