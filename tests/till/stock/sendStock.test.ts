import { beforeEach, describe, expect, it } from 'vitest'
import { anArticle, aTender, aTicket, CONTEXT } from '../../support/factory'
import {
  aStockShop,
  aStockTill,
  chance,
  outbox,
  sellAtCounter,
  sendTo,
  type StockShop,
} from '../../support/stockShop'
import { ticketTotals } from '@/core/ticket/pricing'
import { NOTHING_HANDED } from '@/core/stock/stockHanded'
import { DEMO_KEYS } from '@/demo/demoShop'
import { keepSetting } from '@/storage/settings/settings'
import { settleStockConflict } from '@/till/stock/watchStock'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const sell = sellAtCounter

/** Stops the till at the first matching request: the till gets no answer any more. */
function killAt(shop: StockShop, fits: (request: Request) => boolean, when: 'before' | 'after') {
  let isDead = false
  const killed = new Promise<void>(resolve => {
    shop[when] = request => {
      if (!isDead && !fits(request)) return undefined
      isDead = true
      resolve()
      return new Promise(() => undefined)
    }
  })
  return killed.then(() => {
    shop[when] = () => undefined
  })
}

const writes = (shop: StockShop) =>
  shop.server.requests.filter(({ method }) => method === 'PATCH' || method === 'PUT')
const isWrite = (request: Request) => request.method === 'PATCH'

let shop: StockShop
let context: TillContext
beforeEach(async () => {
  shop = aStockShop()
  context = await aStockTill(shop)
  shop.set('ps-1', 10)
})

describe('a counter sale', () => {
  it('lowers the shop’s stock by as many pieces, read just before and verified after', async () => {
    await sell(context, ['ps-1', 'ps-1'])
    shop.sellOnline('ps-1', 3)()
    expect(await sendTo(shop, context)).toEqual({
      ok: true,
      // The till looks at it once more, some minutes later.
      value: { goesOnInMs: 180_000, seesOrders: true },
    })
    expect(shop.pieces('ps-1')).toBe(5)
    expect((await outbox(context)).get('ps-1')).toMatchObject({
      waitingMilli: 0,
      writing: null,
      conflicts: [],
      leftPieces: 5,
    })
    await sendTo(shop, context)
    expect(writes(shop)).toHaveLength(1)
  })

  it('goes below zero rather than being refused', async () => {
    shop.set('ps-1', 0)
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    expect(shop.pieces('ps-1')).toBe(-1)
    expect((await outbox(context)).get('ps-1')?.leftPieces).toBe(-1)
  })

  it('is not queued unless the owner wants it, and never asks the network', async () => {
    await keepSetting(context.tillDb, 'sendsStock', false)
    await sell(context, ['ps-1'])
    expect((await outbox(context)).size).toBe(0)
    await keepSetting(context.tillDb, 'sendsStock', true)
    await sell(context, ['ps-1'])
    expect((await outbox(context)).get('ps-1')?.waitingMilli).toBe(-1000)
    expect(shop.server.requests).toEqual([])
  })

  it('sealed twice is queued once', async () => {
    const ticket = aTicket([anArticle({ articleId: 'ps-1' })], 'once')
    const tenders = [aTender(ticketTotals(ticket).totalCents)]
    await sellTicket(context, ticket, tenders, CONTEXT)
    await sellTicket(context, ticket, tenders, CONTEXT)
    expect((await outbox(context)).get('ps-1')?.waitingMilli).toBe(-1000)
  })

  it('waits while the shop cannot be reached, then is sent with the later ones', async () => {
    await sell(context, ['ps-1'])
    shop.server.state.webserviceOff = true
    const failed = await sendTo(shop, context)
    expect(failed).toMatchObject({ ok: false, error: { code: 'shop-webservice-off' } })
    await sell(context, ['ps-1'])
    shop.server.state.webserviceOff = false
    await sendTo(shop, context)
    expect(shop.pieces('ps-1')).toBe(8)
    expect(writes(shop)).toHaveLength(1)
  })

  it('of another shop stays where it is', async () => {
    await sell(context, ['ps-1'])
    await keepSetting(context.tillDb, 'connection', { address: 'http://other.example', key: '' })
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    expect(shop.pieces('ps-1')).toBe(9)
  })
})

