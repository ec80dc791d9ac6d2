import { aTill } from './factory'
import { sameOrigin } from './surroundings'
import { momentOf } from '@/core/moment'
import type { StockTurn } from '@/core/stock/stockTurn'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { rowsOf, type Row } from '@/demo/webservice/shopData'
import { keepSetting } from '@/storage/settings/settings'
import { shopOf } from '@/storage/stock/outbox'
import { openTill } from '@/till/openTill'
import { sendStock } from '@/till/stock/sendStock'
import type { TillContext } from '@/till/context'

/** Pseudo-random numbers, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const CONNECTION = { address: 'http://shop.example', key: DEMO_KEYS.stock }
const START = Date.UTC(2026, 10, 24, 11)

/** The demo shop with a clock of its own, its stock, and customers online. */
export function aStockShop() {
  const server = createDemoShop()
  const clock = { seconds: 0 }
  const stockRow = (articleId: string): Row => {
    const [, product, combination = '0'] = articleId.split('-')
    const found = rowsOf(server.data, 'stock_availables').find(
      ({ fields }) =>
        Number(fields.id_product) === Number(product) &&
        Number(fields.id_product_attribute) === Number(combination),
    )
    if (!found) throw new Error(`no stock of ${articleId}`)
    return found
  }
  const pieces = (articleId: string) => Number(stockRow(articleId).fields.quantity)
  const set = (articleId: string, quantity: number) => {
    stockRow(articleId).fields.quantity = String(quantity)
  }
  const shop = {
    server,
    clock,
    /** Called before each request; its promise is awaited. */
    before: (_request: Request): Promise<void> | void => undefined,
    /** Called once the shop has carried out a request, before its answer is sent. */
    after: (_request: Request): Promise<void> | void => undefined,
    handle: async (request: Request) => {
      await shop.before(request)
      const answer = await server.handle(request)
      await shop.after(request)
      const headers = new Headers(answer.headers)
      headers.set('Access-Time', String(Math.floor(START / 1000 + clock.seconds)))
      return new Response(answer.body, { status: answer.status, headers })
    },
    pieces,
    set,
    /**
     * Somebody buys online: the stock is lowered at once; calling the result adds the order line.
     */
    sellOnline: (articleId: string, quantity: number): (() => void) => {
      set(articleId, pieces(articleId) - quantity)
      const [, product = '', combination = '0'] = articleId.split('-')
      return () => {
        const lines = rowsOf(server.data, 'order_details')
        const [model] = lines
        if (!model) throw new Error('the demo shop has orders')
        const id = Math.max(...lines.map(line => line.id)) + 1
        const fields = {
          ...model.fields,
          product_id: product,
          product_attribute_id: combination,
          product_quantity: String(quantity),
        }
        lines.push({ ...model, id, fields })
      }
    },
  }
  return shop
}

export type StockShop = ReturnType<typeof aStockShop>

/** A till of that shop that sends stock, on the shop's clock. */
export async function aStockTill(
  shop: StockShop,
  key: string = CONNECTION.key,
): Promise<TillContext> {
  const context = aTill({ now: () => momentOf(START + shop.clock.seconds * 1000, 60) })
  await openTill(context)
  await keepSetting(context.tillDb, 'connection', { ...CONNECTION, key })
  await keepSetting(context.tillDb, 'sendsStock', true)
  return context
}

export function sendTo(
  shop: StockShop,
  context: TillContext,
  turn: StockTurn = 0,
  key: string = CONNECTION.key,
  random: () => number = () => 0.5,
) {
  return sendStock(context, sameOrigin(shop), {
    connection: { ...CONNECTION, key },
    turn,
    random,
    wait: ms => {
      shop.clock.seconds += ms / 1000
      return Promise.resolve()
    },
  })
}

/** The outbox of a till, by article. */
export async function outbox(context: TillContext) {
  const rows = await context.tillDb.outbox.where('shop').equals(shopOf(CONNECTION)).toArray()
  return new Map(rows.map(row => [row.articleId, row]))
}
