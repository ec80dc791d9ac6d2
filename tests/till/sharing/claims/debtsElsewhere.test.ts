import { beforeEach, describe, expect, it } from 'vitest'
import { aCustomer, anArticle, aTender, aTicket, CONTEXT } from '../../../support/factory'
import { withServedTills, type SharingTill } from '../twoTills'
import { giveTicketBack, letTimePass, sell, shareAll as share, ticketBack } from './actingTills'
import type { SaleEntry } from '@/core/journal/journal'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { mailboxServer } from '@/sharing/mailboxServer'
import { listPurchases } from '@/till/customers/customers'
import { listDebts, payDebt, readDebt, readDebtOf } from '@/till/payment/payDebt'
import { claimSale } from '@/till/sharing/claims/claimSale'
import { readDoneTwice } from '@/till/sharing/claims/readDoneTwice'

let hub: ReachedServer
let first: SharingTill
let second: SharingTill

withServedTills(made => {
  ;({ first, second } = made)
  hub = mailboxServer(made.address)
})
beforeEach(() => {
  letTimePass(first, second)
})

const shareAll = () => share(hub, first, second)
const customer = aCustomer()
let tickets = 0
/** Sells to a customer who pays later. */
const sellOnAccount = (till: SharingTill, priceCents = 5_000): Promise<SaleEntry> => {
  const ticket = aTicket([anArticle({ priceCents })], `due-${++tickets}`)
  return sell(till, { ...ticket, customerId: customer.customerId }, [])
}
const debtsAt = async ({ context }: SharingTill) =>
  (await listDebts(context)).map(({ sale, journal, stillDueCents }) => [
    `${sale.till}-${sale.number}`,
    journal === null ? 'own' : 'elsewhere',
    stillDueCents,
  ])
const pay = async ({ context }: SharingTill, sale: SaleEntry, cents: number, shown?: number) => {
  const stillDueCents = shown ?? (await readDebt(context, sale)).stillDueCents
  return payDebt(context, { sale, stillDueCents }, [aTender(cents)], CONTEXT, crypto.randomUUID())
}

describe('what is owed for a sale of another till', () => {
  it('is listed here with its till, is paid here, and is owed nowhere once it is paid', async () => {
    const sale = await sellOnAccount(first)
    const own = await sellOnAccount(second, 700)
    const settled = await sellOnAccount(first, 900)
    await pay(first, settled, 900)
    await shareAll()
    const key = `A-${sale.number}`
    expect(await debtsAt(second)).toEqual([
      [`B-${own.number}`, 'own', 700],
      [key, 'elsewhere', 5_000],
    ])
    const paid = await pay(second, sale, 2_000)
    expect(paid).toMatchObject({
      ok: true,
      value: { till: 'B', event: { saleTill: 'A', saleNumber: sale.number, dueCents: 3_000 } },
    })
    expect(await debtsAt(second)).toContainEqual([key, 'elsewhere', 3_000])
    // Its own till has not heard of it: it is asked for by the amount shown, and refused once it has.
    const shown = (await readDebt(first.context, sale)).stillDueCents
    expect(shown).toBe(5_000)
    await shareAll()
    expect(await debtsAt(first)).toContainEqual([key, 'own', 3_000])
    expect(await pay(first, sale, 5_000, shown)).toEqual({
      ok: false,
      error: { code: 'debt-changed', stillDueCents: 3_000 },
    })
    expect(await pay(first, sale, 3_000)).toMatchObject({ ok: true })
    await shareAll()
    expect(await debtsAt(first)).toEqual([[`B-${own.number}`, 'elsewhere', 700]])
    expect(await debtsAt(second)).toEqual([[`B-${own.number}`, 'own', 700]])
    const { payments, ownCount } = await readDebt(first.context, sale)
    expect([payments.map(({ till }) => till), ownCount]).toEqual([['A', 'B'], 1])
    expect(await readDoneTwice(first.context)).toEqual({ refunded: [], paid: [] })
  })

  it('is on the sheet of the customer', async () => {
    await first.context.tillDb.customers.put(customer)
    const sale = await sellOnAccount(first)
    await shareAll()
    const due = async ({ context }: SharingTill) =>
      (await listPurchases(context, customer.customerId)).map(one => [
        one.sale.seal,
        one.journal === null,
        one.dueCents,
      ])
    expect(await due(second)).toEqual([[sale.seal, false, 5_000]])
    expect(await due(first)).toEqual([[sale.seal, true, 5_000]])
    await pay(second, sale, 5_000)
    await shareAll()
    expect(await due(second)).toEqual([])
    expect(await due(first)).toEqual([[sale.seal, true, 0]])
  })

  it('is lowered by goods given back here', async () => {
    const sale = await sellOnAccount(first)
    await shareAll()
    expect(await readDebtOf(second.context, sale)).toBe(5_000)
    const back = await ticketBack(second, sale, 1)
    const lowered = [{ ...aTender(-5_000), kind: 'debt' as const }]
    expect(await giveTicketBack(second, back, lowered)).toMatchObject({
      error: { code: 'debt-changed' },
    })
    expect(await giveTicketBack(second, back, lowered, 5_000)).toMatchObject({ ok: true })
    expect(await debtsAt(second)).toEqual([])
    await shareAll()
    expect(await debtsAt(first)).toEqual([])
  })
})

it('a debt is claimed apart from the sale’s goods, and again once its payment is known', async () => {
  const sale = await sellOnAccount(first)
  await shareAll()
  const claim = ({ context, sharing }: SharingTill) =>
    claimSale(context, sharing, hub, { act: 'debt', sale })
  expect(await claim(second)).toMatchObject({ kind: 'taken', turn: 1 })
  expect(await claim(first)).toMatchObject({ kind: 'held', by: second.sharing.keys.device })
  await pay(second, sale, 1_000)
  await shareAll()
  expect(await claim(first)).toMatchObject({ kind: 'taken', turn: 2 })
})

it('a debt that two tills took without hearing of each other is to be verified', async () => {
  const sale = await sellOnAccount(first)
  await shareAll()
  await pay(second, sale, 4_000)
  await pay(first, sale, 3_000)
  await shareAll()
  for (const till of [first, second]) {
    const { refunded, paid } = await readDoneTwice(till.context)
    expect(refunded).toEqual([])
    expect(paid).toMatchObject([{ sale: { sale: { seal: sale.seal } }, overCents: 2_000 }])
    expect(paid[0]?.payments.map(one => one.till)).toEqual(['B', 'A'])
    // Nothing is left to be paid, and nobody is owed on a list.
    expect(await debtsAt(till)).toEqual([])
  }
})
