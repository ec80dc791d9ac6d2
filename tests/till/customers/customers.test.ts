import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it, vi } from 'vitest'
import {
  aCustomer,
  anArticle,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  SELLER,
} from '../../support/factory'
import { NO_FIELDS, type Customer } from '@/core/customers/customer'
import { giveBack } from '@/core/payment/refund'
import { emptyTicket } from '@/core/ticket/ticket'
import { NOBODY } from '@/core/people/user'
import { putCustomer } from '@/storage/customers/customers'
import { checkJournal } from '@/till/journal/checkJournal'
import {
  eraseCustomer,
  findCustomer,
  keepCustomer,
  listCustomers,
  listPurchases,
} from '@/till/customers/customers'
import {
  exportCustomer,
  exportCustomersAsCsv,
  exportCustomersAsXlsx,
  exportCustomersAsJson,
} from '@/till/customers/exportCustomers'
import { invoiceSale } from '@/till/documents/invoiceSale'
import { keepDraft } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import type { ApprovalError, Result } from '@/core/errors'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const HEADS = {
  name: 'Nom',
  company: 'Société',
  phone: 'Téléphone',
  email: 'E-mail',
  address: 'Adresse',
  vatNumber: 'TVA',
  note: 'Note',
}

async function anOpenTill(): Promise<TillContext> {
  const context = aTill()
  await openTill(context)
  return context
}

async function kept(context: TillContext, over: Partial<Customer> = {}): Promise<Customer> {
  const customer = await keepCustomer(context, { ...aCustomer(), ...over }, null)
  if (!customer.ok) throw new Error(customer.error.code)
  return customer.value
}

async function sell(
  context: TillContext,
  ticketId: string,
  customerId: string | null,
  mayOwe = false,
) {
  const ticket = { ...aTicket([anArticle()], ticketId), customerId }
  const tenders = mayOwe ? [aTender(500)] : [aTender(2000)]
  const sale = await sellTicket(context, ticket, tenders, { ...CONTEXT, mayOwe })
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

async function everyone(context: TillContext): Promise<Customer[]> {
  const all = []
  for await (const some of listCustomers(context)) all.push(...some)
  return all
}

describe('customers', () => {
  it('are kept trimmed, changed in place, and all read', async () => {
    const context = await anOpenTill()
    const zoe = await kept(context, { name: '  Zoé Durand ' })
    expect(zoe.name).toBe('Zoé Durand')
    await keepCustomer(context, { ...zoe, phone: '06 12 34 56 78' }, zoe)
    expect(await everyone(context)).toEqual([{ ...zoe, phone: '06 12 34 56 78' }])

    const ids = Array.from({ length: 1234 }, (_none, index) => `c${index}`)
    await Promise.all(ids.map(id => putCustomer(context.tillDb, aCustomer({ customerId: id }))))
    expect(new Set((await everyone(context)).map(one => one.customerId)).size).toBe(1235)
  })

  it('report a refusal of the disk', async () => {
    const context = await anOpenTill()
    vi.spyOn(context.tillDb.customers, 'put').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await keepCustomer(context, NO_FIELDS, null)).toMatchObject({
      ok: false,
      error: { code: 'customer-not-written', cause: 'disk-full' },
    })
  })

  it('have their purchases, the ones invoiced to them, and the amounts still due', async () => {
    const context = await anOpenTill()
    const zoe = await kept(context)
    const owed = await sell(context, 't1', zoe.customerId, true)
    const anonymous = await sell(context, 't2', null)
    await sell(context, 't3', null)
    await invoiceSale(context, anonymous, zoe, { seller: SELLER, user: NOBODY })
    const purchases = await listPurchases(context, zoe.customerId)
    expect(
      purchases.map(one => [one.sale.number, one.dueCents, one.invoice?.event.document.number]),
    ).toEqual([
      [anonymous.number, 0, 1],
      [owed.number, 1048, undefined],
    ])
  })

  it('owe less after a return, and are listed without a purged sale', async () => {
    const context = await anOpenTill()
    const zoe = await kept(context)
    const owed = await sell(context, 't1', zoe.customerId, true)
    const purged = await sell(context, 't2', null)
    await invoiceSale(context, purged, zoe, { seller: SELLER, user: NOBODY })
    const all = new Map([[0, 1000]])
    const back = giveBack(emptyTicket('back', ''), owed, [], all, context.newId)
    const tenders = [aTender(-1000, 'debt'), aTender(-548)]
    expect((await sellTicket(context, back, tenders, { ...CONTEXT, debtCents: 1048 })).ok).toBe(
      true,
    )
    await context.tillDb.journal.delete([purged.till, purged.number])

    const reads = vi.spyOn(context.tillDb.journal, 'get')
    const purchases = await listPurchases(context, zoe.customerId)
    expect(purchases.map(one => [one.sale.number, one.dueCents])).toEqual([[owed.number, 48]])
    expect(reads).not.toHaveBeenCalled()
    const invoice = await invoiceSale(context, owed, zoe, { seller: SELLER, user: NOBODY })
    expect(invoice).toMatchObject({ value: { event: { dueCents: 48 } } })
  })

  it('are erased from the till and from open tickets; sealed entries stay', async () => {
    const context = await anOpenTill()
    const zoe = await kept(context)
    const other = await kept(context, { name: 'Anne' })
    const sale = await sell(context, 't1', zoe.customerId)
    const invoice = await invoiceSale(context, sale, zoe, { seller: SELLER, user: NOBODY })
    await keepDraft(context, { ...aTicket([anArticle()], 'parked'), customerId: other.customerId })
    await keepDraft(context, { ...aTicket([anArticle()], 'open'), customerId: zoe.customerId })

    const before = await context.tillDb.journal.toArray()
    expect(await eraseCustomer(context, NOBODY, zoe.customerId)).toEqual({ ok: true, value: true })
    expect(await findCustomer(context, zoe.customerId)).toBeNull()
    const ticketOf = async (ticketId: string) =>
      (await context.tillDb.tickets.get(ticketId))?.ticket
    expect((await ticketOf('open'))?.customerId).toBeNull()
    expect((await ticketOf('parked'))?.customerId).toBe(other.customerId)
    expect(await everyone(context)).toEqual([other])

    expect(await context.tillDb.journal.toArray()).toEqual(before)
    expect(await checkJournal(context, () => undefined)).toEqual({ checked: 3, fault: undefined })
    expect(JSON.stringify(sale)).not.toContain('Durand')
    expect(invoice.ok && invoice.value.event.customer.name).toBe('Zoé Durand')
  })
})

