import { describe, expect, it } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { firstChainFault, type SaleEntry } from '@/core/journal/journal'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { emptyTicket } from '@/core/ticket/ticket'
import { openTill } from '@/till/openTill'
import { listDebts, payDebt, readDebt, readDebtOf } from '@/till/payment/payDebt'
import { sellTicket } from '@/till/payment/sellTicket'
import type { Till } from '@/till/context'

const owing = { ...CONTEXT, mayOwe: true }

async function anOpenTill(): Promise<Till> {
  const till = aTill()
  await openTill(till)
  return till
}

/** A sale of 15,48 € of which 10,00 € is left due. */
async function leaveDue(till: Till, ticketId = 't'): Promise<SaleEntry> {
  const ticket = { ...aTicket([anArticle()], ticketId), customerId: 'customer-1' }
  const sale = await sellTicket(till, ticket, [aTender(548)], owing)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

const entriesOf = (till: Till) => till.tillDb.journal.orderBy('[till+number]').toArray()

describe('paying what was left due', () => {
  it('is numbered in its own series and leaves what is still due', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    expect(debt.stillDueCents).toBe(1_000)
    const first = await payDebt(till, debt, [aTender(400, 'card')], CONTEXT, 'p1')
    expect(first).toMatchObject({
      ok: true,
      value: { event: { document: { series: 'AP', number: 1 }, saleNumber: 2, dueCents: 600 } },
    })
    const now = await readDebt(till, debt.sale)
    expect(now).toMatchObject({ stillDueCents: 600, payments: [{ number: 3 }] })
    await payDebt(till, now, [aTender(600)], CONTEXT, 'p2')
    expect(await readDebtOf(till, { till: 'A', number: 2 })).toBe(0)
    expect(firstChainFault(await entriesOf(till))).toBeUndefined()
  })

  it('seals a payment once, however often it is sent', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    await Promise.all(
      [till, anotherTab(till)].map(tab => payDebt(tab, debt, [aTender(400)], CONTEXT, 'p1')),
    )
    expect(await readDebtOf(till, { till: 'A', number: 2 })).toBe(600)
  })

  it('takes no debt twice when two tabs are paid at once', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    const paid = await Promise.all([
      payDebt(till, debt, [aTender(1_000)], CONTEXT, 'p1'),
      payDebt(anotherTab(till), debt, [aTender(1_000)], CONTEXT, 'p2'),
    ])
    expect(paid.filter(one => one.ok)).toHaveLength(1)
    expect(paid.find(one => !one.ok)).toMatchObject({
      error: { code: 'debt-changed', stillDueCents: 0 },
    })
    expect(await entriesOf(till)).toHaveLength(3)
  })

  it('lists the sales still due, newest first', async () => {
    const till = await anOpenTill()
    const first = await leaveDue(till, 't1')
    await leaveDue(till, 't2')
    await sellTicket(till, aTicket([anArticle()], 't3'), [aTender(1_548)], CONTEXT)
    expect((await listDebts(till)).map(debt => debt.sale.number)).toEqual([3, 2])
    await payDebt(till, await readDebt(till, first), [aTender(1_000)], CONTEXT, 'p')
    expect((await listDebts(till)).map(debt => debt.sale.number)).toEqual([3])
  })

  it('takes in vouchers what of the food no voucher has paid, from what was sealed', async () => {
    const till = await anOpenTill()
    const isFood = (articleId: string) => articleId === 'tea'
    const goods = [anArticle({ articleId: 'tea', priceCents: 900 }), anArticle()]
    const ticket = { ...aTicket(goods, 'fed'), customerId: 'customer-1' }
    const sold = await sellTicket(till, ticket, [aTender(500, 'meal-voucher')], {
      ...owing,
      isFood,
    })
    if (!sold.ok) throw new Error(sold.error.code)
    const debt = await readDebt(till, sold.value)
    expect(debt).toMatchObject({ stillDueCents: 1_948, foodLeftCents: 400 })
    const over = await payDebt(till, debt, [aTender(401, 'meal-voucher')], CONTEXT, 'p1')
    expect(over).toEqual({ ok: false, error: { code: 'meal-voucher-food', mostCents: 400 } })
    expect((await payDebt(till, debt, [aTender(300, 'meal-voucher')], CONTEXT, 'p1')).ok).toBe(true)
    expect(await readDebt(till, sold.value)).toMatchObject({ foodLeftCents: 100 })
  })

  it('a lesson never pays for a real sale', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    const lesson = { ...till, isTraining: true }
    await expect(payDebt(lesson, debt, [aTender(1_000)], CONTEXT, 'p')).rejects.toThrow('lesson')
  })
})

describe('goods that come back of a sale left due', () => {
  async function giveBackAll(till: Till, sale: SaleEntry, ticketId: string, debtCents: number) {
    const wanted = new Map(refundableLines(sale, []).map(one => [one.place, one.leftMilli]))
    const ticket = giveBack(emptyTicket(ticketId, ''), sale, [], wanted, till.newId)
    const tenders = [aTender(0 - debtCents, 'debt'), aTender(debtCents - 1_548)]
    return sellTicket(till, ticket, tenders, { ...CONTEXT, debtCents })
  }

  it('lower what is owed', async () => {
    const till = await anOpenTill()
    const sale = await leaveDue(till)
    expect((await giveBackAll(till, sale, 'r', 1_000)).ok).toBe(true)
    expect(await readDebtOf(till, { till: 'A', number: 2 })).toBe(0)
    expect(await listDebts(till)).toEqual([])
  })

  it('lower no more than the journal still says, whatever the screen showed', async () => {
    const till = await anOpenTill()
    const sale = await leaveDue(till)
    await payDebt(till, await readDebt(till, sale), [aTender(400)], CONTEXT, 'p')
    expect(await giveBackAll(till, sale, 'r', 1_000)).toEqual({
      ok: false,
      error: { code: 'debt-changed', stillDueCents: 600 },
    })
    expect(await entriesOf(till)).toHaveLength(3)
  })
})
