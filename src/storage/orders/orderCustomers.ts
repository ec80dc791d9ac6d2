import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import type { ShopBuyer } from '@/core/orders/shopOrder'

/** How a customer who is new here is kept. */
interface NewCustomer {
  id: string
  at: string
}

/**
 * The till's own customer that a customer of the shop is, kept when new. One who was erased
 * here is nobody any more: a later order of theirs makes another, with no past.
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
