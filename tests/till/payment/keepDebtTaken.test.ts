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
import type { Till } from '@/till/context'

const card = aTender(400, 'card')
const cheque = aTender(200, 'cheque')

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<Till> = {}): Promise<Till> {
  const till = aTill(over)
  await openTill(till)
  return till
}

/** A sale of 15,48 € of which 10,00 € is left due. */
async function leaveDue(till: Till, ticketId = 't'): Promise<SaleEntry> {
  const ticket = { ...aTicket([anArticle()], ticketId), customerId: 'customer-1' }
  const sale = await sellTicket(till, ticket, [aTender(548)], { ...CONTEXT, mayOwe: true })
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

const takenOf = async (till: Till, sale: SaleEntry) =>
  (await readDebt(anotherTab(till), sale)).taken

const tracesOf = async (till: Till) =>
  (await till.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' && event.what === 'tender-removed' ? [event.detail] : [],
  )

const traced = { saleTill: 'A', saleNumber: 2, tender: 'card', name: 'card', amountCents: 400 }

describe('what was taken of the payment of a debt', () => {
  it('is kept with its sale, and no other', async () => {
    const till = await anOpenTill()
    const [sale, other] = [await leaveDue(till, 't1'), await leaveDue(till, 't2')]
    expect(await keepDebtTaken(till, NOBODY, sale, [card])).toEqual({ ok: true, value: true })
    expect(await takenOf(till, sale)).toEqual([card])
    expect(await takenOf(till, other)).toEqual([])
    expect(await tracesOf(till)).toEqual([])
  })

  it('leaves a trace when it is removed, as often as it was taken', async () => {
    const till = await anOpenTill()
    const sale = await leaveDue(till)
    await keepDebtTaken(till, NOBODY, sale, [card, card, cheque])
    await keepDebtTaken(till, NOBODY, sale, [card, cheque])
    expect(await tracesOf(till)).toEqual([traced])
    await keepDebtTaken(till, NOBODY, sale, [])
    expect(await tracesOf(till)).toHaveLength(3)
    expect(await till.tillDb.settings.get('debtTakings')).toMatchObject({ value: {} })
  })

  it('is not removed where its trace cannot be written', async () => {
    const till = await anOpenTill()
    const sale = await leaveDue(till)
    await keepDebtTaken(till, NOBODY, sale, [card])
    vi.spyOn(till.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await keepDebtTaken(till, NOBODY, sale, [])).toMatchObject({
      ok: false,
      error: { code: 'tender-not-written' },
    })
    expect(await takenOf(till, sale)).toEqual([card])
  })

  it('is forgotten with the seal that has it', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    await keepDebtTaken(till, NOBODY, debt.sale, [card])
    await payDebt(till, debt, [card, aTender(600)], CONTEXT, 'p')
    expect(await takenOf(till, debt.sale)).toEqual([])
    expect(await tracesOf(till)).toEqual([])
  })

  it('stays where the payment is refused', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    await keepDebtTaken(till, NOBODY, debt.sale, [card])
    const stale = { ...debt, stillDueCents: 900 }
    expect((await payDebt(till, stale, [card], CONTEXT, 'p')).ok).toBe(false)
    expect(await takenOf(till, debt.sale)).toEqual([card])
  })

  it('is forgotten, with a trace, where another tab is paid without it', async () => {
    const till = await anOpenTill()
    const debt = await readDebt(till, await leaveDue(till))
    await keepDebtTaken(till, NOBODY, debt.sale, [card])
    await payDebt(anotherTab(till), debt, [aTender(1_000)], CONTEXT, 'p')
    expect(await takenOf(till, debt.sale)).toEqual([])
    expect(await tracesOf(till)).toEqual([traced])
  })

  it('is forgotten, with a trace, where goods given back settled the debt', async () => {
    const till = await anOpenTill()
    const sale = await leaveDue(till)
    await keepDebtTaken(till, NOBODY, sale, [card])
    const wanted = new Map(refundableLines(sale, []).map(one => [one.place, one.leftMilli]))
    const ticket = giveBack(emptyTicket('r', ''), sale, [], wanted, till.newId)
    const back = [aTender(-1_000, 'debt'), aTender(-548)]
    expect((await sellTicket(till, ticket, back, { ...CONTEXT, debtCents: 1_000 })).ok).toBe(true)

    expect(await openDebt(till, NOBODY, sale)).toMatchObject({ stillDueCents: 0, taken: [] })
    await openDebt(till, NOBODY, sale)
    expect(await tracesOf(till)).toEqual([traced])
    expect(await till.tillDb.journal.filter(isSale).count()).toBe(2)
  })
})
