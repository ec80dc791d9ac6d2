import type { TillDatabase } from '@/storage/databases'
import type { Customer } from '@/core/customers/customer'

/** Customers behind an id, in the order of their ids, at most `limit`: many are read in parts. */
export function readCustomersAfter(
  db: TillDatabase,
  customerId: string,
  limit: number,
): Promise<Customer[]> {
  return db.customers.where('customerId').above(customerId).limit(limit).toArray()
}

export function readCustomer(db: TillDatabase, customerId: string): Promise<Customer | undefined> {
  return db.customers.get(customerId)
}

/** Customers of these ids, in their order; undefined for each that is nobody, or was erased. */
export function readCustomers(
  db: TillDatabase,
  customerIds: readonly string[],
): Promise<(Customer | undefined)[]> {
  return db.customers.bulkGet([...customerIds])
}

export async function putCustomer(db: TillDatabase, customer: Customer): Promise<void> {
  await db.customers.put(customer)
}

/**
 * Erases a customer, and takes them off every open and parked ticket, in one transaction.
 * What was sealed is not touched: it holds an id that then means nobody.
 */
export function eraseCustomer(db: TillDatabase, customerId: string): Promise<void> {
  return db.transaction('rw', db.customers, db.tickets, async () => {
    await db.customers.delete(customerId)
    await db.tickets
      .filter(({ ticket }) => ticket.customerId === customerId)
      .modify(kept => {
        kept.ticket = { ...kept.ticket, customerId: null }
      })
  })
}
