import type { ShopLanguage } from './shopRows'

/** How this page reaches the shop. */
export type Transport = 'same-origin' | 'direct' | 'proxy'

/** Resources the owner's key must be able to read for the whole catalogue. */
export const NEEDED_RESOURCES = [
  'categories',
  'images',
  'languages',
  'products',
  'tax_rule_groups',
] as const

/** Resources that only together tell names, references and codes of combinations. */
export const NAMING_RESOURCES = [
  'combinations',
  'product_options',
  'product_option_values',
] as const

export type NamingResource = (typeof NAMING_RESOURCES)[number]

/** Which of `NAMING_RESOURCES` a key may not read, by its methods for each resource. */
export const missingNamingRights = (
  rights: Readonly<Record<string, readonly string[]>>,
): NamingResource[] => NAMING_RESOURCES.filter(resource => !rights[resource]?.includes('get'))

/** Resources that tell more about online orders than `orders` alone; each may be missing. */
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

/** Resources asked for only when an order cannot be recorded without them. */
export const ORDER_DECIDERS = ['cart_rules', 'currencies'] as const

/** Resources missed only where a customer asked to have something made of an article. */
export const ORDER_WISHES = ['customizations'] as const

export type NeededResource = (typeof NEEDED_RESOURCES)[number]

/** What the owner is shown about a working connection. */
export interface ConnectionReport {
  transport: Transport
  shopName: string
  /** Null when the answers do not show the version. */
  version: string | null
  languages: ShopLanguage[]
  /** Rights the till needs, each with whether the key has it. */
  rights: { resource: NeededResource; isGranted: boolean }[]
}
