import { followInMs, followWrites, lookForOthers } from './followWrites'
import { openShop } from '@/till/catalogue/openShop'
import { findStockRow } from './findStockRow'
import { packsLeft, sendableNow } from './followComponents'
import { settleWrites, verifyWrites, type Written } from './settleWrites'
import { prepareSending, type Sending, type StockTill } from './prepareSending'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import {
  type StockConflict,
  type StockConflictReason,
  type StockToSend,
  type StockWrite,
} from '@/core/stock/stockDeltas'
import { hasSent, NOTHING_HANDED, takeoverMs } from '@/core/stock/stockHanded'
import type { Surroundings } from '@/prestashop/route'
import { readLastOrderLine, writeStock } from '@/prestashop/writeStock'
import {
  beginWrite,
  endWrite,
  readPacks,
  readToSend,
  setAside,
  shopOf,
} from '@/storage/stock/outbox'
import { noteAllSent } from '@/storage/stock/sentStock'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'
import { readSellingEnded } from '@/till/sharing/mayStillSell'

export interface SendOptions {
  connection: ShopConnection
  /** Waits so many milliseconds; a test returns at once. */
  wait: (ms: number) => Promise<void>
  /** A number from 0 to 1, another each time. */
  random: () => number
}

/** Result of one sending. */
export interface StockSent {
  /**
   * Milliseconds until this till has something to send or to look at; null when nothing is left.
   */
  goesOnInMs: number | null
  /** Whether the key may read online orders, so that an order in the same instant is detected. */
  seesOrders: boolean
}

/** Longest wait before a till writes. */
const APART_MS = 4_000
/** Articles written before they are verified together. */
const AT_ONCE = 8

/**
 * Sends the changes of stock made by counter sales to the shop. One sending at a time on a device,
 * under a lock; of several devices of a shop, one sends for all (`followStock`).
 *
 * A shop takes only absolute quantities. Each article therefore takes four steps: read the row,
 * store the quantity about to be written, write it, and read it again after a short while. A till
 * that is stopped in between finds the stored write and does not know whether the shop received it:
 * it never sends it again on a guess. It looks again two minutes later. The shop's quantity is
 * conclusive only where no other device sends, the key shows online orders, and the quantity has one
 * explanation. Otherwise the write becomes a conflict for a person to judge. So a change is shown at
 * worst; it is never applied twice, nor silently dropped.
 *
 * The write overwrites a quantity sold online between the reading and the writing, and the quantity
 * alone does not show it. The shop's order lines do, if the key may read order_details. A quantity
 * typed in the back office in that very instant is not detected.
 *
 * Tills that are not linked, and sell for one shop, may overwrite each other; so may a device that
 * sends what is left from before another one was named. Each therefore watches what it wrote: a
 * quantity that neither it nor an order explains is shown, at its next write of that article and
 * once more a few minutes after the last write (`lookForOthers`).
 */
export async function sendStock(
  till: StockTill,
  surroundings: Surroundings,
  { connection, wait, random }: SendOptions,
): Promise<Result<StockSent, ShopError>> {
  const shop = shopOf(connection)
  const later = await laterMs(till, shop)
  if (later.isNothingDue) return ok({ goesOnInMs: later.inMs, seesOrders: true })
  const opened = await openShop(surroundings, connection)
  if (!opened.ok) return opened
  const packs = await readPacks(till.tillDb, shop)
  const sending = await prepareSending(till, opened.value, { wait, random, packs })
  if (!sending.ok) return sending
  const { seesOrders } = sending.value
  // A random wait: two tills that are not linked then rarely reach the same article at once.
  await wait(random() * APART_MS)
  const followed = await followWrites(sending.value, shop)
  if (!followed.ok) return followed

  for (;;) {
    const settled = await settleWrites(sending.value, await readToSend(till.tillDb, shop))
    if (!settled.ok) return settled
    const rows = sendableNow(await readToSend(till.tillDb, shop), packs)
    if (rows.length === 0) return ok({ goesOnInMs: (await laterMs(till, shop)).inMs, seesOrders })
    const sent = await sendSome(sending.value, rows.slice(0, AT_ONCE))
    if (!sent.ok) return sent
  }
}

/** Writes some articles, then verifies them. It stops when a request fails. */
async function sendSome(
  sending: Sending,
  rows: readonly StockToSend[],
): Promise<Result<void, ShopError>> {
  const written: Written[] = []
  let failed: ShopError | undefined
  for (const row of rows) {
    const sent = await sendOne(sending, row)
    if (!sent.ok) {
      failed = sent.error
      break
    }
    if (sent.value) written.push(sent.value)
  }
  // The accepted writes are verified even when the next one failed.
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
  const found = await findStockRow(client, row)
  if (!found.ok) return found
  if (typeof found.value === 'string') {
    await setAside(till.tillDb, row, unsent(found.value, till.now().at))
    return ok(undefined)
  }
  const stock = found.value
  const follows = await packsLeft(sending, row)
  if (!follows.ok) return follows
  const write = await beginWrite(till.tillDb, row, deltaPieces => ({
    deltaPieces,
    fromPieces: stock.quantity,
    toPieces:
      deltaPieces === 0 ? Math.min(stock.quantity, follows.value) : stock.quantity + deltaPieces,
    lastOrderLine: last.value,
    at: till.now().at,
  }))
  if (!write) return ok(undefined)
  const answer = await writeStock(client, stock, write.toPieces, sending.methods)
  if (!answer.ok) return refused(sending, row, write, answer.error)
  return ok({ row, write })
}

/** The conflict shown for a change of which the shop could take no part. */
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
  // The shop examined this article and refused it (stock-patch-decimal): other articles may pass.
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

/**
 * When there is something to do again, null for never, and whether there is nothing before. A write
 * without a known outcome is looked at a little later.
 */
async function laterMs(
  till: StockTill,
  shop: string,
): Promise<{ isNothingDue: boolean; inMs: number | null }> {
  const { tillDb, now } = till
  const { at } = now()
  const handed = (await readSetting(tillDb, 'stockHanded')) ?? NOTHING_HANDED
  // Another device sends in the place of one that was put out.
  const isPutOut = (await readSellingEnded(till)) === 'put-out'
  if (isPutOut && hasSent(handed)) return { isNothingDue: true, inMs: null }
  const waitMs = takeoverMs(handed, Date.parse(at))
  if (waitMs > 0) return { isNothingDue: true, inMs: waitMs }
  if ((await readToSend(tillDb, shop)).length > 0) {
    return { isNothingDue: false, inMs: LOOKED_AT_AGAIN_MS }
  }
  const lookInMs = await followInMs(till, shop)
  const noteInMs = await noteAllSent(tillDb, shop, new Date(at).toISOString())
  const later = [lookInMs, noteInMs].filter(ms => ms !== null)
  return {
    isNothingDue: lookInMs === null || lookInMs > 0,
    inMs: later.length === 0 ? null : Math.min(...later),
  }
}

const LOOKED_AT_AGAIN_MS = 60_000
