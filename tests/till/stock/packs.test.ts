import { beforeEach, describe, expect, it } from 'vitest'
import { aTender, aTicket, CONTEXT } from '../../support/factory'
import {
  aStockShop,
  aStockTill,
  chance,
  learn,
  outbox,
  sellAtCounter,
  sendTo,
  type StockShop,
} from '../../support/stockShop'
import type { SaleEntry } from '@/core/journal/journal'
import { refundableLines, refundLine } from '@/core/payment/refund'
import type { StockToSend } from '@/core/stock/stockDeltas'
import { moveStock } from '@/demo/webservice/moveStock'
import { rowsOf } from '@/demo/webservice/shopData'
import { readSetting } from '@/storage/settings/settings'
import { sellTicket } from '@/till/payment/sellTicket'
import { readStockLeft } from '@/till/stock/readStockLeft'
import type { TillContext } from '@/till/context'

const [PACK, TEA, CUP] = ['ps-57', 'ps-1', 'ps-2']
const IDS = [PACK, TEA, CUP]

/** A pack of two teas and a cup in a shop that has 20 of each. */
async function aPackShop(stockType: number, setting = '0') {
  const shop = aStockShop()
  shop.makePack(PACK, stockType, { [TEA]: 2, [CUP]: 1 })
  for (const row of rowsOf(shop.server.data, 'configurations')) {
    if (row.fields.name === 'PS_PACK_STOCK_TYPE') row.fields.value = setting
  }
  for (const id of IDS) shop.set(id, 20)
  const context = await aStockTill(shop)
  await learn(shop, context)
  return { shop, context }
}
const stockOf = (shop: StockShop) => IDS.map(shop.pieces)
const conflictsOf = async (context: TillContext) =>
  [...(await outbox(context)).values()].flatMap((row: StockToSend) => row.conflicts)

async function giveBack(context: TillContext, sale: SaleEntry): Promise<void> {
  const lines = refundableLines(sale, []).map((line, place) =>
    refundLine(sale, line, line.leftMilli, `back-${place}`),
  )
  const ticket = { ...aTicket([], `refund-${sale.number}`), lines }
  const back = await sellTicket(context, ticket, [aTender(0 - sale.event.totalCents)], CONTEXT)
  if (!back.ok) throw new Error(back.error.code)
}

/** Type of the pack, the shop's own setting, and the stock after one pack was sold. */
const TYPES: [name: string, stockType: number, setting: string, after: number[]][] = [
  ['the pack alone', 0, '2', [19, 20, 20]],
  ['its components alone', 1, '0', [20, 18, 19]],
  ['both', 2, '0', [19, 18, 19]],
  ['the pack, by the shop’s setting', 3, '0', [19, 20, 20]],
  ['its components, by the shop’s setting', 3, '1', [20, 18, 19]],
  ['both, by the shop’s setting', 3, '2', [19, 18, 19]],
]