it('says which right is missing, and writes nothing', async () => {
  await sell(context, ['ps-1'])
  const sent = await sendTo(shop, context, DEMO_KEYS.full)
  expect(sent).toMatchObject({ ok: false, error: { code: 'shop-rights-missing' } })
  expect(JSON.stringify(sent)).toContain('stock_availables')
  expect(writes(shop)).toEqual([])
  expect((await outbox(context)).get('ps-1')?.waitingMilli).toBe(-1000)
})

it('never writes the sum of an article with combinations: it is shown', async () => {
  const { server } = shop
  const { stock_availables: stock = [] } = server.data.tables
  const own = stock.find(row => Number(row.fields.id_product) === 1)
  if (!own) throw new Error('the article has stock')
  stock.push({ ...own, id: 9_999, fields: { ...own.fields, id_product_attribute: '77' } })
  await sell(context, ['ps-1', 'ps-1-77'])
  await sendTo(shop, context)
  expect(writes(shop).map(one => one.path)).toEqual([expect.stringContaining('/9999')])
  expect(shop.pieces('ps-1-77')).toBe(9)
  expect((await outbox(context)).get('ps-1')?.conflicts).toMatchObject([{ reason: 'total-row' }])
})

it('writes the whole row where the host blocks PATCH', async () => {
  await sell(context, ['ps-1'])
  const { handle } = shop.server
  shop.server.handle = request =>
    isWrite(request) ? Promise.resolve(new Response(null, { status: 405 })) : handle(request)
  await sendTo(shop, context)
  expect(writes(shop)).toMatchObject([{ method: 'PUT', status: 200 }])
  expect(shop.pieces('ps-1')).toBe(9)
})

it('shows an online order that its write erased, with both quantities', async () => {
  await sell(context, ['ps-1'])
  shop.before = request => (isWrite(request) ? shop.sellOnline('ps-1', 1)() : undefined)
  await sendTo(shop, context)
  const row = (await outbox(context)).get('ps-1')
  expect(row?.conflicts).toMatchObject([
    { reason: 'online-order', deltaPieces: -1, expectedPieces: 8, seenPieces: 9 },
  ])
  const [conflict] = row?.conflicts ?? []
  if (!row || !conflict) throw new Error('there is a conflict')
  shop.before = () => undefined
  expect(await settleStockConflict(context, row, conflict, 'apply')).toBe(true)
  expect(await settleStockConflict(context, row, conflict, 'apply')).toBe(false)
  await sendTo(shop, context)
  expect(shop.pieces('ps-1')).toBe(8)
})

describe('stopped at any request, before or after the shop carried it out', () => {
  it.each(['before', 'after'] as const)(
    '(%s) it is never applied twice nor dropped',
    async when => {
      const whole = aStockShop()
      whole.set('ps-1', 10)
      const unbroken = await aStockTill(whole)
      await sell(unbroken, ['ps-1', 'ps-1'])
      await sendTo(whole, unbroken)
      const requests = whole.server.requests.length
      expect(requests).toBeGreaterThan(2)
      for (let request = 1; request <= requests; request += 1) {
        const stopped = aStockShop()
        stopped.set('ps-1', 10)
        const one = await aStockTill(stopped)
        await sell(one, ['ps-1', 'ps-1'])
        let count = 0
        const killed = killAt(stopped, () => ++count === request, when)
        const ended = await Promise.race([
          killed.then(() => 'killed'),
          sendTo(stopped, one).then(() => 'sent'),
        ])
        expect(ended, `at ${request}`).toBe('killed')
        stopped.before = stopped.after = () => undefined
        stopped.clock.seconds += 180
        await sendTo(stopped, one)
        const row = (await outbox(one)).get('ps-1')
        expect(row, `at ${request}`).toMatchObject({ waitingMilli: 0, conflicts: [] })
        expect(stopped.pieces('ps-1'), `at ${request}`).toBe(8)
      }
    },
  )

  it('the stock is right or shown as a conflict, whatever was sold online meanwhile', async () => {
    let shown = 0
    for (let run = 0; run < 60; run += 1) {
      const random = chance(run)
      const stopped = aStockShop()
      stopped.set('ps-1', 10)
      const one = await aStockTill(stopped)
      await sell(one, ['ps-1'])
      const [dies, orders] = [1 + Math.floor(random() * 10), 1 + Math.floor(random() * 10)]
      const when = random() < 0.5 ? 'before' : 'after'
      let count = 0
      let isSold = false
      const buy = () => {
        if (!isSold) stopped.sellOnline('ps-1', 1)()
        isSold = true
      }
      const killed = killAt(
        stopped,
        () => {
          count += 1
          if (count === orders) buy()
          return count === dies
        },
        when,
      )
      await Promise.race([killed, sendTo(stopped, one)])
      stopped.before = stopped.after = () => undefined
      buy()
      stopped.clock.seconds += 180
      await sendTo(stopped, one)
      const row = (await outbox(one)).get('ps-1')
      expect(row).toMatchObject({ waitingMilli: 0, writing: null })
      const isShown = (row?.conflicts.length ?? 0) > 0
      shown += isShown ? 1 : 0
      if (!isShown) expect(stopped.pieces('ps-1'), `run ${run}`).toBe(8)
    }
    expect(shown, 'most are told').toBeLessThan(30)
  })

  it('it is shown as a conflict where another device sends now', async () => {
    const killed = killAt(shop, isWrite, 'after')
    await sell(context, ['ps-1'])
    void sendTo(shop, context)
    await killed
    const handed = { ...NOTHING_HANDED, own: 'a', to: 'b', steps: { A: [{ from: 9, to: 'b' }] } }
    await keepSetting(context.tillDb, 'stockHanded', handed)
    shop.clock.seconds = 240
    await sendTo(shop, context)
    const row = (await outbox(context)).get('ps-1')
    expect(row?.conflicts).toMatchObject([
      { reason: 'unconfirmed', deltaPieces: -1, seenPieces: 9 },
    ])
    expect(row?.followed, 'nor is what the other one writes a surprise').toBeNull()
  })
})

