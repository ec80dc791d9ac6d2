import { unparse } from 'papaparse'
import { findCustomer, listCustomers, listPurchases } from './customers'
import { writeXlsx } from '@/till/reports/writeXlsx'
import type { TillContext } from '@/till/context'
import { requireRight } from '@/till/people/rights'
import { assert } from '@/core/assert'
import { CUSTOMER_FIELDS, type Customer, type CustomerField } from '@/core/customers/customer'
import { ok, type ApprovalError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { textCell } from '@/core/reports/exports/table'

/** A file to hand to a person. */
export interface ExportedFile {
  name: string
  type: string
  text: string
}

/** First value of every file, so that another program knows what it reads. */
const FORMAT = 'comptoir-customers-1'

/** A file, unless `by`, who serves or approved it, may not take it. */
type Exported<File = ExportedFile> = Promise<Result<File, ApprovalError>>

/** All customers as JSON, every value as it is stored. */
export function exportCustomersAsJson(context: TillContext, by: UserV1): Exported {
  return exportedBy(context, by, async () => {
    return jsonFile(context, 'clients', { customers: await readAll(context) })
  })
}

/**
 * All customers as a table that a French spreadsheet opens directly: separated by semicolons, UTF-8
 * with a byte order mark. `heads` names its columns.
 */
export function exportCustomersAsCsv(
  context: TillContext,
  by: UserV1,
  heads: Readonly<Record<CustomerField, string>>,
): Exported {
  return exportedBy(context, by, async () => {
    const customers = await readAll(context)
    const table = unparse(
      {
        fields: CUSTOMER_FIELDS.map(field => heads[field]),
        data: customers.map(customer => CUSTOMER_FIELDS.map(field => textCell(customer[field]))),
      },
      { delimiter: ';' },
    )
    const text = `\uFEFF${table}\r\n`
    return { name: `${nameOf(context, 'clients')}.csv`, type: 'text/csv', text }
  })
}

/** All customers as a workbook in which every value is a text, so that none is changed. */
export function exportCustomersAsXlsx(
  context: TillContext,
  by: UserV1,
  heads: Readonly<Record<CustomerField, string>>,
  title: string,
): Exported<{ name: string; content: Blob }> {
  return exportedBy(context, by, async () => {
    const customers = await readAll(context)
    const columns = CUSTOMER_FIELDS.map(key => ({ key, kind: 'text' as const }))
    const rows = customers.map(customer => CUSTOMER_FIELDS.map(field => customer[field]))
    const named = CUSTOMER_FIELDS.map(field => heads[field])
    const content = await writeXlsx({ columns, rows }, named, title)
    return { name: `${nameOf(context, 'clients')}.xlsx`, content }
  })
}

/**
 * All that the till holds about one customer, to be handed to them (GDPR art. 15 and 20): the
 * stored fields, and the sales and invoices made out to them.
 */
export function exportCustomer(context: TillContext, by: UserV1, customerId: string): Exported {
  return exportedBy(context, by, async () => {
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
  })
}

async function exportedBy<File>(
  context: TillContext,
  by: UserV1,
  make: () => Promise<File>,
): Exported<File> {
  const may = await requireRight(context, by, { permission: 'customers-export' })
  return may.ok ? ok(await make()) : may
}

function jsonFile(context: TillContext, what: string, held: object): ExportedFile {
  const exported = { format: FORMAT, exportedAt: context.now().at, till: context.tillCode, ...held }
  return {
    name: `${nameOf(context, what)}.json`,
    type: 'application/json',
    text: `${JSON.stringify(exported, null, 2)}\n`,
  }
}

const nameOf = (context: TillContext, what: string) => `comptoir-${what}-${context.now().day}`

async function readAll(context: TillContext): Promise<Customer[]> {
  const all: Customer[] = []
  for await (const some of listCustomers(context)) all.push(...some)
  return all
}
