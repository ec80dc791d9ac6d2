import * as v from 'valibot'
import { id, text } from './fields'

/** Fields of customers: only the name is requested from the shop. */
export const CUSTOMER_FIELDS = ['id', 'firstname', 'lastname'] as const
export const customerRow = v.pipe(
  v.object({ id, firstname: text, lastname: text }),
  v.transform(row => ({
    customerId: row.id,
    name: [row.firstname, row.lastname].filter(Boolean).join(' '),
  })),
)

/** Fields of addresses, for invoices to companies. */
export const ADDRESS_FIELDS = [
  'id',
  'company',
  'vat_number',
  'address1',
  'address2',
  'postcode',
  'city',
] as const
export const addressRow = v.pipe(
  v.object({
    id,
    company: text,
    vat_number: text,
    address1: text,
    address2: text,
    postcode: text,
    city: text,
  }),
  v.transform(row => ({
    addressId: row.id,
    company: row.company,
    vatNumber: row.vat_number,
    address: [row.address1, row.address2, `${row.postcode} ${row.city}`.trim()]
      .filter(Boolean)
      .join('\n'),
  })),
)
