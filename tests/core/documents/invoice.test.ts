import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import {
  aCustomer,
  anArticle,
  anEntry,
  aSale,
  aTender,
  aTicket,
  AT,
  CONTEXT,
  SELLER,
} from '../../support/factory'
import { giveDiscount } from '@/core/ticket/discount'
import {
  creditedCustomer,
  invoicedCustomer,
  invoiceOf,
  type InvoiceEntry,
} from '@/core/documents/invoice'
import { invoicePaperOf } from '@/core/documents/invoicePaper'
import { sealEvent, type SaleEntry } from '@/core/journal/journal'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { FRANCHISE_MENTION } from '@/core/settings/seller'
import { emptyTicket } from '@/core/ticket/ticket'
import { setQuantity } from '@/core/ticket/lines'

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
const customer = invoicedCustomer(aCustomer())
const { seller, user, software } = CONTEXT
const issuer = { seller, user, software }
let ids = 0

function invoiced(sale: SaleEntry, credited: InvoiceEntry[] = [], to = customer): InvoiceEntry {
  const invoice = invoiceOf(sale, to, { payments: [], refunds: [], credited }, issuer)
  if (!invoice.ok) throw new Error(invoice.error.code)
  const event = { ...invoice.value, document: { series: 'AF', number: 1 } }
  const base = { till: 'A', eventId: `${sale.eventId}-invoice`, ...AT, training: false, event }
  return { ...sealEvent(undefined, base), event }
}

/** Any sale or exchange, with or without goods given back of an earlier sale. */
const anySale = fc.tuple(anyTicket, fc.boolean(), fc.nat(100)).map(([ticket, isBack, share]) => {
  const sale = aSale(ticket)
  if (!isBack) return sale
  const wanted = new Map(
    refundableLines(sale, []).map(one => [
      one.lineIndex,
      Math.floor((one.leftMilli * share) / 100),
    ]),
  )
  const back = giveBack(emptyTicket('back', AT.at), sale, [], wanted, () => `id-${++ids}`)
  return back.lines.length > 0 ? aSale({ ...back, ticketId: 'back' }, 3) : sale
})

