import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import type { ShopBuyer } from '@/core/orders/shopOrder'

/** Id and time for a customer to be created. */
interface NewCustomer {
  id: string
  at: string
}

/**
 * Id of the till's customer for a customer of the shop; creates one when there is none. After the
 * till's customer was erased, a later order creates a new one, without history.
 */
export function customerOfBuyer(
  db: TillDatabase,
  shop: string,
  { customerId: shopCustomerId, name, company, vatNumber, address }: ShopBuyer,
  { id, at }: NewCustomer,
): Promise<string> {
  return db.transaction('rw', db.customers, db.settings, async () => {
    const links = (await readSetting(db, 'orderCustomers')) ?? {}
    const ofShop = `${shop}:${shopCustomerId}`
    const known = links[ofShop]
    if (known !== undefined && (await db.customers.get(known))) return known
    const contact = { email: '', phone: '', note: '' }
    const customer = { customerId: id, name, company, vatNumber, address, createdAt: at }
    await db.customers.put({ ...customer, ...contact })
    await db.settings.put({ name: 'orderCustomers', value: { ...links, [ofShop]: id } })
    return id
  })
}
