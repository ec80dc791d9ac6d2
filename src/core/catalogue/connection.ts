import type { ShopLanguage } from './shopRows'

/** How the shop is reached from this page. */
export type Transport = 'same-origin' | 'direct' | 'proxy'

/** What the owner's key must be able to read for the whole catalogue. */
export const NEEDED_RESOURCES = [
  'categories',
  'images',
  'languages',
  'products',
  'tax_rule_groups',
] as const

/** What tells more of online orders than `orders` itself; each may be missing. */
export const ORDER_EXTRAS = [
  'order_details',
  'taxes',
  'order_states',
  'order_slip',
  'order_cart_rules',
  'order_payments',
  'carriers',
  'customers',
  'addresses',
] as const

export type NeededResource = (typeof NEEDED_RESOURCES)[number]

/** What an owner is told of a connection that works. */
export interface ConnectionReport {
  transport: Transport
  shopName: string
  /** Null where the answer does not let the version be seen. */
  version: string | null
  languages: ShopLanguage[]
  /** The rights the till needs, and whether the key has them. */
  rights: { resource: NeededResource; isGranted: boolean }[]
}
