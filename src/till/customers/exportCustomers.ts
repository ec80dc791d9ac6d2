import { unparse } from 'papaparse'
import { findCustomer, listCustomers, listPurchases } from './customers'
import { writeXlsx } from '@/till/reports/writeXlsx'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { CUSTOMER_FIELDS, type Customer, type CustomerField } from '@/core/customers/customer'
import { textCell } from '@/core/reports/exports/table'

/** A file to hand to a person. */
export interface ExportedFile {
  name: string
  type: string
  text: string
}

/** First value of every file, so that another program knows what it reads. */
const FORMAT = 'comptoir-customers-1'

/** All customers as JSON, every value as it is stored. */
export async function exportCustomersAsJson(context: TillContext): Promise<ExportedFile> {
  const customers = await readAll(context)
  return jsonFile(context, 'clients', { customers })
}

/**
 * All customers as a table that a French spreadsheet opens directly: separated by semicolons, UTF-8
 * with a byte order mark. `heads` names its columns.
 */
export async function exportCustomersAsCsv(
  context: TillContext,
  heads: Readonly<Record<CustomerField, string>>,
): Promise<ExportedFile> {
  const customers = await readAll(context)
  const table = unparse(
    {
      fields: CUSTOMER_FIELDS.map(field => heads[field]),
      data: customers.map(customer => CUSTOMER_FIELDS.map(field => textCell(customer[field]))),
    },
    { delimiter: ';' },
  )
  return { name: `${nameOf(context, 'clients')}.csv`, type: 'text/csv', text: `\uFEFF${table}\r\n` }
}

/** All customers as a workbook in which every value is a text, so that none is changed. */
export async function exportCustomersAsXlsx(
  context: TillContext,
  heads: Readonly<Record<CustomerField, string>>,
  title: string,
): Promise<{ name: string; content: Blob }> {
  const customers = await readAll(context)
  const columns = CUSTOMER_FIELDS.map(key => ({ key, kind: 'text' as const }))
  const rows = customers.map(customer => CUSTOMER_FIELDS.map(field => customer[field]))
  const named = CUSTOMER_FIELDS.map(field => heads[field])
  const content = await writeXlsx({ columns, rows }, named, title)
  return { name: `${nameOf(context, 'clients')}.xlsx`, content }
}

/**
 * All that the till holds about one customer, to be handed to them (GDPR art. 15 and 20): the
 * stored fields, and the sales and invoices made out to them.
 */
export async function exportCustomer(
  context: TillContext,
  customerId: string,
): Promise<ExportedFile> {
  const customer = await findCustomer(context, customerId)
  assert(customer !== null, 'an exported customer is stored')
  const purchases = await listPurchases(context, customerId)
  return jsonFile(context, 'client', {
    customer,
    sales: purchases.map(({ sale, dueCents }) => ({
      at: sale.at,
      stillDueCents: dueCents,
      ...sale.event,
    })),
    invoices: purchases.flatMap(({ invoice }) =>
      invoice ? { at: invoice.at, ...invoice.event } : [],
    ),
  })
}

function jsonFile(context: TillContext, what: string, held: object): ExportedFile {
  const told = { format: FORMAT, exportedAt: context.now().at, till: context.tillCode, ...held }
  return {
    name: `${nameOf(context, what)}.json`,
    type: 'application/json',
    text: `${JSON.stringify(told, null, 2)}\n`,
  }
}

const nameOf = (context: TillContext, what: string) => `comptoir-${what}-${context.now().day}`

async function readAll(context: TillContext): Promise<Customer[]> {
  const all: Customer[] = []
  for await (const some of listCustomers(context)) all.push(...some)
  return all
}
