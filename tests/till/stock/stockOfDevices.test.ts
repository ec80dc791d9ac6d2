import { beforeEach, describe, expect, it, vi } from 'vitest'
import { anArticle, aTender, aTicket, aUser, CONTEXT } from '../../support/factory'
import {
  aStockShop,
  connectStock,
  learn,
  outbox,
  sellAtCounter,
  sendTo,
  type StockShop,
} from '../../support/stockShop'
import { aloneTill, joinFrom, withServedTills, type SharingTill } from '../sharing/twoTills'
import { momentOf } from '@/core/moment'
import { NOBODY } from '@/core/people/user'
import { MAX_PIECES } from '@/core/ticket/lines'
import { ticketTotals } from '@/core/ticket/pricing'
import { mailboxServer } from '@/sharing/mailboxServer'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { goOnUnder } from '@/till/journal/goOnUnder'
import { sellTicket } from '@/till/payment/sellTicket'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { removeDevice } from '@/till/sharing/rotate'
import { changeStockBy } from '@/till/stock/changeStockBy'
import { followStock } from '@/till/stock/followStock'
import { readHandover } from '@/till/stock/readHandover'
import { readStockLeft } from '@/till/stock/readStockLeft'
import { replaceSender } from '@/till/stock/stockSender'
import { leaveShop } from '@/till/sharing/joining'

let address = ''
let first: SharingTill
let second: SharingTill
let shop: StockShop

withServedTills(made => ({ address, first, second } = made))
beforeEach(async () => {
  shop = aStockShop()
  shop.set('ps-1', 50)
  for (const { context } of [first, second]) onClockOf(context)
  await connectStock(first.context)
  await connectStock(second.context)
})

/** A till on the clock of the shop. */
function onClockOf(context: SharingTill['context']): void {
  context.now = () => momentOf(Date.UTC(2026, 10, 24, 11) + shop.clock.seconds * 1000, 60)
}

/** Tills exchange, and do for the stock what the exchange brought. */
async function meet(...tills: SharingTill[]): Promise<void> {
  for (const { context, sharing } of [...tills, ...tills]) {
    const done = await exchangeShop(sharing, mailboxServer(address))
    if (done.fault) throw new Error(done.fault.detail)
    await followStock(context, sharing, true)
  }
}

const sell = ({ context }: SharingTill, articleIds: readonly string[] = ['ps-1']) =>
  sellAtCounter(context, articleIds)
const send = ({ context }: SharingTill) => sendTo(shop, context)
const nameSender = async (by: SharingTill, to: SharingTill) =>
  expect(await changeStockBy(by.context, NOBODY, to.sharing.keys.device)).toMatchObject({
    ok: true,
  })
const waitingOn = async ({ context }: SharingTill) =>
  (await outbox(context)).get('ps-1')?.waitingMilli
const conflictsOn = async ({ context }: SharingTill) =>
  (await outbox(context)).get('ps-1')?.conflicts ?? []
const putOut = async (by: SharingTill, { sharing: { keys } }: SharingTill) => {
  expect(await removeDevice(by.sharing, keys.device)).toBeUndefined()
  await replaceSender(by.context, by.sharing, keys.device)
}
const traces = async ({ context }: SharingTill) =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' && event.what === 'setting-changed' ? [event.detail] : [],
  )

