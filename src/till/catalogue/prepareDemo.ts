import type { SellerV1 } from '@/core/journal/events/saleV1'
import { openDatabases } from '@/storage/open'
import { keepSetting, readSetting, type Settings } from '@/storage/settings/settings'

/** Keys of the demo shop, public on purpose: they give access to invented articles only. */
export const DEMO_KEYS = {
  /** Names combinations and reads orders: what the demo opens with. */
  wide: 'COMPTOIRDEMOWIDEKEY0000000000005',
  /** The five rights of a catalogue. */
  minimal: 'COMPTOIRDEMOMINIMALKEY0000000001',
} as const
/** The demo shop's orders were placed on this day. */
export const DEMO_ORDERS_FROM = '2026-09-01'

/** The seller in the demo: a shop that does not exist, under numbers nobody has. */
const DEMO_SELLER: SellerV1 = {
  name: 'L’Atelier Colibri (démonstration)',
  address: '12 rue des Lilas, 44000 Nantes',
  siret: '000 000 000 00000',
  vatNumber: 'FR12000000000',
  mention: '',
}

/**
 * Prepares the space of the demo, so that a sync is one tap away: its seller, and the connection to
 * the demo shop that the till's server serves at `demo`. It speaks the language chosen before.
 */
export async function prepareDemo(
  pageAddress: string,
  locale: Settings['locale'] = null,
): Promise<void> {
  const { tillDb } = openDatabases('demo')
  const address = new URL('demo', pageAddress).href
  await keepSetting(tillDb, 'connection', { address, key: DEMO_KEYS.wide })
  if (!(await readSetting(tillDb, 'seller'))) await keepSetting(tillDb, 'seller', DEMO_SELLER)
  if (locale) await keepSetting(tillDb, 'locale', locale)
  tillDb.close()
}
