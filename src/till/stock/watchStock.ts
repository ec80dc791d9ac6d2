import type { TillContext } from '@/till/context'
import type { StockConflict, StockToSend } from '@/core/stock/stockDeltas'
import { watchSetting, type Settings } from '@/storage/settings/settings'
import { settleConflict } from '@/storage/stock/outbox'
import { watchOutbox } from '@/storage/stock/watchOutbox'

/**
 * Calls back with the changes still to be sent to the shop, now and whenever they change; returns a
 * function that stops.
 */
export function watchStock(
  context: Pick<TillContext, 'tillDb'>,
  onChange: (rows: StockToSend[]) => void,
  onError: (error: unknown) => void,
): () => void {
  return watchOutbox(context.tillDb, onChange, onError)
}

/** As `watchStock`, for a setting that says who sends. */
export function watchStockSetting<Name extends 'sendsStock' | 'stockHanded'>(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  name: Name,
  onChange: (value: Settings[Name] | undefined) => void,
  onError: (error: unknown) => void,
): () => void {
  return watchSetting(tillDb, name, onChange, onError)
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
  return settleConflict(context.tillDb, row, conflict, how)
}
