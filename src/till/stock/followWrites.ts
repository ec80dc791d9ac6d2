import { BETWEEN_LOOKS_MS, lookAtWrites, LOOKS } from './settleWrites'
import type { Sending } from './prepareSending'
import { ok, type Result, type ShopError } from '@/core/errors'
import { isExplained, type StockConflict, type StockToSend } from '@/core/stock/stockDeltas'
import { readFollowed } from '@/storage/stock/followed'
import { endLook } from '@/storage/stock/outbox'

/** Looks again at articles that were written a few minutes ago. */
export async function followWrites(
  sending: Sending,
  shop: string,
): Promise<Result<void, ShopError>> {
  const { tillDb, now } = sending.till
  for (const row of await readFollowed(tillDb, shop)) {
    if (row.writing || (row.followed?.lookAgainAt ?? '') > isoOf(now().at)) continue
    const looked = await lookForOthers(sending, row)
    if (!looked.ok) return looked
  }
  return ok(undefined)
}

/** Milliseconds until the first of these looks is due; null when none is planned. */
export async function followInMs(
  { tillDb, now }: Sending['till'],
  shop: string,
): Promise<number | null> {
  const [first] = await readFollowed(tillDb, shop)
  const at = first?.followed?.lookAgainAt
  return at ? Math.max(0, Date.parse(at) - Date.parse(now().at)) : null
}

/**
 * Detects whether anyone but this till and online orders changed an article's stock since this till
 * last wrote it. An unexplained quantity becomes a conflict: another till writes, too.
 */
export async function lookForOthers(
  sending: Sending,
  row: StockToSend,
): Promise<Result<void, ShopError>> {
  const { followed, leftPieces } = row
  if (!followed || !sending.isAlone || !sending.seesOrders) return ok(undefined)
  const { tillDb, now } = sending.till
  for (let look = 1; ; look += 1) {
    const seen = await lookAtWrites(sending, row, followed.lastOrderLine, leftPieces ?? 0)
    if (!seen.ok) return seen
    const { pieces, soldOnline, lastOrderLine } = seen.value
    // Too many orders to count, or the row is gone: the next write of this article reports that
    // itself.
    if (pieces === null || soldOnline === null || lastOrderLine === null) return ok(undefined)
    const { at } = now()
    const isAsLeft = isExplained(row, pieces, soldOnline, at)
    // PrestaShop lowers the stock and adds the order line some moments apart.
    if (!isAsLeft && look < LOOKS) {
      await sending.wait(BETWEEN_LOOKS_MS)
      continue
    }
    const expectedPieces = (leftPieces ?? 0) - soldOnline
    const conflict: StockConflict | null = isAsLeft
      ? null
      : { reason: 'another-writer', deltaPieces: 0, expectedPieces, seenPieces: pieces, at }
    await endLook(tillDb, row, { leftPieces: pieces, lastOrderLine }, conflict)
    return ok(undefined)
  }
}

const isoOf = (at: string) => new Date(at).toISOString()
