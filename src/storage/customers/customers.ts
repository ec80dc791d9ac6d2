import type { TillDatabase } from '@/storage/databases'
import { tablesOfRights, takeRight } from '@/storage/people/approvals'
import type { Customer } from '@/core/customers/customer'
import type { UserV1 } from '@/core/journal/events/saleV1'

/**
 * Customers in the order of their ids, after a given id, at most `limit`: many customers are read
 * in parts.
 */
export function readCustomersAfter(
  db: TillDatabase,
  customerId: string,
  limit: number,
): Promise<Customer[]> {
  return db.customers.where('customerId').above(customerId).limit(limit).toArray()
}

/** A customer; undefined when the id is unknown or was erased. */
export function readCustomer(db: TillDatabase, customerId: string): Promise<Customer | undefined> {
  return db.customers.get(customerId)
}

/** Customers in the order of the given ids; undefined for an id that is unknown or was erased. */
export function readCustomers(
  db: TillDatabase,
  customerIds: readonly string[],
): Promise<(Customer | undefined)[]> {
  return db.customers.bulkGet([...customerIds])
}

/** Adds or replaces a customer. */
export async function putCustomer(db: TillDatabase, customer: Customer): Promise<void> {
  await db.customers.put(customer)
}

/**
 * Erases a customer and removes them from every open and parked ticket, in one transaction. Sealed
 * entries stay unchanged: their customer id then refers to nobody.
 */
export function eraseCustomer(db: TillDatabase, user: UserV1, customerId: string): Promise<void> {
  const tables = [db.customers, db.tickets, ...tablesOfRights(db)]
  return db.transaction('rw', tables, async () => {
    await takeRight(db, { user, permission: 'customers-erase', about: { customerId } })
    await db.customers.delete(customerId)
    await db.tickets
      .filter(({ ticket }) => ticket.customerId === customerId)
      .modify(kept => {
        kept.ticket = { ...kept.ticket, customerId: null }
      })
  })
}
