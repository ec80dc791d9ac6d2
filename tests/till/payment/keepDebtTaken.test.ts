import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { emptyTicket } from '@/core/ticket/ticket'
import { NOBODY } from '@/core/people/user'
import { keepDebtTaken } from '@/till/payment/keepDebtTaken'
import { openTill } from '@/till/openTill'
import { openDebt, payDebt, readDebt } from '@/till/payment/payDebt'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const card = aTender(400, 'card')
const cheque = aTender(200, 'cheque')

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill(over)
  await openTill(context)
  return context
}

/** A sale of 15,48 € of which 10,00 € is left due. */
async function leaveDue(context: TillContext, ticketId = 't'): Promise<SaleEntry> {
  const ticket = { ...aTicket([anArticle()], ticketId), customerId: 'customer-1' }
  const sale = await sellTicket(context, ticket, [aTender(548)], { ...CONTEXT, mayOwe: true })
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

const takenOf = async (context: TillContext, sale: SaleEntry) =>
  (await readDebt(anotherTab(context), sale)).taken

const tracesOf = async (context: TillContext) =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' && event.what === 'tender-removed' ? [event.detail] : [],
  )

const traced = { saleTill: 'A', saleNumber: 2, tender: 'card', name: 'card', amountCents: 400 }

describe('tenders taken for a debt', () => {
  it('are stored with their sale, and no other', async () => {
    const context = await anOpenTill()
    const [sale, other] = [await leaveDue(context, 't1'), await leaveDue(context, 't2')]
    expect(await keepDebtTaken(context, NOBODY, sale, [card])).toEqual({ ok: true, value: true })
    expect(await takenOf(context, sale)).toEqual([card])
    expect(await takenOf(context, other)).toEqual([])
    expect(await tracesOf(context)).toEqual([])
  })

  it('leave a trace when they are removed, each time', async () => {
    const context = await anOpenTill()
    const sale = await leaveDue(context)
    await keepDebtTaken(context, NOBODY, sale, [card, card, cheque])
    await keepDebtTaken(context, NOBODY, sale, [card, cheque])
    expect(await tracesOf(context)).toEqual([traced])
    await keepDebtTaken(context, NOBODY, sale, [])
    expect(await tracesOf(context)).toHaveLength(3)
    expect(await context.tillDb.settings.get('debtTakings')).toMatchObject({ value: {} })
  })

  it('are not removed where their trace cannot be written', async () => {
    const context = await anOpenTill()
    const sale = await leaveDue(context)
    await keepDebtTaken(context, NOBODY, sale, [card])
    vi.spyOn(context.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await keepDebtTaken(context, NOBODY, sale, [])).toMatchObject({
      ok: false,
      error: { code: 'tender-not-written' },
    })
    expect(await takenOf(context, sale)).toEqual([card])
  })

  it('are dropped when the payment is sealed', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    await keepDebtTaken(context, NOBODY, debt.sale, [card])
    await payDebt(context, debt, [card, aTender(600)], CONTEXT, 'p')
    expect(await takenOf(context, debt.sale)).toEqual([])
    expect(await tracesOf(context)).toEqual([])
  })

  it('stay where the payment is refused', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    await keepDebtTaken(context, NOBODY, debt.sale, [card])
    const stale = { ...debt, stillDueCents: 900 }
    expect((await payDebt(context, stale, [card], CONTEXT, 'p')).ok).toBe(false)
    expect(await takenOf(context, debt.sale)).toEqual([card])
  })

  it('are never dropped by a payment that was entered before they were shown', async () => {
    const context = await anOpenTill()
    const debt = await readDebt(context, await leaveDue(context))
    await keepDebtTaken(context, NOBODY, debt.sale, [card])
    const paid = await payDebt(anotherTab(context), debt, [aTender(1_000)], CONTEXT, 'p')
    expect(paid).toMatchObject({ ok: false, error: { code: 'debt-changed' } })
    expect(await takenOf(context, debt.sale)).toEqual([card])
    expect(await tracesOf(context)).toEqual([])
  })

  it('are dropped, with a trace, where goods given back settled the debt', async () => {
    const context = await anOpenTill()
    const sale = await leaveDue(context)
    await keepDebtTaken(context, NOBODY, sale, [card])
    const wanted = new Map(refundableLines(sale, []).map(one => [one.lineIndex, one.leftMilli]))
    const ticket = giveBack(emptyTicket('r', ''), sale, [], wanted, context.newId)
    const back = [aTender(-1_000, 'debt'), aTender(-548)]
    expect((await sellTicket(context, ticket, back, { ...CONTEXT, debtCents: 1_000 })).ok).toBe(
      true,
    )

    expect(await openDebt(context, NOBODY, sale)).toMatchObject({
      stillDueCents: 0,
      taken: [],
      dropped: [card],
    })
    expect(await openDebt(context, NOBODY, sale)).toMatchObject({ dropped: [] })
    expect(await tracesOf(context)).toEqual([traced])
    expect(await context.tillDb.journal.filter(isSale).count()).toBe(2)
  })
})
