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
import { firstChainFault, type SaleEntry } from '@/core/journal/journal'
import { giveBack } from '@/core/payment/refund'
import { documentLabel } from '@/core/journal/series'
import { emptyTicket } from '@/core/ticket/ticket'
import { NOBODY } from '@/core/people/user'
import { checkEntry } from '@/till/journal/checkJournal'
import { findCredited, findInvoice, invoiceSale, listInvoices } from '@/till/documents/invoiceSale'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { signJournal } from '@/till/journal/signJournal'
import type { Till } from '@/till/context'

const issuer = { seller: SELLER, user: NOBODY }
const zoe = invoicedCustomer(aCustomer())

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<Till> = {}): Promise<Till> {
  const till = aTill(over)
  await openTill(till)
  return till
}

async function sell(till: Till, ticketId: string): Promise<SaleEntry> {
  const sale = await sellTicket(till, aTicket([anArticle()], ticketId), [aTender(5000)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

async function invoice(till: Till, sale: SaleEntry, to = zoe): Promise<InvoiceEntry> {
  const made = await invoiceSale(till, sale, to, issuer)
  if (!made.ok) throw new Error(made.error.code)
  return made.value
}

const labelOf = (entry: InvoiceEntry) => documentLabel(entry.event.document)

describe('invoicing a sale', () => {
  it('numbers invoices in their own series, without a gap, whatever is sold between', async () => {
    const till = await anOpenTill()
    const [first, second] = [await sell(till, 't1'), await sell(till, 't2')]
    const labels = [labelOf(await invoice(till, second))]
    await sell(till, 't3')
    labels.push(labelOf(await invoice(till, first)))
    expect(labels).toEqual(['AF-000001', 'AF-000002'])
    expect(documentLabel((await sell(till, 't4')).event.document)).toBe('A-000004')
    expect((await listInvoices(till, 10)).map(labelOf)).toEqual(['AF-000002', 'AF-000001'])
    expect(firstChainFault(await till.tillDb.journal.toArray())).toBeUndefined()
  })

  it('makes one invoice, however often and from however many tabs it is asked', async () => {
    const till = await anOpenTill()
    const sale = await sell(till, 't1')
    const tabs = [till, anotherTab(till), till, anotherTab(till)]
    const made = await Promise.all(tabs.map(tab => invoice(tab, sale)))
    expect(new Set(made.map(entry => entry.seal)).size).toBe(1)
    const again = await invoice(till, sale, { ...zoe, name: 'Anne' })
    expect(again.event.customer.name).toBe('Zoé Durand')
    expect(await listInvoices(till, 10)).toHaveLength(1)
    expect(await findInvoice(till, sale)).toEqual(made[0])
  })

  it('takes no number when the customer has no address, or the disk refuses', async () => {
    const till = await anOpenTill()
    const sale = await sell(till, 't1')
    expect(await invoiceSale(till, sale, { ...zoe, address: '' }, issuer)).toEqual({
      ok: false,
      error: { code: 'invoice-customer-incomplete' },
    })
    vi.spyOn(till.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await invoiceSale(till, sale, zoe, issuer)).toMatchObject({
      ok: false,
      error: { code: 'invoice-not-written', cause: 'disk-full' },
    })
    vi.restoreAllMocks()
    expect(await findInvoice(till, sale)).toBeNull()
    expect(labelOf(await invoice(till, sale))).toBe('AF-000001')
  })

  it('is sealed and signed as everything else', async () => {
    const till = await anOpenTill()
    const made = await invoice(till, await sell(till, 't1'))
    await signJournal(till)
    expect(await checkEntry(till, made)).toEqual({ intact: true, linked: true, signature: 'valid' })
  })

  it('of a lesson is a lesson too, numbered apart, even after it', async () => {
    const till = await anOpenTill({ isTraining: true })
    const lesson = await sell(till, 't1')
    const after = { ...till, isTraining: false }
    const made = await invoice(after, lesson)
    expect([labelOf(made), made.training]).toEqual(['AEF-000001', true])
    const real = await invoice(after, await sell(after, 't2'))
    expect([labelOf(real), real.training]).toEqual(['AF-000001', false])
  })
})

describe('the credit note of a refund', () => {
  async function refund(till: Till, sale: SaleEntry): Promise<SaleEntry> {
    const all = new Map([[0, 1000]])
    const back = giveBack(emptyTicket('back', ''), sale, [], all, till.newId)
    const refunded = await sellTicket(till, back, [aTender(-1548)], CONTEXT)
    if (!refunded.ok) throw new Error(refunded.error.code)
    return refunded.value
  }

  it('names the invoice, in the same series, and cancels it', async () => {
    const till = await anOpenTill()
    const sale = await sell(till, 't1')
    const made = await invoice(till, sale)
    const refunded = await refund(till, sale)
    const credited = await findCredited(till, refunded)
    expect(credited).toEqual([made])
    const note = await invoice(till, refunded)
    expect(labelOf(note)).toBe('AF-000002')
    expect(note.event.credits).toEqual([
      { till: 'A', entry: made.number, document: made.event.document, at: made.at },
    ])
    expect(note.event.totalCents + made.event.totalCents).toBe(0)
    expect(await findInvoice(till, sale)).toEqual(made)
  })

  it('is not made of what was never invoiced', async () => {
    const till = await anOpenTill()
    const refunded = await refund(till, await sell(till, 't1'))
    await expect(invoiceSale(till, refunded, zoe, issuer)).rejects.toThrow('corrects an invoice')
  })
})
