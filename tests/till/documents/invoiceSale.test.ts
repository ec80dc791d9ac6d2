import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  aCustomer,
  anArticle,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  SELLER,
} from '../../support/factory'
import { invoicedCustomer, type InvoiceEntry } from '@/core/documents/invoice'
import { type SaleEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'
import { giveBack } from '@/core/payment/refund'
import { documentLabel } from '@/core/journal/series'
import { emptyTicket } from '@/core/ticket/ticket'
import { NOBODY } from '@/core/people/user'
import { checkEntry } from '@/till/journal/checkJournal'
import { findCredited, findInvoice, invoiceSale, listInvoices } from '@/till/documents/invoiceSale'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const issuer = { seller: SELLER, user: NOBODY }
const zoe = invoicedCustomer(aCustomer())

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill(over)
  await openTill(context)
  return context
}

async function sell(context: TillContext, ticketId: string): Promise<SaleEntry> {
  const sale = await sellTicket(context, aTicket([anArticle()], ticketId), [aTender(5000)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

async function invoice(context: TillContext, sale: SaleEntry, to = zoe): Promise<InvoiceEntry> {
  const made = await invoiceSale(context, sale, to, issuer)
  if (!made.ok) throw new Error(made.error.code)
  return made.value
}

const labelOf = (entry: InvoiceEntry) => documentLabel(entry.event.document)

describe('invoicing a sale', () => {
  it('numbers invoices in their own series, without a gap, whatever is sold between', async () => {
    const context = await anOpenTill()
    const [first, second] = [await sell(context, 't1'), await sell(context, 't2')]
    const labels = [labelOf(await invoice(context, second))]
    await sell(context, 't3')
    labels.push(labelOf(await invoice(context, first)))
    expect(labels).toEqual(['AF-000001', 'AF-000002'])
    expect(documentLabel((await sell(context, 't4')).event.document)).toBe('A-000004')
    expect((await listInvoices(context, 10)).map(labelOf)).toEqual(['AF-000002', 'AF-000001'])
    expect(firstChainFault(await context.tillDb.journal.toArray())).toBeUndefined()
  })

  it('makes one invoice, however often and from however many tabs it is asked', async () => {
    const context = await anOpenTill()
    const sale = await sell(context, 't1')
    const tabs = [context, anotherTab(context), context, anotherTab(context)]
    const made = await Promise.all(tabs.map(tab => invoice(tab, sale)))
    expect(new Set(made.map(entry => entry.seal)).size).toBe(1)
    const again = await invoice(context, sale, { ...zoe, name: 'Anne' })
    expect(again.event.customer.name).toBe('Zoé Durand')
    expect(await listInvoices(context, 10)).toHaveLength(1)
    expect(await findInvoice(context, sale)).toEqual(made[0])
  })

  it('takes no number when the customer has no address, or the disk refuses', async () => {
    const context = await anOpenTill()
    const sale = await sell(context, 't1')
    expect(await invoiceSale(context, sale, { ...zoe, address: '' }, issuer)).toEqual({
      ok: false,
      error: { code: 'invoice-customer-incomplete' },
    })
    vi.spyOn(context.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await invoiceSale(context, sale, zoe, issuer)).toMatchObject({
      ok: false,
      error: { code: 'invoice-not-written', cause: 'disk-full' },
    })
    vi.restoreAllMocks()
    expect(await findInvoice(context, sale)).toBeNull()
    expect(labelOf(await invoice(context, sale))).toBe('AF-000001')
  })

  it('is sealed and signed as everything else', async () => {
    const context = await anOpenTill()
    const made = await invoice(context, await sell(context, 't1'))
    expect(await checkEntry(context, made)).toEqual({
      intact: true,
      linked: true,
      signature: 'valid',
    })
  })

  it('of a training sale is training too, numbered apart, even after training ended', async () => {
    const context = await anOpenTill({ isTraining: true })
    const lesson = await sell(context, 't1')
    const after = { ...context, isTraining: false }
    const made = await invoice(after, lesson)
    expect([labelOf(made), made.training]).toEqual(['AEF-000001', true])
    const real = await invoice(after, await sell(after, 't2'))
    expect([labelOf(real), real.training]).toEqual(['AF-000001', false])
  })
})

describe('the credit note of a refund', () => {
  async function refund(context: TillContext, sale: SaleEntry): Promise<SaleEntry> {
    const all = new Map([[0, 1000]])
    const back = giveBack(emptyTicket('back', ''), sale, [], all, context.newId)
    const refunded = await sellTicket(context, back, [aTender(-1548)], CONTEXT)
    if (!refunded.ok) throw new Error(refunded.error.code)
    return refunded.value
  }

  it('names the invoice, in the same series, and cancels it', async () => {
    const context = await anOpenTill()
    const sale = await sell(context, 't1')
    const made = await invoice(context, sale)
    const refunded = await refund(context, sale)
    const credited = await findCredited(context, refunded)
    expect(credited).toEqual([made])
    const note = await invoice(context, refunded)
    expect(labelOf(note)).toBe('AF-000002')
    expect(note.event.credits).toEqual([
      { till: 'A', entry: made.number, document: made.event.document, at: made.at },
    ])
    expect(note.event.totalCents + made.event.totalCents).toBe(0)
    expect(await findInvoice(context, sale)).toEqual(made)
  })

  it('is not made for a sale that was never invoiced', async () => {
    const context = await anOpenTill()
    const refunded = await refund(context, await sell(context, 't1'))
    await expect(invoiceSale(context, refunded, zoe, issuer)).rejects.toThrow('corrects an invoice')
  })
})
