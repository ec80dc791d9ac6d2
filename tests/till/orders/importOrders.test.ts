import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, CONTEXT, SELLER } from '../../support/factory'
import {
  booksOf,
  change,
  entriesOf,
  importAs,
  importOf,
  killAfter,
  openedTill,
  salesOf,
  told,
} from '../../support/orderImports'
import { RECORDED_KEYS, RECORDED_VERSIONS, recordedShop } from '../../support/recordedShop'
import { firstChainFault } from '@/core/journal/chain'
import { drawerAfter, expectedCashCents, UNOPENED_DRAWER } from '@/core/closing/drawer'
import { documentLabel } from '@/core/journal/series'
import { totalsOf } from '@/core/closing/totals'
import { NOBODY } from '@/core/people/user'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { findRow } from '@/demo/webservice/shopData'
import { changeRules } from '@/till/settings/changeRules'
import { closeDay } from '@/till/closing/closeDay'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const FULL = RECORDED_KEYS.full

afterEach(() => vi.restoreAllMocks())

describe.each(RECORDED_VERSIONS)('the orders of %s', version => {
  it('are recorded once each, as sales of the web, with what was given back of them', async () => {
    const context = await openedTill()
    const shop = recordedShop(version)
    // A look first: it reports the same and writes nothing.
    const looked = await told(context, shop, FULL, false)
    expect(await salesOf(context)).toEqual([])

    const done = await told(context, shop)
    expect(done).toEqual(looked)
    expect(done.missingRights).toEqual([])
    expect(done.refused).toEqual([])
    expect(done.recorded).toEqual({ count: 5, totalCents: 9039 + 3490 + 5200 + 5139 + 3777 })
    expect(done.refunded).toEqual({ count: 1, totalCents: -1899 })
    const sales = await salesOf(context)
    expect(sales.map(({ event }) => documentLabel(event.document))).toEqual([
      'AW-000001',
      'AWR-000001',
      'AW-000002',
      'AW-000003',
      'AW-000004',
      'AW-000005',
    ])
    expect(sales[0]?.event).toMatchObject({
      channel: 'web',
      tenders: [{ kind: 'transfer', account: '512', givenCents: 9039 }],
      order: { shop: 'shop.example', orderId: 6, slipId: 0 },
    })

    const again = await told(context, shop)
    expect([again.recorded.count, again.refunded.count]).toEqual([0, 0])
    expect(await salesOf(context)).toEqual(sales)
    expect(firstChainFault(await entriesOf(context))).toBeUndefined()
  })

  it('are recorded once by two tabs at the same time', async () => {
    const context = await openedTill()
    const shop = recordedShop(version)
    await Promise.all([told(context, shop), told(anotherTab(context), shop)])
    expect(await salesOf(context)).toHaveLength(6)
    expect(firstChainFault(await entriesOf(context))).toBeUndefined()
  })

  it('are recorded once each wherever an import is killed', async () => {
    const whole = await openedTill()
    const { entries: agreed } = await told(whole, recordedShop(version))
    const expected = await booksOf(whole)
    const record = (context: TillContext) =>
      importAs(context, recordedShop(version), FULL, { kind: 'record', agreed })
    for (let survived = 0; survived < expected.length; survived += 1) {
      for (const place of ['journal', 'heads'] as const) {
        const context = await openedTill()
        killAfter(context, place, survived)
        await expect(record(context)).rejects.toThrow('killed')
        vi.restoreAllMocks()
        const opened = anotherTab(context)
        expect(await booksOf(opened)).toEqual(expected.slice(0, survived))
        await record(opened)
        expect(await booksOf(opened)).toEqual(expected)
      }
    }
  })
})

