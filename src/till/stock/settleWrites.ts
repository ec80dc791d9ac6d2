import { lowestPacks, readPieces } from './followComponents'
import type { Sending } from './prepareSending'
import { ok, type Result, type ShopError } from '@/core/errors'
import {
  isAsWritten,
  lookAgainAt,
  outcomeOfInterrupted,
  stockRowOf,
  type StockConflictReason,
  type StockToSend,
  type StockWrite,
} from '@/core/stock/stockDeltas'
import { piecesTaken } from '@/core/stock/packs'
import { LINES_A_PAGE, readOrderLinesAfter, type OrderLine } from '@/prestashop/writeStock'
import { endWrite } from '@/storage/stock/outbox'

/** A write that the shop accepted. */
export interface Written {
  row: StockToSend
  write: StockWrite
}

/** The shop's stock now, and the pieces that online sales took off it since an order line. */
export interface Seen {
  pieces: number | null
  /** Packs included that contain the article; null where it cannot be known. */
  soldOnline: number | null
  /** Last order line counted; null where the key may not read order lines. */
  lastOrderLine: number | null
}
const NOTHING_SEEN: Seen = { pieces: null, soldOnline: null, lastOrderLine: null }

/**
 * PrestaShop lowers the stock and adds the order line some moments apart: several looks are needed.
 */
export const LOOKS = 3
/** Wait before each of these looks. */
export const BETWEEN_LOOKS_MS = 1_500
/** After this no answer to a write can arrive: a request is cut after a minute. */
const SETTLED_AFTER_MS = 120_000

/** Reads written articles again, after a short while; a difference becomes a conflict. */
export async function verifyWrites(
  sending: Sending,
  writes: readonly Written[],
): Promise<Result<void, ShopError>> {
  const doubtful = new Map<Written, Seen>(writes.map(one => [one, NOTHING_SEEN]))
  const matched = new Set<Written>()
  for (let look = 0; look < LOOKS && doubtful.size > 0; look += 1) {
    await sending.wait(BETWEEN_LOOKS_MS)
    for (const one of doubtful.keys()) {
      const seen = await lookAtWrites(sending, one.row, one.write.lastOrderLine, one.write.toPieces)
      if (!seen.ok) return seen
      const { pieces, soldOnline } = seen.value
      doubtful.set(one, seen.value)
      const isMatched = pieces !== null && isAsWritten(one.write, pieces, soldOnline)
      if (!isMatched) {
        matched.delete(one)
        continue
      }
      // Two online orders can cancel out: one that the write erased, and one that lowered the stock
      // but has no order line yet. Together they look like a correct write, so a second look must
      // match.
      if (soldOnline !== null && soldOnline > 0 && !matched.has(one)) {
        matched.add(one)
        continue
      }
      await endWritten(sending, one.row, pieces, seen.value.lastOrderLine)
      doubtful.delete(one)
    }
  }
  for (const [{ row, write }, seen] of doubtful) {
    const isOrder = seen.soldOnline !== null && seen.soldOnline > 0
    const reason = isOrder ? 'online-order' : 'differs'
    await endInConflict(sending, row, write, seen, reason)
  }
  return ok(undefined)
}

/** Looks at writes that were never answered, once no answer can arrive any more. */
export async function settleWrites(
  sending: Sending,
  rows: readonly StockToSend[],
): Promise<Result<void, ShopError>> {
  const now = Date.parse(sending.till.now().at)
  for (const row of rows) {
    const { writing } = row
    if (!writing || now - Date.parse(writing.at) < SETTLED_AFTER_MS) continue
    const seen = await lookAtWrites(sending, row, writing.lastOrderLine, writing.toPieces)
    if (!seen.ok) return seen
    const { pieces, soldOnline } = seen.value
    const outcome =
      pieces === null
        ? 'unknown'
        : outcomeOfInterrupted(writing, pieces, soldOnline, sending.isAlone)
    if (outcome === 'written' && pieces !== null) {
      await endWritten(sending, row, pieces, seen.value.lastOrderLine)
    } else if (outcome === 'not-written') {
      await endWrite(sending.till.tillDb, row, { kind: 'not-written' })
    } else await endInConflict(sending, row, writing, seen.value, 'unconfirmed')
  }
  return ok(undefined)
}

/**
 * Reads the order lines first, then the stock row: an order in between shows as a difference.
 * `basePieces` is the quantity that this till left in the shop.
 */
export async function lookAtWrites(
  { client, packs }: Sending,
  { articleId }: StockToSend,
  lastOrderLine: number | null,
  basePieces: number,
): Promise<Result<Seen, ShopError>> {
  const ids = stockRowOf(articleId)
  if (!ids) return ok(NOTHING_SEEN)
  const lines = lastOrderLine === null ? ok(null) : await readOrderLinesAfter(client, lastOrderLine)
  if (!lines.ok) return lines
  const pieces = await readPieces(client, articleId)
  if (!pieces.ok) return pieces
  // More lines than one page holds: the pieces sold of this article are not known.
  const known = lines.value && lines.value.length < LINES_A_PAGE ? lines.value : null
  const sold = known?.map(line => ({ ...line, articleId: articleIdOfLine(line) })) ?? []
  const soldOnline = sold.reduce(
    (sum, line) => sum + line.product_quantity * piecesTaken(line.articleId, articleId, packs),
    0,
  )
  const left = await lowestPacks(client, packs, articleId, sold)
  if (!left.ok) return left
  // PrestaShop lowered the pack to what its components, sold online by themselves, still allow.
  const isLowered = pieces.value === left.value && left.value < basePieces - soldOnline
  return ok({
    pieces: pieces.value,
    soldOnline: known && (isLowered ? basePieces - left.value : soldOnline),
    lastOrderLine: known && Math.max(lastOrderLine ?? 0, ...known.map(line => line.id)),
  })
}

const articleIdOfLine = ({ product_id, product_attribute_id }: OrderLine) =>
  product_attribute_id === 0 ? `ps-${product_id}` : `ps-${product_id}-${product_attribute_id}`

function endWritten(
  { till: { tillDb, now }, isAlone, random }: Sending,
  row: StockToSend,
  leftPieces: number,
  lastOrderLine: number | null,
): Promise<void> {
  const { at } = now()
  // Where another device sends, its writes would be taken for those of a stranger.
  const followed =
    isAlone && lastOrderLine !== null
      ? { lastOrderLine, lookAgainAt: lookAgainAt(at, random()) }
      : null
  return endWrite(tillDb, row, { kind: 'written', leftPieces, at, followed })
}

function endInConflict(
  { till: { tillDb, now } }: Sending,
  row: StockToSend,
  { deltaPieces, toPieces }: StockWrite,
  { pieces, soldOnline }: Seen,
  reason: StockConflictReason,
): Promise<void> {
  const conflict = {
    reason,
    deltaPieces,
    expectedPieces: toPieces - (soldOnline ?? 0),
    seenPieces: pieces,
    at: now().at,
  }
  return endWrite(tillDb, row, { kind: 'conflict', conflict })
}