describe.each(TYPES)('a pack that lowers %s', (_name, stockType, setting, after) => {
  let shop: StockShop
  let context: TillContext
  beforeEach(async () => {
    ;({ shop, context } = await aPackShop(stockType, setting))
  })

  it('lowers the same in the shop when one is sold at the counter, and gives it back', async () => {
    const sale = await sellAtCounter(context, [PACK])
    await sendTo(shop, context)
    expect(stockOf(shop)).toEqual(after)
    const names = [...(await outbox(context)).values()].map(({ name }) => name)
    expect(names.every(name => name !== '')).toBe(true)

    await giveBack(context, sale)
    await sendTo(shop, context)
    expect(stockOf(shop)).toEqual([20, 20, 20])
    expect(await conflictsOf(context)).toEqual([])
  })

  it('as PrestaShop itself does for an online order', () => {
    moveStock(shop.server.data, 57, 0, -1)
    expect(stockOf(shop)).toEqual(after)
  })

  it('raises no alarm when one is ordered online', async () => {
    const truth = await aPackShop(stockType, setting)
    await sellAtCounter(context, [PACK])
    await sendTo(shop, context)
    shop.sellOnline(PACK, 3)()
    shop.clock.seconds += 200
    await sendTo(shop, context)
    await sellAtCounter(context, [CUP])
    await sendTo(shop, context)
    expect(await conflictsOf(context)).toEqual([])
    for (const id of [PACK, PACK, PACK, PACK, CUP]) truth.shop.sellOnline(id, 1)
    expect(stockOf(shop)).toEqual(stockOf(truth.shop))
  })

  it('ends right, or is shown, whatever is sold at the counter and online', async () => {
    let shown = 0
    for (let run = 0; run < 6; run += 1) {
      const random = chance(run + 100 * stockType)
      const day = await aPackShop(stockType, setting)
      const truth = aStockShop()
      truth.makePack(PACK, stockType, { [TEA]: 2, [CUP]: 1 })
      truth.server.data.tables.configurations = day.shop.server.data.tables.configurations ?? []
      for (const id of IDS) {
        day.shop.set(id, 40)
        truth.set(id, 40)
      }
      for (let step = 0; step < 12; step += 1) {
        const id = IDS[Math.floor(random() * IDS.length)] ?? PACK
        truth.sellOnline(id, 1)
        if (random() < 0.4) {
          // The order's line follows its change of stock, at the till's next request.
          let addLine: (() => void) | undefined = day.shop.sellOnline(id, 1)
          day.shop.before = () => {
            addLine?.()
            addLine = undefined
          }
          await sendTo(day.shop, day.context, undefined, random)
          addLine?.()
          day.shop.before = () => undefined
        } else await sellAtCounter(day.context, [id])
        await sendTo(day.shop, day.context, undefined, random)
        day.shop.clock.seconds += random() * 400
      }
      const conflicts = await conflictsOf(day.context)
      shown += conflicts.length > 0 ? 1 : 0
      if (conflicts.length === 0) expect(stockOf(day.shop), `run ${run}`).toEqual(stockOf(truth))
    }
    expect(shown, 'hardly any is shown').toBeLessThan(3)
  })
})

it('lowers a pack of both kinds to what the components sold at the counter still allow', async () => {
  const { shop, context } = await aPackShop(2)
  for (let piece = 0; piece < 7; piece += 1) await sellAtCounter(context, [TEA])
  await sendTo(shop, context)
  expect(stockOf(shop)).toEqual([6, 13, 20])
  expect((await outbox(context)).get(PACK)).toMatchObject({ componentSales: {}, leftPieces: 6 })
  // The next pack, sold online, is no surprise.
  shop.sellOnline(PACK, 1)()
  shop.clock.seconds += 300
  await sendTo(shop, context)
  expect(stockOf(shop)).toEqual([5, 11, 19])
  expect(await conflictsOf(context)).toEqual([])
})

it('raises no alarm when PrestaShop lowered the pack for a component sold online', async () => {
  const { shop, context } = await aPackShop(2)
  await sellAtCounter(context, [PACK])
  await sendTo(shop, context)
  shop.sellOnline(TEA, 10)()
  expect(stockOf(shop)).toEqual([4, 8, 19])
  shop.clock.seconds += 300
  await sendTo(shop, context)
  await sellAtCounter(context, [PACK])
  await sendTo(shop, context)
  expect(stockOf(shop)).toEqual([3, 6, 18])
  expect(await conflictsOf(context)).toEqual([])
})

it('takes the pack alone, and says it assumes so, where the key may not read the setting', async () => {
  const shop = aStockShop()
  shop.makePack(PACK, 3, { [TEA]: 2, [CUP]: 1 })
  delete shop.server.data.tables.configurations
  const context = await aStockTill(shop)
  await learn(shop, context)
  expect((await readSetting(context.tillDb, 'shopPacks'))?.packs).toMatchObject([
    { articleId: PACK, lowers: 'pack', isAssumed: true },
  ])
})

it('shows on the tiles what a sold pack leaves of its components', async () => {
  const { shop, context } = await aPackShop(2)
  expect(shop.pieces(TEA)).toBe(20)
  await sellAtCounter(context, [PACK])
  const left = await readStockLeft(context)
  expect(IDS.map(id => left?.pieces.get(id))).toEqual([19, 18, 19])
})

it('reads packs in one request, and again only once a product was saved', async () => {
  const { shop, context } = await aPackShop(1)
  const asked = () =>
    shop.server.requests.filter(({ path }) => path.includes('cache_is_pack')).length
  expect(asked()).toBe(1)
  await learn(shop, context)
  expect(asked()).toBe(1)
  const [product] = rowsOf(shop.server.data, 'products')
  if (product) product.fields.reference = 'CHANGED'
  await learn(shop, context)
  expect(asked()).toBe(2)
})