describe('an invoice', () => {
  const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
  const notebook = anArticle()

  it('says each line without VAT, its discount, and the totals per rate', () => {
    const three = setQuantity(aTicket([honey, notebook]), 'ticket-1-line-0', 3000)
    const discount = aDiscount({ kind: 'amount', value: 150, lineIds: ['ticket-1-line-0'] })
    const paper = invoicePaperOf(invoiced(aSale(giveDiscount(three, discount))))
    expect(paper).toMatchObject({
      kind: 'invoice',
      number: 'AF-000001',
      saleNumber: 'A-000001',
      seller: SELLER,
      customer: { name: 'Zoé Durand', address: '3 rue du Port, 44000 Nantes' },
      // 27,00 at 5,5 % and 15,48 at 20 %.
      netCents: 2559 + 1290,
      vatCents: 141 + 258,
      totalCents: 4248,
      vatMention: '',
      isProfessional: false,
    })
    expect(paper.lines).toMatchObject([
      // 9,50 / 1,055 = 9,004739; 1,50 / 1,055 = 1,42; 27,00 / 1,055 = 25,59.
      { quantityMilli: 3000, unitNetMicros: 9_004_739, discountNetCents: 142, netCents: 2559 },
      { quantityMilli: 1000, unitNetMicros: 12_900_000, discountNetCents: 0, netCents: 1290 },
    ])
  })

  it('states that no VAT applies for an exempt shop; otherwise 0 % is a rate', () => {
    const sale = aSale(aTicket([anArticle({ vatRate: 0 })]))
    expect(invoicePaperOf(invoiced(sale))).toMatchObject({ vatMention: '', vatCents: 0 })
    const franchise = { ...issuer, seller: { ...SELLER, mention: FRANCHISE_MENTION } }
    const around = { payments: [], refunds: [], credited: [] }
    const invoice = invoiceOf(sale, customer, around, franchise)
    if (!invoice.ok) throw new Error(invoice.error.code)
    const document = { series: 'AF', number: 1 }
    const paper = invoicePaperOf(anEntry({ ...invoice.value, document }))
    expect(paper).toMatchObject({ vatMention: FRANCHISE_MENTION, vatCents: 0, netCents: 1548 })
  })

  it('is refused without name and address, of the customer or of the shop', () => {
    const sale = aSale(aTicket())
    const refusal = (over: object, of = seller) => {
      const to = { ...customer, ...over }
      const invoice = invoiceOf(
        sale,
        to,
        { payments: [], refunds: [], credited: [] },
        { ...issuer, seller: of },
      )
      return invoice.ok ? null : invoice.error.code
    }
    expect(refusal({ name: ' ' })).toBe('invoice-customer-incomplete')
    expect(refusal({ address: '' })).toBe('invoice-customer-incomplete')
    expect(refusal({ name: '', company: 'Colibri' })).toBeNull()
    expect(refusal({}, { ...seller, address: '' })).toBe('invoice-seller-incomplete')
  })

  it('says what was paid since, and what is still due', () => {
    const sale = aSale(aTicket([notebook]))
    const owing: SaleEntry = {
      ...sale,
      event: { ...sale.event, tenders: [aTender(500)], dueCents: 1048 },
    }
    const payment = {
      ...sale,
      event: {
        kind: 'payment' as const,
        document: { series: 'AP', number: 1 },
        saleTill: 'A',
        saleNumber: 2,
        saleDocument: sale.event.document,
        dueBeforeCents: 1048,
        tenders: [aTender(1000)],
        changeCents: 0,
        dueCents: 48,
        ...issuer,
      },
    }
    const invoice = invoiceOf(
      owing,
      customer,
      { payments: [payment], refunds: [], credited: [] },
      issuer,
    )
    if (!invoice.ok) throw new Error(invoice.error.code)
    const { tenders, changeCents, dueCents, totalCents } = invoice.value
    expect(tenders.map(tender => tender.givenCents)).toEqual([500, 1000])
    expect(dueCents).toBe(48)
    expect(sum(tenders.map(tender => tender.givenCents)) - changeCents + dueCents).toBe(totalCents)
  })

  it('includes the debt lowered by returned goods, and so adds up to its total', () => {
    const sale = aSale(aTicket([notebook]))
    const owing: SaleEntry = {
      ...sale,
      event: { ...sale.event, tenders: [aTender(500)], dueCents: 1048 },
    }
    const refund: SaleEntry = {
      ...sale,
      event: {
        ...sale.event,
        kind: 'refund',
        tenders: [aTender(-1000, 'debt'), aTender(-200)],
        refundOf: [sale.number],
      },
    }
    const around = { payments: [], refunds: [refund], credited: [] }
    const invoice = invoiceOf(owing, customer, around, issuer)
    if (!invoice.ok) throw new Error(invoice.error.code)
    const { tenders, dueCents, totalCents } = invoice.value
    expect(tenders).toEqual([aTender(500), aTender(1000, 'debt')])
    expect(dueCents).toBe(48)
    expect(sum(tenders.map(tender => tender.givenCents)) + dueCents).toBe(totalCents)
  })

  it('of a refund is a credit note that names the invoice it corrects', () => {
    const sale = aSale(aTicket([honey]))
    const invoice = invoiced(sale)
    const all = new Map([[0, 1000]])
    const back = giveBack(emptyTicket('back', AT.at), sale, [], all, () => 'line')
    const note = invoiced(aSale(back, 4), [invoice])
    expect(note.event.credits).toEqual([
      { till: 'A', entry: invoice.number, document: { series: 'AF', number: 1 }, at: AT.at },
    ])
    expect(invoicePaperOf(note)).toMatchObject({
      kind: 'credit-note',
      credits: [{ number: 'AF-000001' }],
      totalCents: -950,
      netCents: -900,
      lines: [{ quantityMilli: -1000, unitNetMicros: 9_004_739, netCents: -900 }],
    })
  })

  it('is credited to one customer only', () => {
    const first = invoiced(aSale(aTicket([honey])))
    const other = invoiced(aSale(aTicket([honey])), [], { ...customer, customerId: 'other' })
    expect(creditedCustomer([first, first])).toEqual(customer)
    expect(creditedCustomer([first, other])).toBeNull()
    expect(creditedCustomer([])).toBeNull()
  })

  it('has the total of its sale, and lines that add up to its totals, whatever was sold', () => {
    fc.assert(
      fc.property(anySale, sale => {
        const paper = invoicePaperOf(invoiced(sale))
        expect(paper.totalCents).toBe(sale.event.totalCents)
        expect(paper.vat).toEqual(sale.event.vat)
        expect(paper.netCents + paper.vatCents).toBe(sale.event.totalCents)
        for (const { vatRate, netCents } of sale.event.vat) {
          const ofRate = paper.lines.filter(line => line.vatRate === vatRate)
          expect(sum(ofRate.map(line => line.netCents))).toBe(netCents)
        }
        paper.lines.forEach((line, lineIndex) => {
          const exact = (sale.event.lines[lineIndex]!.grossCents * 10_000) / (10_000 + line.vatRate)
          expect(Math.abs(line.netCents - exact)).toBeLessThanOrEqual(1)
        })
      }),
      { numRuns: 300 },
    )
  })
})
