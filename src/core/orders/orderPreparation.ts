import type { OrderNote } from './orderImport'
import type { SaleEntry } from '@/core/journal/journal'
import type { GivenBack } from '@/core/payment/refund'

/** States of a stock install in which the goods have left: shipped, delivered. */
const ALREADY_SENT: ReadonlySet<number> = new Set([4, 5])

/** A recorded order, as the till lists it. */
export interface ListedOrder {
  sale: SaleEntry
  /** Entries that gave back lines of it, oldest first. */
  refunds: SaleEntry[]
  givenBack: GivenBack
  note: OrderNote | null
  /** Who ordered, where their name is known and was not erased; else empty. */
  customerName: string
}

/** Whether the goods of an order in this state have not left yet. */
export const isToBeSent = (stateId: number): boolean => !ALREADY_SENT.has(stateId)

/** Whether an order still is to be prepared, or waits to be collected. */
export function isToPrepare({ sale, givenBack, note }: ListedOrder): boolean {
  return isToBeSent(sale.event.order?.stateId ?? 0) && givenBack !== 'all' && !note?.handedOverAt
}
