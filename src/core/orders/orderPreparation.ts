import type { OrderNote } from './orderImport'
import type { SaleEntry } from '@/core/journal/journal'
import type { GivenBack } from '@/core/payment/refund'

/**
 * State ids of a default PrestaShop installation in which the goods have left: shipped, delivered.
 */
const ALREADY_SENT: ReadonlySet<number> = new Set([4, 5])

/** A recorded order in the till's list of orders. */
export interface ListedOrder {
  sale: SaleEntry
  /** Refunds of this order, oldest first. */
  refunds: SaleEntry[]
  givenBack: GivenBack
  note: OrderNote | null
  /** Who ordered; empty when the name is unknown or was erased. */
  customerName: string
}

/** Whether the goods of an order in this state have not left yet. */
export const isToBeSent = (stateId: number): boolean => !ALREADY_SENT.has(stateId)

/**
 * Whether an order must still be prepared, or waits to be collected. An order of downloads alone
 * has nothing to hand over.
 */
export function isToPrepare({ sale, givenBack, note }: ListedOrder): boolean {
  if (note?.isDownload || note?.handedOverAt) return false
  return isToBeSent(sale.event.order?.stateId ?? 0) && givenBack !== 'all'
}