const ARTICLES = ['ps-1', 'ps-2', 'ps-3', 'ps-4', 'ps-5']

/** 200 sales on two tills and online, with requests and sales interleaved. */
async function aBusyDay(seed: number) {
  const busy = aStockShop()
  const random = chance(seed)
  const any = () => ARTICLES[Math.floor(random() * ARTICLES.length)] ?? 'ps-1'
  const truth = new Map(ARTICLES.map(id => [id, 50]))
  for (const id of ARTICLES) busy.set(id, 50)
  const sold = (id: string, pieces: number) => truth.set(id, (truth.get(id) ?? 0) - pieces)
  const tills = [await aStockTill(busy), await aStockTill(busy)] as const
  let sales = 0
  const late: (() => void)[] = []
  busy.before = () => {
    busy.clock.seconds += random() < 0.03 ? 6 : random()
    late.splice(0).forEach(line => line())
    if (sales >= 200 || random() > 0.12) return
    const [id, pieces] = [any(), 1 + Math.floor(random() * 2)]
    sales += 1
    sold(id, pieces)
    const line = busy.sellOnline(id, pieces)
    if (random() < 0.5) late.push(line)
    else line()
  }
  const sendBoth = () => Promise.all(tills.map(one => sendTo(busy, one, DEMO_KEYS.stock, random)))
  while (sales < 200) {
    const [context] = random() < 0.5 ? tills : [tills[1]]
    const id = any()
    sales += 1
    sold(id, 1)
    await sell(context, [id])
    if (random() < 0.3) await sendBoth()
    busy.clock.seconds += random() * 15
  }
  for (let round = 0; round < 60; round += 1) {
    await sendBoth()
    busy.clock.seconds += 7
  }
  const boxes = await Promise.all(tills.map(outbox))
  const waiting = boxes.flatMap(box => [...box.values()]).filter(row => row.waitingMilli !== 0)
  const isShown = (id: string) => boxes.some(box => (box.get(id)?.conflicts.length ?? 0) > 0)
  const wrong = ARTICLES.filter(id => busy.pieces(id) !== truth.get(id))
  return {
    waiting,
    shown: ARTICLES.filter(isShown),
    wrong,
    lost: wrong.filter(id => !isShown(id)),
  }
}

describe('200 sales online and on two tills that are not linked', () => {
  const SEEDS = [1, 2, 3, 4, 25]

  it('lose some changes, and every lost one is shown', async () => {
    const days = []
    for (const seed of SEEDS) days.push(await aBusyDay(seed))
    expect(days.flatMap(day => day.wrong).length, 'the day is busy enough').toBeGreaterThan(0)
    expect(days.flatMap(day => day.waiting)).toEqual([])
    expect(days.flatMap(day => day.lost)).toEqual([])
  })
})

