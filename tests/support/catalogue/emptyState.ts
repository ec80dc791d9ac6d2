import type { ShopState } from '@/core/catalogue/shopState'

/** The state of a shop that has nothing. */
export const EMPTY_STATE: ShopState = {
  source: 'shop',
  languageId: 1,
  languages: [],
  vatGroups: [],
  categories: [],
  rateProofs: [],
  taxRates: {},
  promotions: [],
  knownRates: [],
  rights: {},
  keyPlace: 'header',
  tablesReadAt: '',
  hashes: {},
  newestShopTime: '',
  freshness: [],
  pricesReadAt: '',
  productIds: [],
  listedIds: [],
}
