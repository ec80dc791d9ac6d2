import { Dexie } from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { aCustomer, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { invoicedCustomer } from '@/core/documents/invoice'
import { type SaleEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'
import { NOBODY } from '@/core/people/user'
import { closeDay } from '@/till/closing/closeDay'
import { invoiceSale } from '@/till/documents/invoiceSale'
import { openTill } from '@/till/openTill'
import { recordPrinting } from '@/till/documents/recordPrinting'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const entriesOf = (context: TillContext) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()

async function sold(context: TillContext, ticketId = 't'): Promise<SaleEntry> {
  const sale = await sellTicket(context, aTicket(undefined, ticketId), [aTender(1548)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

async function anOpenTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill(over)
  await openTill(context)
  return context
}

const print = async (context: TillContext, document: Parameters<typeof recordPrinting>[2]) => {
  const recorded = await recordPrinting(context, NOBODY, document, 'paper')
  if (!recorded.ok) throw new Error(recorded.error.code)
  return recorded.value
}

afterEach(() => vi.restoreAllMocks())

describe('printing a sealed document', () => {
  it('is the original once, then duplicates with their count, each sealed (R14)', async () => {
    const context = await anOpenTill()
    const sale = await sold(context)
    expect([
      await print(context, sale),
      await print(context, sale),
      await print(context, sale),
    ]).toEqual([0, 1, 2])
    const entries = await entriesOf(context)
    expect(entries.slice(2).map(entry => entry.event)).toMatchObject([
      { what: 'document-printed', detail: { entry: 2, document: 'A-000001', count: 0 } },
      { what: 'document-reprinted', detail: { entry: 2, document: 'A-000001', count: 1 } },
      { what: 'document-reprinted', detail: { entry: 2, document: 'A-000001', count: 2 } },
    ])
    expect(firstChainFault(entries)).toBeUndefined()
  })

  it('is the same for a closing', async () => {
    const context = await anOpenTill()
    await sold(context)
    const closing = await closeDay(context, { user: NOBODY, seller: CONTEXT.seller }, null)
    if (!closing.ok) throw new Error(closing.error.code)
    expect([await print(context, closing.value), await print(context, closing.value)]).toEqual([
      0, 1,
    ])
    expect((await entriesOf(context)).at(-1)?.event).toMatchObject({
      what: 'document-reprinted',
      detail: { document: 'AZ-000001', count: 1 },
    })
  })

  it('counts each document by itself: a sale, another, its invoice', async () => {
    const context = await anOpenTill()
    const [one, other] = [await sold(context, 'one'), await sold(context, 'other')]
    const { seller, user } = CONTEXT
    const invoice = await invoiceSale(context, one, invoicedCustomer(aCustomer()), { seller, user })
    if (!invoice.ok) throw new Error(invoice.error.code)
    await print(context, one)
    expect(await print(context, other)).toBe(0)
    expect(await print(context, invoice.value)).toBe(0)
    expect(await print(context, one)).toBe(1)
    expect(await print(context, invoice.value)).toBe(1)
  })

  it('gives each duplicate its own number, even from two tabs at once', async () => {
    const context = await anOpenTill()
    const sale = await sold(context)
    const tabs = [context, anotherTab(context), context, anotherTab(context)]
    let ids = 0
    const counts = await Promise.all(
      tabs.map(tab => print({ ...tab, newId: () => `copy-${++ids}` }, sale)),
    )
    expect(counts.toSorted()).toEqual([0, 1, 2, 3])
  })

  it('leaves a training trace for a training document, whatever mode the till is in now', async () => {
    const lesson = await anOpenTill({ isTraining: true })
    const sale = await sold(lesson)
    await print({ ...lesson, isTraining: false }, sale)
    expect((await entriesOf(lesson)).at(-1)).toMatchObject({ training: true })
  })

  it('is refused when the disk refuses its trace', async () => {
    const context = await anOpenTill()
    const sale = await sold(context)
    vi.spyOn(context.tillDb.journal, 'add').mockRejectedValue(
      new Dexie.QuotaExceededError('no room left'),
    )
    expect(await recordPrinting(context, NOBODY, sale, 'paper')).toMatchObject({
      ok: false,
      error: { code: 'paper-not-written', cause: 'disk-full' },
    })
    vi.restoreAllMocks()
    expect(await print(context, sale)).toBe(0)
  })
})
