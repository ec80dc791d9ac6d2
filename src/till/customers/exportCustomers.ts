import { findCustomer, listCustomers, listPurchases } from './customers'
import { csvFile } from '@/till/reports/csv'
import { writeXlsx } from '@/till/reports/writeXlsx'
import type { TillContext } from '@/till/context'
import { withRight } from '@/till/people/withRight'
import { assert } from '@/core/assert'
import { CUSTOMER_FIELDS, type Customer, type CustomerField } from '@/core/customers/customer'
import { fail, ok, type ApprovalError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { Act } from '@/core/people/approval'
import { textCell } from '@/core/reports/exports/table'
import { approvalOf } from '@/storage/journal/refusals'

/** A file to hand to a person. */
export interface ExportedFile {
  name: string
  type: string
  text: string
}

/** The file of all customers, as it is approved. */
const ALL = { customers: 'all' }

/** First value of every file, so that another program knows what it reads. */
const FORMAT = 'comptoir-customers-1'

/** A file, unless `user` may not take it and nobody approved it. */
type Exported<File = ExportedFile> = Promise<Result<File, ApprovalError>>

/** All customers as JSON, every value as it is stored. */
export function exportCustomersAsJson(context: TillContext, user: UserV1): Exported {
  return exportedBy(context, user, ALL, async () => {
    return jsonFile(context, 'clients', { customers: await readAll(context) })
  })
}

/**
 * All customers as a table that a French spreadsheet opens directly: separated by semicolons, UTF-8
 * with a byte order mark. `heads` names its columns.
 */
export function exportCustomersAsCsv(
  context: TillContext,
  user: UserV1,
  heads: Readonly<Record<CustomerField, string>>,
): Exported {
  return exportedBy(context, user, ALL, async () => {
    const customers = await readAll(context)
    const text = csvFile([
      CUSTOMER_FIELDS.map(field => textCell(heads[field])),
      ...customers.map(customer => CUSTOMER_FIELDS.map(field => textCell(customer[field]))),
    ])
    return { name: `${nameOf(context, 'clients')}.csv`, type: 'text/csv', text }
  })
}

/** All customers as a workbook in which every value is a text, so that none is changed. */
export function exportCustomersAsXlsx(
  context: TillContext,
  user: UserV1,
  heads: Readonly<Record<CustomerField, string>>,
  title: string,
): Exported<{ name: string; content: Blob }> {
  return exportedBy(context, user, ALL, async () => {
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
export function exportCustomer(context: TillContext, user: UserV1, customerId: string): Exported {
  return exportedBy(context, user, { customerId }, async () => {
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
  user: UserV1,
  about: Act['about'],
  make: () => Promise<File>,
): Exported<File> {
  try {
    const act = { user, permission: 'customers-export', about } as const
    return ok(await withRight(context, act, make))
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return fail(refusal)
  }
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
