import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, CONTEXT } from '../../support/factory'
import {
  automatic,
  booksOf,
  change,
  importAs,
  importOf,
  killAfter,
  openedTill,
  salesOf,
  told,
  toldByItself,
} from '../../support/orderImports'
import { RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { sameOrigin } from '../../support/surroundings'
import { firstChainFault } from '@/core/journal/chain'
import { NOBODY } from '@/core/people/user'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readEntriesAfter } from '@/storage/journal/journal'
import { changeRules } from '@/till/settings/changeRules'
import { readImportState } from '@/till/orders/listOrders'
import { sellTicket } from '@/till/payment/sellTicket'
import { endSelling } from '@/till/sharing/mayStillSell'
import { syncCatalogue } from '@/till/catalogue/syncCatalogue'
import type { TillContext } from '@/till/context'

afterEach(() => vi.restoreAllMocks())

const CONNECTION = { address: 'http://shop.example', key: RECORDED_KEYS.full }

const LATER = '2026-11-25 10:00:00'

/** A till whose owner agreed to a first import, when the shop had no order yet. */
async function agreedTill(): Promise<{ till: TillContext; shop: ShopServer }> {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  const { orders = [], order_slip: slips = [] } = shop.data.tables
  Object.assign(shop.data.tables, { orders: [], order_slip: [] })
  await told(context, shop)
  Object.assign(shop.data.tables, { orders, order_slip: slips })
  return { till: context, shop }
}

it('seals nothing before the owner saw and recorded the first orders by hand', async () => {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  expect(await automatic(context, shop)).toBeNull()
  expect(shop.requests).toEqual([])
  expect((await importAs(context, shop, CONNECTION.key, { kind: 'look' })).ok).toBe(true)
  expect(await automatic(context, shop)).toBeNull()
  expect(await salesOf(context)).toEqual([])

  await told(context, shop)
  change(shop, 2, { current_state: '2' }, '2026-11-25 10:00:00')
  expect((await toldByItself(context, shop)).recorded).toEqual({ count: 1, totalCents: 16990 })
})

it('records nothing by itself once the owner switched it off, which is sealed', async () => {
  const { till, shop } = await agreedTill()
  await changeRules(till, NOBODY, { importsOrders: false })
  expect(await automatic(till, shop)).toBeNull()
  const traces = await readEntriesAfter(till.tillDb, till.tillCode, 0, Infinity)
  expect(traces.at(-1)?.event).toMatchObject({
    what: 'setting-changed',
    detail: { name: 'importsOrders', before: 'true', after: 'false' },
  })
  expect(await automatic({ ...till, isTraining: true }, shop)).toBeNull()
})

it('leaves an order whose total differs by a cent to the owner, and shows it until then', async () => {
  const { till, shop } = await agreedTill()
  // The VAT differs by a cent from the rate applied to the total.
  change(shop, 9, { total_paid_tax_excl: '43.340000' }, LATER)
  const left = await toldByItself(till, shop)
  expect(left.recorded.count).toBe(4)
  expect(left.differing).toMatchObject([{ reference: 'OTHVXZFSZ', vatDifferenceCents: 1 }])
  // However often it looks, and after the till was closed.
  const again = await toldByItself(anotherTab(till), shop)
  expect([again.recorded.count, again.differing.length]).toEqual([0, 1])
  const { run } = await readImportState(till, CONNECTION)
  expect(run).toMatchObject({ isAutomatic: true, error: null, told: { differing: [{}] } })

  expect((await told(till, shop)).recorded).toEqual({ count: 1, totalCents: 5200 })
  expect((await toldByItself(till, shop)).differing).toEqual([])
})

it('reports a failure, sells on, and goes on the next time', async () => {
  const { till, shop } = await agreedTill()
  shop.misbehave({ kind: 'unreachable', matching: 'order' })
  const failed = await automatic(till, shop)
  expect(failed).toMatchObject({ ok: false, error: { code: 'shop-unreachable' } })
  const { run } = await readImportState(till, CONNECTION)
  expect(run).toMatchObject({ told: null, error: { code: 'shop-unreachable' } })

  const options = { preferredLanguages: ['fr'], trigger: 'automatic', sweep: 'due' } as const
  const synced = await syncCatalogue(till, sameOrigin(shop), {
    ...options,
    connection: CONNECTION,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  expect(synced.ok, 'the catalogue does not fail with the orders').toBe(true)
  const sold = await sellTicket(till, aTicket([anArticle()]), [aTender(1_548)], CONTEXT)
  expect(sold.ok).toBe(true)

  shop.behave()
  expect((await toldByItself(till, shop)).recorded.count).toBe(5)
  expect((await readImportState(till, CONNECTION)).run?.error).toBeNull()
})

describe('each order is recorded once', () => {
  it('by two tabs at the same time, one by hand', async () => {
    const { till, shop } = await agreedTill()
    await Promise.all([toldByItself(till, shop), told(anotherTab(till), shop)])
    expect(await salesOf(till)).toHaveLength(6)
    const entries = await readEntriesAfter(till.tillDb, till.tillCode, 0, Infinity)
    expect(firstChainFault(entries)).toBeUndefined()
  })

  it('wherever it is killed', async () => {
    const whole = await agreedTill()
    await toldByItself(whole.till, whole.shop)
    const expected = await booksOf(whole.till)
    expect(expected).toHaveLength(6)
    for (let survived = 0; survived < expected.length; survived += 1) {
      const { till, shop } = await agreedTill()
      killAfter(till, 'heads', survived)
      await expect(automatic(till, shop)).rejects.toThrow('killed')
      vi.restoreAllMocks()
      const opened = anotherTab(till)
      expect(await booksOf(opened)).toEqual(expected.slice(0, survived))
      await toldByItself(opened, shop)
      expect(await booksOf(opened)).toEqual(expected)
    }
  })
})

describe('what is recorded by hand', () => {
  it('is only what the owner saw: an order that changed since waits for another look', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-8.2.1')
    const looked = await importOf(context, shop, CONNECTION.key, false)
    if (!looked.ok) throw new Error('it can be looked at')
    // Another total, another payment method, one order more: the owner saw none of them.
    change(shop, 8, { total_paid_tax_incl: '34.900000', payment: 'Chèque' }, LATER)
    change(shop, 2, { current_state: '2' }, LATER)
    const how = { kind: 'record', agreed: looked.value.entries } as const
    const done = await importAs(context, shop, CONNECTION.key, how)
    expect(done).toMatchObject({ ok: true, value: { recorded: { count: 4 }, notAgreed: 2 } })
    expect((await told(context, shop)).recorded).toEqual({ count: 2, totalCents: 3490 + 16990 })
  })
})

it('records nothing on a device that sells no more, and says why by hand', async () => {
  const { till, shop } = await agreedTill()
  await endSelling(till, 'put-out')
  const asked = shop.requests.length
  expect(await automatic(till, shop)).toBeNull()
  expect(shop.requests).toHaveLength(asked)
  expect(await importAs(till, shop, CONNECTION.key, { kind: 'record', agreed: {} })).toEqual({
    ok: false,
    error: { code: 'selling-ended', why: 'put-out' },
  })
  expect(await salesOf(till)).toEqual([])
})