function fileOf<File>(exported: Result<File, ApprovalError>): File {
  if (!exported.ok) throw new Error(exported.error.code)
  return exported.value
}

describe('an export', () => {
  it('of all, as JSON, has every value', async () => {
    const context = await anOpenTill()
    const zoe = await kept(context, { note: 'ligne 1\nligne 2' })
    const file = fileOf(await exportCustomersAsJson(context, NOBODY))
    expect(file).toMatchObject({ name: 'comptoir-clients-2026-01-02.json' })
    expect(JSON.parse(file.text)).toMatchObject({
      format: 'comptoir-customers-1',
      customers: [zoe],
    })
  })

  it('of all, as a table, opens in a spreadsheet and runs nothing there', async () => {
    const context = await anOpenTill()
    await kept(context, {
      name: 'Durand; "Zoé"',
      address: '3 rue du Port\n44000 Nantes',
      phone: '+33 6 12 34 56 78',
      note: '=1+1',
    })
    const file = fileOf(await exportCustomersAsCsv(context, NOBODY, HEADS))
    expect(file.name).toBe('comptoir-clients-2026-01-02.csv')
    expect(file.text).toBe(
      '\uFEFF"Nom";"Société";"Téléphone";"E-mail";"Adresse";"TVA";"Note"\r\n' +
        '"Durand; ""Zoé""";"";"\t+33 6 12 34 56 78";"";"3 rue du Port\n44000 Nantes";"";"\'=1+1"\r\n',
    )
  })

  it('of all, as a workbook and as a CSV, keeps every character', async () => {
    const context = await anOpenTill()
    const values = {
      name: '3-12',
      company: '1E5',
      phone: '0612345678',
      address: '01000',
      note: '00123',
    }
    await kept(context, values)
    const { name, content } = fileOf(await exportCustomersAsXlsx(context, NOBODY, HEADS, 'Clients'))
    expect(name).toBe('comptoir-clients-2026-01-02.xlsx')
    const parts = unzipSync(new Uint8Array(await content.arrayBuffer()))
    const part = (path: string) => strFromU8(parts[path] ?? new Uint8Array())
    const sheet = part('xl/worksheets/sheet1.xml')
    expect(sheet).not.toMatch(/<c (?![^>]*t="(?:s|inlineStr)")[^>]*><v>/)
    for (const value of Object.values(values)) {
      expect(part('xl/sharedStrings.xml') + sheet).toContain(`>${value}<`)
    }
    expect(part('xl/styles.xml')).toMatch(/numFmtId="49"|formatCode="@"/)
    const { text } = fileOf(await exportCustomersAsCsv(context, NOBODY, HEADS))
    for (const value of Object.values(values)) expect(text).toContain(`\t${value}`)
  })

  it('of one customer has their own data and nothing of another', async () => {
    const context = await anOpenTill()
    const zoe = await kept(context)
    const anne = await kept(context, { name: 'Anne' })
    const sale = await sell(context, 't1', zoe.customerId)
    await sell(context, 't2', anne.customerId)
    await invoiceSale(context, sale, zoe, { seller: SELLER, user: NOBODY })
    const { text } = fileOf(await exportCustomer(context, NOBODY, zoe.customerId))
    expect(JSON.parse(text)).toMatchObject({
      customer: zoe,
      sales: [{ document: { series: 'A', number: 1 }, totalCents: 1548 }],
      invoices: [{ document: { series: 'AF', number: 1 } }],
    })
    expect(text).not.toContain('Anne')
  })
})
