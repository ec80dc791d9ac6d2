import { followInMs, followWrites, lookForOthers } from './followWrites'
import { openShop } from '@/till/catalogue/openShop'
import { settleWrites, verifyWrites, type Written } from './settleWrites'
import { prepareSending, type Sending, type StockTill } from './prepareSending'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import {
  stockRowOf,
  type StockConflict,
  type StockConflictReason,
  type StockToSend,
  type StockWrite,
} from '@/core/stock/stockDeltas'
import {
  LATE_AFTER_SECONDS,
  turnInSeconds,
  turnLeftSeconds,
  type StockTurn,
} from '@/core/stock/stockTurn'
import type { ShopClient } from '@/prestashop/client'
import type { Surroundings } from '@/prestashop/route'
import {
  readLastOrderLine,
  readStockRows,
  writeStock,
  type ShopStockRow,
} from '@/prestashop/writeStock'
import { beginWrite, endWrite, readToSend, setAside, shopOf } from '@/storage/stock/outbox'
import type { ShopConnection } from '@/storage/settings/settings'

export interface SendOptions {
  connection: ShopConnection
  turn: StockTurn
  /** Waits so many milliseconds; a test does not. */
  wait: (ms: number) => Promise<void>
  /** A number from 0 to 1, another each time. */
  random: () => number
}

/** What came of one sending. */
export interface StockSent {
  /** Milliseconds until this till's turn to go on; null when nothing waits for it. */
  goesOnInMs: number | null
  /** The key shows online orders, so that one in the same instant is seen. */
  seesOrders: boolean
}

/** Longest wait of a till without a turn before it writes. */
const APART_MS = 4_000
/** So many articles are written before they are verified together. */
const AT_ONCE = 8

/**
 * Tells the shop what counter sales changed of its stock. One at a time on a device, under a
 * lock; several devices write in turns.
 *
 * A shop takes only absolute quantities, so each article goes through: read the row, write
 * down what will be written, write it, read it again after a short while. A till that is
 * stopped between two of these finds the write it had noted, and does not know whether it
 * was made: it never sends it again on a guess. It looks two minutes later: where this till
 * is the only one that writes and the key shows online orders, the shop's quantity tells;
 * else, or where it tells two things, it becomes a conflict that a person judges. So a
 * change is at worst shown, and never applied twice nor dropped in silence.
 *
 * What was sold online between the reading and the writing is overwritten by it, and the
 * quantity alone does not show it: it is seen in the shop's own lines of orders, if the key
 * may read order_details. A quantity typed in the back office in that very instant is not seen.
 *
 * Several tills that were all told to be alone may write over each other. Each therefore keeps an
 * eye on what it wrote: what neither it nor an order explains is shown, at its next write of that
 * article and once more a few minutes after the last (`lookForOthers`).
 */
export async function sendStock(
  till: StockTill,
  surroundings: Surroundings,
  { connection, turn, wait, random }: SendOptions,
): Promise<Result<StockSent, ShopError>> {
  const shop = shopOf(connection)
  const lookInMs = await followInMs(till, shop)
  if ((await readToSend(till.tillDb, shop)).length === 0 && (lookInMs ?? 1) > 0) {
    return ok({ goesOnInMs: lookInMs, seesOrders: true })
  }
  const opened = await openShop(surroundings, connection)
  if (!opened.ok) return opened
  const sending = await prepareSending(till, opened.value, { turn, wait, random })
  if (!sending.ok) return sending
  const { seesOrders, shopSeconds } = sending.value
  // Two tills that were given no turns rarely come to the same article at the same instant.
  if (turn === 0) await wait(random() * APART_MS)
  const followed = await followWrites(sending.value, shop)
  if (!followed.ok) return followed

  while (turnLeftSeconds(turn, shopSeconds()) > 0) {
    const settled = await settleWrites(sending.value, await readToSend(till.tillDb, shop))
    if (!settled.ok) return settled
    const rows = (await readToSend(till.tillDb, shop)).filter(row => row.writing === null)
    if (rows.length === 0) return ok({ goesOnInMs: await laterMs(till, shop), seesOrders })
    const sent = await sendSome(sending.value, rows.slice(0, AT_ONCE))
    if (!sent.ok) return sent
  }
  return ok({ goesOnInMs: turnInSeconds(turn, shopSeconds()) * 1000, seesOrders })
}