describe('a till that others write beside', () => {
  const conflictsOf = async (id = 'ps-1') => (await outbox(context)).get(id)?.conflicts ?? []

  it('shows that another till wrote the same quantity, at its next sale', async () => {
    const other = await aStockTill(shop)
    await sell(context, ['ps-1'])
    await sell(other, ['ps-1'])
    // Both read ten, both write nine, and both read nine again.
    let writing = 0
    let release = () => {}
    const bothWrite = new Promise<void>(resolve => (release = resolve))
    shop.before = request => {
      if (!isWrite(request)) return undefined
      writing += 1
      if (writing === 2) release()
      return bothWrite
    }
    await Promise.all([sendTo(shop, context), sendTo(shop, other)])
    expect(shop.pieces('ps-1')).toBe(9)
    expect(await conflictsOf()).toEqual([])
    await sell(other, ['ps-1'])
    await sendTo(shop, other)
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    expect(await conflictsOf()).toMatchObject([
      { reason: 'another-writer', deltaPieces: 0, expectedPieces: 9, seenPieces: 8 },
    ])
    expect(shop.pieces('ps-1'), 'its own sale is told all the same').toBe(7)
  })

  it('looks once more some minutes later, and sees its own change overwritten', async () => {
    await sell(context, ['ps-1', 'ps-1'])
    const sent = await sendTo(shop, context)
    expect(sent).toMatchObject({ ok: true, value: { goesOnInMs: 180_000 } })
    // Another till had read ten before, and wrote nine late.
    shop.set('ps-1', 9)
    shop.clock.seconds += 200
    await sendTo(shop, context)
    expect(await conflictsOf()).toMatchObject([{ expectedPieces: 8, seenPieces: 9 }])
    const asked = shop.server.requests.length
    await sendTo(shop, context)
    expect(shop.server.requests, 'it looks but once').toHaveLength(asked)
  })

  it('shows one conflict, however often, until a person has checked', async () => {
    for (const pieces of [6, 3]) {
      await sell(context, ['ps-1'])
      await sendTo(shop, context)
      shop.set('ps-1', pieces)
    }
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    expect(await conflictsOf()).toHaveLength(1)
    const row = (await outbox(context)).get('ps-1')
    const [conflict] = row?.conflicts ?? []
    if (!row || !conflict) throw new Error('there is a conflict')
    await settleStockConflict(context, row, conflict, 'forget')
    expect(await conflictsOf()).toEqual([])
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    expect(await conflictsOf()).toEqual([])
  })

  it('recognises delivered goods and online orders', async () => {
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    shop.clock.seconds += 250
    await sendTo(shop, context)
    shop.sellOnline('ps-1', 2)()
    shop.clock.seconds += 3_600
    shop.set('ps-1', shop.pieces('ps-1') + 40)
    await sell(context, ['ps-1'])
    await sendTo(shop, context)
    expect(shop.pieces('ps-1')).toBe(46)
    expect(await conflictsOf()).toEqual([])
  })

  it('shows nothing after a busy day when it is the only till', async () => {
    const random = chance(7)
    for (const id of ARTICLES) shop.set(id, 50)
    const left = new Map(ARTICLES.map(id => [id, 50]))
    let late: (() => void) | undefined
    for (let sale = 0; sale < 100; sale += 1) {
      const id = ARTICLES[Math.floor(random() * ARTICLES.length)] ?? 'ps-1'
      left.set(id, (left.get(id) ?? 0) - 1)
      const write = () => {
        late?.()
        late = undefined
      }
      if (random() < 0.4) late = shop.sellOnline(id, 1)
      else await sell(context, [id])
      // Half of the orders get their line only once the till has begun to read.
      if (random() < 0.5) write()
      shop.before = write
      if (random() < 0.3) await sendTo(shop, context, DEMO_KEYS.stock, random)
      write()
      shop.clock.seconds += random() * 60
    }
    shop.before = () => undefined
    await sendTo(shop, context, DEMO_KEYS.stock, random)
    const rows = [...(await outbox(context)).values()]
    expect(rows.flatMap(row => row.conflicts)).toEqual([])
    for (const [id, pieces] of left) expect(shop.pieces(id)).toBe(pieces)
  })
})
