import type { TillContext } from '@/till/context'
import { readElsewhere } from '@/till/payment/aboutSales'
import type { RecordedOrder } from '@/core/orders/orderChanges'
import { readRecordedOrder } from '@/storage/orders/orders'

/** A recorded order with all refunds of it: another till of the shop may have given goods back. */
export async function readRecorded(
  till: TillContext,
  eventId: string,
): Promise<RecordedOrder | undefined> {
  const recorded = await readRecordedOrder(till.tillDb, eventId)
  if (!recorded) return undefined
  const elsewhere = await readElsewhere(till, [recorded.sale])
  return { ...recorded, refunds: [...recorded.refunds, ...elsewhere.refunds] }
}