/** Writes some articles, then verifies them; stops where the turn or the line ends. */
async function sendSome(
  sending: Sending,
  rows: readonly StockToSend[],
): Promise<Result<void, ShopError>> {
  const written: Written[] = []
  let failed: ShopError | undefined
  for (const row of rows) {
    if (turnLeftSeconds(sending.turn, sending.shopSeconds()) === 0) break
    const sent = await sendOne(sending, row)
    if (!sent.ok) {
      failed = sent.error
      break
    }
    if (sent.value) written.push(sent.value)
  }
  // What the shop took before is verified, whatever stopped the next.
  const verified = await verifyWrites(sending, written)
  return failed ? fail(failed) : verified
}

async function sendOne(
  sending: Sending,
  row: StockToSend,
): Promise<Result<Written | undefined, ShopError>> {
  const { till, client, seesOrders } = sending
  const looked = await lookForOthers(sending, row)
  if (!looked.ok) return looked
  const last = seesOrders ? await readLastOrderLine(client) : ok(null)
  if (!last.ok) return last
  const began = sending.shopSeconds()
  const found = await findRow(client, row)
  if (!found.ok) return found
  if (typeof found.value === 'string') {
    await setAside(till.tillDb, row, unsent(found.value, till.now().at))
    return ok(undefined)
  }
  const stock = found.value
  // The reading took so long that the writing could fall into another till's turn.
  if (turnLeftSeconds(sending.turn, sending.shopSeconds()) === 0) return ok(undefined)

  const write = await beginWrite(till.tillDb, row, deltaPieces => ({
    deltaPieces,
    fromPieces: stock.quantity,
    toPieces: stock.quantity + deltaPieces,
    lastOrderLine: last.value,
    at: till.now().at,
  }))
  if (!write) return ok(undefined)
  const answer = await writeStock(client, stock, write.toPieces, sending.methods)
  if (!answer.ok) return refused(sending, row, write, answer.error)
  const isLate = sending.turn !== 0 && isOver(sending, began)
  return ok({ row, write, isLate })
}

/** Whether the turn in which a write began may have ended before it was answered. */
function isOver({ turn, shopSeconds }: Sending, began: number): boolean {
  const now = shopSeconds()
  return now - began > turnLeftSeconds(turn, began) + LATE_AFTER_SECONDS / 2
}

/** The row of stock to write, or why there is none: never the sum of combinations. */
async function findRow(
  client: ShopClient,
  { articleId }: StockToSend,
): Promise<Result<ShopStockRow | StockConflictReason, ShopError>> {
  const ids = stockRowOf(articleId)
  if (!ids) return ok('no-row')
  const rows = await readStockRows(client, ids.productId)
  if (!rows.ok) return rows
  const isSum = ids.combinationId === 0 && rows.value.some(row => row.id_product_attribute !== 0)
  if (isSum) return ok('total-row')
  const [own, another] = rows.value.filter(row => row.id_product_attribute === ids.combinationId)
  return ok(own && !another ? own : 'no-row')
}

/** What a person is told of a change that the shop can take no part of. */
const unsent =
  (reason: StockConflictReason, at: string) =>
  (deltaPieces: number): StockConflict => ({
    reason,
    deltaPieces,
    expectedPieces: null,
    seenPieces: null,
    at,
  })

/** PrestaShop said that it wrote nothing. After any other failure nobody knows. */
const NOT_WRITTEN: readonly ShopError['code'][] = [
  'shop-rights-missing',
  'shop-key-refused',
  'shop-key-malformed',
  'shop-key-missing',
  'shop-key-not-seen',
  'shop-webservice-off',
  'shop-busy',
]

async function refused(
  { till }: Sending,
  row: StockToSend,
  { deltaPieces }: StockWrite,
  error: ShopError,
): Promise<Result<undefined, ShopError>> {
  // It looked at this article and would not have it (stock-patch-decimal): others may pass.
  if (error.code === 'shop-answer-unreadable') {
    const conflict = unsent('refused', till.now().at)(deltaPieces)
    await endWrite(till.tillDb, row, { kind: 'conflict', conflict })
    return ok(undefined)
  }
  if (NOT_WRITTEN.includes(error.code)) {
    await endWrite(till.tillDb, row, { kind: 'not-written' })
  }
  return fail(error)
}

/** A write whose end is not known is looked at a little later. */
async function laterMs(till: StockTill, shop: string): Promise<number | null> {
  const rows = await readToSend(till.tillDb, shop)
  return rows.length > 0 ? LOOKED_AT_AGAIN_MS : followInMs(till, shop)
}

const LOOKED_AT_AGAIN_MS = 60_000
