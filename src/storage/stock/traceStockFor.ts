import { append, type Stamp } from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import type { SoftwareV1 } from '@/core/journal/events/saleV1'
import { NOBODY } from '@/core/people/user'
import { handedTo, stockForDetail, type StockHanded } from '@/core/stock/stockHanded'

/**
 * For whom the changes of stock of a sale are that is about to be sealed, undefined where this device
 * is alone; inside the transaction that seals it. Where it is the first of a journal that the device
 * goes on with, the journal says so first.
 */
export async function traceStockFor(
  db: TillDatabase,
  { till, eventId, at, day, now }: Stamp,
  software: SoftwareV1,
): Promise<StockHanded | undefined> {
  const handed = await readSetting(db, 'stockHanded')
  if (!handed || handed.to === '' || Object.hasOwn(handed.steps, till)) return handed
  const event = {
    kind: 'trace' as const,
    what: 'setting-changed' as const,
    detail: stockForDetail('', handed.to),
    user: NOBODY,
    software,
  }
  const stamp = { till, eventId: `${eventId}-stock`, at, day, training: false }
  const { number } = await append(db, now ? { ...stamp, now } : stamp, () => event)
  const after = handedTo(handed, handed.to, { till, next: number })
  await keepSetting(db, 'stockHanded', after)
  return after
}
