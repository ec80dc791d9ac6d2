import type { TillContext } from '@/till/context'
import type { StockConflict, StockToSend } from '@/core/stock/stockDeltas'
import * as storage from '@/storage/stock/outbox'

/**
 * Calls back with the changes still to be sent to the shop, now and whenever they change; returns a
 * function that stops.
 */
export function watchStock(
  context: Pick<TillContext, 'tillDb'>,
  onChange: (rows: StockToSend[]) => void,
  onError: (error: unknown) => void,
): () => void {
  return storage.watchOutbox(context.tillDb, onChange, onError)
}

/**
 * Ends a conflict as a person chose: `apply` queues the change again, against the shop's stock at
 * that time; `forget` leaves the shop's stock as it is. A second press does nothing.
 */
export function settleStockConflict(
  context: Pick<TillContext, 'tillDb'>,
  row: StockToSend,
  conflict: StockConflict,
  how: 'apply' | 'forget',
): Promise<boolean> {
  return storage.settleConflict(context.tillDb, row, conflict, how)
}