describe('what changes later', () => {
  it('is a further entry: paid late, given back in part, cancelled; an edit is reported', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-8.2.1')
    await told(context, shop)
    const before = await salesOf(context)

    change(shop, 2, { current_state: '2' }, '2026-11-25 10:00:00')
    change(shop, 9, { current_state: '6' }, '2026-11-25 10:01:00')
    change(shop, 8, { total_paid_tax_incl: '36.900000' }, '2026-11-25 10:02:00')
    const after = await told(context, shop)
    expect(after.recorded).toEqual({ count: 1, totalCents: 16990 })
    expect(after.refunded).toEqual({ count: 1, totalCents: -5200 })
    expect(after.edited).toEqual([{ reference: 'CAUKDSCKL', differenceCents: 200 }])
    const sales = await salesOf(context)
    expect(sales.slice(0, before.length)).toEqual(before)
    expect(sales.map(({ event }) => event.totalCents).slice(before.length)).toEqual([16990, -5200])
    expect((await told(context, shop)).refunded.count).toBe(0)

    // The rest of a partly refunded order, once it is cancelled.
    change(shop, 6, { current_state: '7' }, '2026-11-25 12:00:00')
    expect((await told(context, shop)).refunded).toEqual({ count: 1, totalCents: 1899 - 9039 })
  })

  it('finds a credit slip by its own date: its order does not move', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-9.1.4')
    const slips = shop.data.tables.order_slip ?? []
    shop.data.tables.order_slip = []
    change(shop, 9, { current_state: '5' }, '2026-12-02 09:00:00')
    await told(context, shop)
    // Long after the order: only its slip makes it be read again.
    shop.data.tables.order_slip = slips
    for (const slip of slips) {
      Object.assign(slip.fields, {
        date_add: '2026-12-03 09:00:00',
        date_upd: '2026-12-03 09:00:00',
      })
    }
    await told(context, shop)
    const refunds = (await salesOf(context)).filter(({ event }) => event.kind === 'refund')
    expect(refunds.map(({ event }) => [event.totalCents, event.order?.slipId])).toEqual([
      [-1899, 1],
    ])
  })

  it('looks again at orders that could not be recorded, until it records them', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-8.2.1')
    const order = findRow(shop.data, 'orders', 9)
    expect(order?.fields.total_paid_tax_incl).toBe('52.000000')
    change(shop, 9, { total_paid_tax_incl: '99.000000' }, '2026-11-24 03:00:00')
    const first = await told(context, shop)
    expect(first.refused.map(({ error }) => error.code)).toEqual(['order-totals-disagree'])
    change(shop, 9, { total_paid_tax_incl: '52.000000' }, '2026-11-24 03:00:00')
    change(shop, 12, {}, '2026-11-26 03:00:00')
    expect((await told(context, shop)).recorded).toEqual({ count: 1, totalCents: 5200 })
  })

  it('asks again for an order that could not be read, however long after', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-8.2.1')
    const order = findRow(shop.data, 'orders', 9)
    Object.assign(order?.fields ?? {}, { total_paid_tax_incl: 'x' })
    change(shop, 12, {}, '2026-12-01 03:00:00')
    const first = await told(context, shop)
    expect(first.unreadable).toMatchObject([{ resource: 'orders', id: 9 }])
    Object.assign(order?.fields ?? {}, { total_paid_tax_incl: '52.000000' })
    expect((await told(context, shop)).recorded).toEqual({ count: 1, totalCents: 5200 })
  })

  it('finds the slip of an order that was refused when the slip was new', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-8.2.1')
    change(shop, 6, { total_paid_tax_incl: '99.000000' }, '2026-11-24 03:00:00')
    change(shop, 12, {}, '2026-12-09 03:00:00')
    await told(context, shop)
    change(shop, 6, { total_paid_tax_incl: '90.390000' }, '2026-11-24 03:00:00')
    const mended = await told(context, shop)
    expect(mended.recorded).toEqual({ count: 1, totalCents: 9039 })
    expect(mended.refunded).toEqual({ count: 1, totalCents: -1899 })
  })

  it('never records a purged order again', async () => {
    const context = await openedTill()
    const shop = recordedShop('ps-8.2.1')
    await told(context, shop)
    const sold = (await salesOf(context)).find(({ event }) => event.order?.orderId === 9)
    if (!sold) throw new Error('order 9 was recorded')
    await context.tillDb.journal.delete([context.tillCode, sold.number])
    change(shop, 9, {}, '2026-11-25 10:00:00')
    const after = await told(context, shop)
    expect(after.recorded.count).toBe(0)
    expect(after.refused.map(({ error }) => error.code)).toEqual(['order-purged'])
  })
})

it('follows the owner’s meaning of a state', async () => {
  const context = await openedTill()
  await changeRules(context, NOBODY, { orderStates: { 2: 'waiting', 8: 'paid' } })
  const { recorded, waiting } = await told(context, recordedShop('ps-8.2.1'))
  expect([recorded.count, waiting]).toEqual([5, 7])
})

it('ignores orders placed before the chosen day', async () => {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  change(shop, 9, { date_add: '2026-08-31 23:00:00' }, '2026-11-25 10:00:00')
  expect((await told(context, shop)).recorded.count).toBe(4)
})

it('keeps web sales apart from the counter: not in the drawer, nor in the counter’s totals', async () => {
  const context = await openedTill()
  await sellTicket(context, aTicket([anArticle()]), [aTender(1_548)], CONTEXT)
  const shop = createDemoShop()
  const paid = (shop.data.tables.orders ?? []).filter(({ id }) => id <= 4)
  const paidCents = paid.map(row => Math.round(Number(row.fields.total_paid_tax_incl) * 100))
  await told(context, shop, DEMO_KEYS.full)
  const entries = await entriesOf(context)
  const web = totalsOf(entries, 'web')
  expect([web.salesCount, web.totalCents]).toEqual([4, paidCents.reduce((sum, one) => sum + one)])
  expect(totalsOf(entries).totalCents).toBe(1_548)
  expect(expectedCashCents(drawerAfter(UNOPENED_DRAWER, entries, false))).toBe(1_548)
  const closing = await closeDay(context, { user: NOBODY, seller: SELLER }, null)
  expect(closing.ok && closing.value.event.totals.totalCents).toBe(1_548)
})

it('records nothing in training', async () => {
  const context = await openedTill({ isTraining: true })
  const imported = await importOf(context, recordedShop('ps-8.2.1'))
  expect(imported).toMatchObject({ ok: false, error: { code: 'orders-in-training' } })
  expect(await salesOf(context)).toEqual([])
})

it('says which right is missing with the smallest key, and selling goes on', async () => {
  const context = await openedTill()
  const imported = await importOf(context, recordedShop('ps-8.2.1'), RECORDED_KEYS.minimal)
  expect(imported).toMatchObject({
    ok: false,
    error: { code: 'orders-not-allowed', host: 'shop.example' },
  })
  const sold = await sellTicket(context, aTicket([anArticle()]), [aTender(1_548)], CONTEXT)
  expect(sold.ok).toBe(true)
})
