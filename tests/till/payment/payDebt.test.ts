import { describe, expect, it } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { type SaleEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { emptyTicket } from '@/core/ticket/ticket'
import { openTill } from '@/till/openTill'
import { listDebts, payDebt, readDebt, readDebtOf } from '@/till/payment/payDebt'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const owing = { ...CONTEXT, mayOwe: true }

async function anOpenTill(): Promise<TillContext> {
  const context = aTill()
  await openTill(context)
  return context
}

/** A sale of 15,48 € of which 10,00 € is left due. */
async function leaveDue(context: TillContext, ticketId = 't'): Promise<SaleEntry> {
  const ticket = { ...aTicket([anArticle()], ticketId), customerId: 'customer-1' }
  const sale = await sellTicket(context, ticket, [aTender(548)], owing)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

const entriesOf = (context: TillContext) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()

describe('paying what was left due', () => {
  it('is numbered in its own series and leaves what is still due', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    expect(debt.stillDueCents).toBe(1_000)
    const first = await payDebt(context, debt, [aTender(400, 'card')], CONTEXT, 'p1')
    expect(first).toMatchObject({
      ok: true,
      value: { event: { document: { series: 'AP', number: 1 }, saleNumber: 2, dueCents: 600 } },
    })
    const now = await readDebt(context, debt.sale)
    expect(now).toMatchObject({ stillDueCents: 600, payments: [{ number: 3 }] })
    await payDebt(context, now, [aTender(600)], CONTEXT, 'p2')
    expect(await readDebtOf(context, { till: 'A', number: 2 })).toBe(0)
    expect(firstChainFault(await entriesOf(context))).toBeUndefined()
  })

  it('seals a payment once, however often it is sent', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    await Promise.all(
      [context, anotherTab(context)].map(tab => payDebt(tab, debt, [aTender(400)], CONTEXT, 'p1')),
    )
    expect(await readDebtOf(context, { till: 'A', number: 2 })).toBe(600)
  })

  it('takes no debt twice when two tabs are paid at once', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    const paid = await Promise.all([
      payDebt(context, debt, [aTender(1_000)], CONTEXT, 'p1'),
      payDebt(anotherTab(context), debt, [aTender(1_000)], CONTEXT, 'p2'),
    ])
    expect(paid.filter(one => one.ok)).toHaveLength(1)
    expect(paid.find(one => !one.ok)).toMatchObject({
      error: { code: 'debt-changed', stillDueCents: 0 },
    })
    expect(await entriesOf(context)).toHaveLength(3)
  })

  it('lists the sales still due, newest first', async () => {
    const context = await anOpenTill()
    const first = await leaveDue(context, 't1')
    await leaveDue(context, 't2')
    await sellTicket(context, aTicket([anArticle()], 't3'), [aTender(1_548)], CONTEXT)
    expect((await listDebts(context)).map(debt => debt.sale.number)).toEqual([3, 2])
    await payDebt(context, await readDebt(context, first), [aTender(1_000)], CONTEXT, 'p')
    expect((await listDebts(context)).map(debt => debt.sale.number)).toEqual([3])
  })

  it('takes in vouchers what of the food no voucher has paid, from what was sealed', async () => {
    const context = await anOpenTill()
    const isFood = (articleId: string) => articleId === 'tea'
    const goods = [anArticle({ articleId: 'tea', priceCents: 900 }), anArticle()]
    const ticket = { ...aTicket(goods, 'fed'), customerId: 'customer-1' }
    const sold = await sellTicket(context, ticket, [aTender(500, 'meal-voucher')], {
      ...owing,
      isFood,
    })
    if (!sold.ok) throw new Error(sold.error.code)
    const debt = await readDebt(context, sold.value)
    expect(debt).toMatchObject({ stillDueCents: 1_948, foodLeftCents: 400 })
    const over = await payDebt(context, debt, [aTender(401, 'meal-voucher')], CONTEXT, 'p1')
    expect(over).toEqual({ ok: false, error: { code: 'meal-voucher-food', mostCents: 400 } })
    expect((await payDebt(context, debt, [aTender(300, 'meal-voucher')], CONTEXT, 'p1')).ok).toBe(
      true,
    )
    expect(await readDebt(context, sold.value)).toMatchObject({ foodLeftCents: 100 })
  })

  it('training never pays for a real sale', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    const lesson = { ...context, isTraining: true }
    await expect(payDebt(lesson, debt, [aTender(1_000)], CONTEXT, 'p')).rejects.toThrow('training')
  })
})

describe('goods that come back of a sale left due', () => {
  async function giveBackAll(
    context: TillContext,
    sale: SaleEntry,
    ticketId: string,
    debtCents: number,
  ) {
    const wanted = new Map(refundableLines(sale, []).map(one => [one.lineIndex, one.leftMilli]))
    const ticket = giveBack(emptyTicket(ticketId, ''), sale, [], wanted, context.newId)
    const tenders = [aTender(0 - debtCents, 'debt'), aTender(debtCents - 1_548)]
    return sellTicket(context, ticket, tenders, { ...CONTEXT, debtCents })
  }

  it('lower what is owed', async () => {
    const context = await anOpenTill()
    const sale = await leaveDue(context)
    expect((await giveBackAll(context, sale, 'r', 1_000)).ok).toBe(true)
    expect(await readDebtOf(context, { till: 'A', number: 2 })).toBe(0)
    expect(await listDebts(context)).toEqual([])
  })

  it('lower no more than the debt in the journal, whatever the screen showed', async () => {
    const context = await anOpenTill()
    const sale = await leaveDue(context)
    await payDebt(context, await readDebt(context, sale), [aTender(400)], CONTEXT, 'p')
    expect(await giveBackAll(context, sale, 'r', 1_000)).toEqual({
      ok: false,
      error: { code: 'debt-changed', stillDueCents: 600 },
    })
    expect(await entriesOf(context)).toHaveLength(3)
  })
})