describe('a shop of two tills', () => {
  it('lowers its stock once, by the till that was named, whoever sold', async () => {
    await nameSender(first, first)
    await meet(first, second)
    await sell(second, ['ps-1', 'ps-1'])
    await sell(first)
    await send(second)
    expect(shop.pieces('ps-1')).toBe(50)
    await meet(second, first, second)
    await send(first)
    await send(second)
    expect(shop.pieces('ps-1')).toBe(47)
    await meet(first, second)
    await send(first)
    expect(shop.pieces('ps-1')).toBe(47)
    expect(await conflictsOn(first)).toEqual([])
  })

  it('sends nothing while nobody was named, and no till sent before', async () => {
    await meet(first, second)
    await sell(second)
    await meet(second, first)
    expect(await waitingOn(first)).toBeUndefined()
    expect(await readSetting(first.context.tillDb, 'stockBy')).toBeUndefined()
  })

  it('is sent for by the till that did so before, and that is said in both journals', async () => {
    await keepSetting(second.context.tillDb, 'sendsStock', true)
    await meet(second, first)
    const { device } = second.sharing.keys
    expect(await readSetting(first.context.tillDb, 'stockBy')).toEqual({ shop: device })
    for (const till of [first, second]) {
      expect(await traces(till)).toContainEqual({ name: 'stockFor', before: '', after: device })
    }
    await sell(first)
    await meet(first, second)
    await send(second)
    expect(shop.pieces('ps-1')).toBe(49)
  })

  it('is sent for by one of two tills that both did, and each sale is sent once', async () => {
    for (const { context } of [first, second]) await keepSetting(context.tillDb, 'sendsStock', true)
    await followStock(first.context, first.sharing, true)
    await followStock(second.context, second.sharing, true)
    await sell(first)
    await sell(second)
    await meet(first, second, first)
    await sell(first)
    await sell(second)
    await meet(first, second, first)
    shop.clock.seconds += 121
    await send(first)
    await send(second)
    expect(shop.pieces('ps-1')).toBe(46)
    const rules = [first, second].map(({ context }) => readSetting(context.tillDb, 'stockBy'))
    const [one, other] = await Promise.all(rules)
    expect(one?.shop).toBe(other?.shop)
  })

  it('sends no more where the owner names nobody', async () => {
    await nameSender(first, first)
    await meet(first, second)
    expect(await changeStockBy(first.context, NOBODY, '')).toMatchObject({ ok: true })
    await meet(first, second)
    await sell(first)
    await sell(second)
    await meet(first, second)
    expect([await waitingOn(first), await waitingOn(second)]).toEqual([undefined, undefined])
    expect(await readSetting(first.context.tillDb, 'sendsStock')).toBe(false)
  })

  it('loses no sale of a till that goes on under another letter', async () => {
    await nameSender(first, first)
    await meet(first, second)
    const { context } = second
    await goOnUnder(context, 'Q')
    context.tillCode = 'Q'
    await sell(second)
    await sell(second)
    await meet(second, first)
    expect(await waitingOn(first)).toBe(-2000)
    const last = await context.tillDb.journal.where('[till+number]').between(['Q'], ['R']).toArray()
    expect(last.map(({ event }) => event.kind)).toEqual(['journal-opened', 'trace', 'sale', 'sale'])
  })

  it('is not sent by a till that has no shop, until it has one', async () => {
    await nameSender(first, first)
    await meet(first, second)
    await first.context.tillDb.settings.delete('connection')
    await sell(second)
    await meet(second, first)
    await connectStock(first.context)
    await meet(first)
    expect(await waitingOn(first)).toBe(-1000)
  })

  it('is sent for by another one from its next sale on; what was sold before stays in hand', async () => {
    await nameSender(first, first)
    await meet(first, second)
    await sell(second)
    await sell(first)
    await meet(second)
    await nameSender(second, second)
    await meet(second)
    await sell(second)
    // The one before has not heard of it yet, and sells on.
    await sell(first)
    await meet(first, second)
    await sell(first)
    await meet(first, second)
    expect([await waitingOn(first), await waitingOn(second)]).toEqual([-3000, -2000])
    // The new one leaves the other one the time to end.
    await send(second)
    expect(shop.pieces('ps-1')).toBe(50)
    await send(first)
    expect(shop.pieces('ps-1')).toBe(47)
    shop.clock.seconds += 121
    await send(second)
    expect(shop.pieces('ps-1')).toBe(45)
    shop.clock.seconds += 400
    await send(first)
    await send(second)
    expect([...(await conflictsOn(first)), ...(await conflictsOn(second))]).toEqual([])
  })

  it('says what waits, and that all is in the shop', async () => {
    await nameSender(first, first)
    await meet(first, second)
    await sell(second)
    const { device } = first.sharing.keys
    expect(await readHandover(second.context)).toMatchObject({
      sender: device,
      sentAt: null,
      unsent: [{ device, count: 1 }],
    })
    await meet(second, first)
    await send(first)
    shop.clock.seconds += 600
    await send(first)
    await meet(first, second)
    const after = await readHandover(second.context)
    expect(after.unsent).toEqual([])
    expect(after.sentAt).not.toBeNull()
    expect(after.able.toSorted()).toEqual([device, second.sharing.keys.device].toSorted())
  })

  it('shows what is left once another till has sold, too', async () => {
    await learn(shop, first.context)
    expect((await readStockLeft(first.context))?.pieces.get('ps-1')).toBe(50)
    shop.clock.seconds += 10
    await sell(second, ['ps-1', 'ps-1'])
    await sell(first)
    await meet(second, first)
    expect((await readStockLeft(first.context))?.pieces.get('ps-1')).toBe(47)
  })

  it('takes nothing twice when it is stopped, or in two tabs at once', async () => {
    await nameSender(first, first)
    await meet(first, second)
    for (let sale = 0; sale < 3; sale += 1) await sell(second)
    await exchangeShop(second.sharing, mailboxServer(address))
    await exchangeShop(first.sharing, mailboxServer(address))
    const { context, sharing } = first
    const put = vi.spyOn(context.tillDb.sharing, 'put')
    put.mockImplementation(() => {
      throw new Error('the device is switched off')
    })
    await expect(followStock(context, sharing, true)).rejects.toThrow('switched off')
    expect(await waitingOn(first)).toBeUndefined()
    put.mockRestore()
    await Promise.all([1, 2, 3].map(() => followStock(context, sharing, true)))
    expect(await waitingOn(first)).toBe(-3000)
  })

  it('takes nothing of what was sold before a till joined, nor after it left', async () => {
    await nameSender(first, first)
    await meet(first, second)
    const alone = await aloneTill('C')
    onClockOf(alone)
    await connectStock(alone)
    const before = { context: alone, sharing: first.sharing }
    await sell(before)
    const third = await joinFrom(first, alone, address)
    await meet(first, third, first)
    await sell(third)
    await meet(third, first)
    expect(await waitingOn(first)).toBe(-1000)
    await leaveShop(third.context)
    await sell(third)
    const again = await joinFrom(first, alone, address)
    // It was let in under another letter.
    alone.tillCode = (await readSetting(alone.tillDb, 'tillLetter')) ?? ''
    await meet(first, again, first)
    await sell(again)
    await meet(again, first)
    expect(await waitingOn(first)).toBe(-2000)
  })

  it('asks a person about what a lost till was to send, and sends the rest by another', async () => {
    await nameSender(first, second)
    await meet(first, second, first)
    await sell(first)
    await meet(first, second)
    await send(second)
    shop.clock.seconds += 600
    await send(second)
    await meet(second, first)
    expect(shop.pieces('ps-1')).toBe(49)
    // It is lost, and nobody knows yet.
    await sell(first)
    await sell(first)
    await putOut(first, second)
    await meet(first)
    await sell(first)
    await meet(first)
    expect(await conflictsOn(first)).toMatchObject([{ reason: 'sender-gone', deltaPieces: -2 }])
    expect(await waitingOn(first)).toBe(-1000)
    await send(first)
    expect(shop.pieces('ps-1')).toBe(48)
  })

  it('asks a person about what a till sold after it was put out', async () => {
    await nameSender(first, first)
    await meet(first, second, first)
    await putOut(first, second)
    await sell(second)
    await exchangeShop(second.sharing, mailboxServer(address))
    await meet(first)
    expect(await conflictsOn(first)).toMatchObject([{ reason: 'seller-gone', deltaPieces: -1 }])
    expect((await outbox(first.context)).get('ps-1')?.waitingMilli).toBe(0)
  })

  it('asks a person about more than a till can sell', async () => {
    await nameSender(first, first)
    await meet(first, second)
    const { tillDb } = second.context
    const handed = await readSetting(tillDb, 'stockHanded')
    expect(handed?.to).toBe(first.sharing.keys.device)
    const ticket = aTicket([anArticle({ articleId: 'ps-1' })], 'much')
    const [line] = ticket.lines
    if (!line) throw new Error('a ticket has a line')
    const lines = Array.from({ length: 11 }, (_, at) => {
      return { ...line, lineId: `line-${at}`, quantityMilli: MAX_PIECES * 1000 }
    })
    const much = { ...ticket, lines }
    const tender = aTender(ticketTotals(much).totalCents)
    expect(await sellTicket(second.context, much, [tender], CONTEXT)).toMatchObject({ ok: true })
    await sell(second)
    await meet(second, first)
    const deltaPieces = -11 * MAX_PIECES
    expect(await conflictsOn(first)).toMatchObject([{ reason: 'unlikely', deltaPieces }])
    expect(await waitingOn(first)).toBe(-1000)
  })
})

it('a cashier does not choose who sends the stock', async () => {
  const { tillDb } = first.context
  await tillDb.users.bulkPut([
    aUser({ userId: 'u1', role: 'owner' }),
    aUser({ userId: 'u2', name: 'Noé' }),
  ])
  const { device } = second.sharing.keys
  const refused = await changeStockBy(first.context, { userId: 'u2', name: 'Noé' }, device)
  expect(refused).toMatchObject({ ok: false, error: { code: 'approval-missing' } })
  expect(await readSetting(tillDb, 'stockBy')).toBeUndefined()
})
