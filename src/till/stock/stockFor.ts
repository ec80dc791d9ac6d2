import type { TillContext } from '@/till/context'
import { traceOf } from '@/till/journal/recordTrace'
import { NOBODY } from '@/core/people/user'
import { handedTo, stockForDetail, type StockHanded } from '@/core/stock/stockHanded'
import { append } from '@/storage/journal/append'
import { readSetting } from '@/storage/settings/settings'

/**
 * Seals for whom the changes of stock are from now on in this device's journal, where every device
 * reads it before the next sale; inside a transaction of `sealingTables`, which keeps what it returns.
 */
export async function traceStockFor(
  context: TillContext,
  handed: StockHanded,
  to: string,
): Promise<StockHanded> {
  const { tillDb } = context
  const tillCode = (await readSetting(tillDb, 'tillLetter')) ?? context.tillCode
  const detail = stockForDetail(handed.to, to)
  const { event, ...stamp } = traceOf({ ...context, tillCode }, NOBODY, 'setting-changed', detail)
  const { number } = await append(tillDb, stamp, () => event)
  return handedTo(handed, to, { till: tillCode, next: number })
}
