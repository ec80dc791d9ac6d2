import { anArticle, aTender, aTicket, aTill, CONTEXT } from './factory'
import { sameOrigin } from './surroundings'
import type { SaleEntry } from '@/core/journal/journal'
import { momentOf } from '@/core/moment'
import { ticketTotals } from '@/core/ticket/pricing'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { moveStock } from '@/demo/webservice/moveStock'
import { findRow, rowsOf, type Row } from '@/demo/webservice/shopData'
import { keepSetting } from '@/storage/settings/settings'
import { shopOf } from '@/storage/stock/outbox'
import { syncCatalogue } from '@/till/catalogue/syncCatalogue'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
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
    /** Makes a pack of an article, as an owner does in the back office. */
    makePack: (articleId: string, stockType: number, items: Record<string, number>) => {
      const product = findRow(server.data, 'products', Number(articleId.split('-')[1]))
      if (!product) throw new Error(`no product ${articleId}`)
      product.fields.cache_is_pack = '1'
      product.fields.pack_stock_type = String(stockType)
      product.associations.product_bundle = Object.entries(items).map(([item, quantity]) => ({
        id: item.split('-')[1] ?? '',
        id_product_attribute: item.split('-')[2] ?? '0',
        quantity: String(quantity),
      }))
    },
    /**
     * Somebody buys online: the stock is lowered at once; calling the result adds the order line.
     */
    sellOnline: (articleId: string, quantity: number): (() => void) => {
      const [, product = '', combination = '0'] = articleId.split('-')
      moveStock(server.data, Number(product), Number(combination), -quantity)
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
  await connectStock(context, key)
  await keepSetting(context.tillDb, 'sendsStock', true)
  return context
}

/** Connects a till with that shop. */
export const connectStock = ({ tillDb }: TillContext, key: string = CONNECTION.key) =>
  keepSetting(tillDb, 'connection', { ...CONNECTION, key })

/** Sells articles at the counter, a piece each, cash. */
export async function sellAtCounter(
  context: TillContext,
  articleIds: readonly string[],
): Promise<SaleEntry> {
  const articles = articleIds.map(articleId => anArticle({ articleId, name: articleId }))
  const ticket = aTicket(articles, `ticket-${++tickets}`)
  const tender = aTender(ticketTotals(ticket).totalCents)
  const sale = await sellTicket(context, ticket, [tender], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}
let tickets = 0

/** Syncs the catalogue of that shop with the till's key. */
export async function learn(shop: StockShop, context: TillContext, key = CONNECTION.key) {
  const done = await syncCatalogue(context, sameOrigin(shop), {
    connection: { ...CONNECTION, key },
    preferredLanguages: ['fr'],
    trigger: 'hand',
    sweep: 'all',
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return done.value
}

export function sendTo(
  shop: StockShop,
  context: TillContext,
  key: string = CONNECTION.key,
  random: () => number = () => 0.5,
) {
  return sendStock(context, sameOrigin(shop), {
    connection: { ...CONNECTION, key },
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
