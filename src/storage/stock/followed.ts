import type { TillDatabase } from '@/storage/databases'
import type { StockToSend } from '@/core/stock/stockDeltas'

/** Rows of a shop whose stock must be checked again after a write, earliest first. */
export async function readFollowed(db: TillDatabase, shop: string): Promise<StockToSend[]> {
  const rows = await db.outbox.where('shop').equals(shop).toArray()
  const atOf = ({ followed }: StockToSend) => followed?.lookAgainAt ?? ''
  return rows.filter(row => atOf(row) !== '').sort((a, b) => (atOf(a) < atOf(b) ? -1 : 1))
}

/** Nothing written before is checked again; inside a transaction of the outbox. */
export async function unfollowAll(db: TillDatabase): Promise<void> {
  await db.outbox
    .filter(({ followed }) => followed !== null)
    .modify(row => {
      row.followed = null
    })
}
