import type { TillContext } from '@/till/context'
import type { StockConflict, StockToSend } from '@/core/stock/stockDeltas'
import * as storage from '@/storage/stock/outbox'

/** Calls back with what the shop is still to be told, now and whenever it changes. */
export function watchStock(
  context: Pick<TillContext, 'tillDb'>,
  onChange: (rows: StockToSend[]) => void,
  onError: (error: unknown) => void,
): () => void {
  return storage.watchOutbox(context.tillDb, onChange, onError)
}

/**
 * Ends a conflict as a person chose: `apply` takes the change off what the shop has then,
 * `forget` leaves the shop's stock as it is. A second press does nothing.
 */
export function settleStockConflict(
  context: Pick<TillContext, 'tillDb'>,
  row: StockToSend,
  conflict: StockConflict,
  how: 'apply' | 'forget',
): Promise<boolean> {
  return storage.settleConflict(context.tillDb, row, conflict, how)
}
