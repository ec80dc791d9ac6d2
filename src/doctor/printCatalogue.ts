import { catalogueFromShop, planCatalogue } from '@/core/catalogue/catalogue'
import { ok, type Result } from '@/core/errors'
import type { HeldProducts } from '@/core/catalogue/shopState'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'
import { readChanges } from '@/prestashop/readChanges'
import type { Surroundings } from '@/prestashop/route'
import type { ShopConnection } from '@/till/settings/settings'
import { openShop } from '@/till/catalogue/openShop'

const NOTHING_HELD: HeldProducts = {
  get: () => Promise.resolve([]),
  all: () => Promise.resolve([]),
  idsOfVatGroups: () => Promise.resolve([]),
}

/**
 * Reads a shop with the very functions of a sync and prints JSON lines: VAT groups, departments and
 * articles as a new till would hold them, then the rows that could not be read and the number of
 * requests.
 */
export async function printCatalogue(
  surroundings: Surroundings,
  connection: ShopConnection,
  preferredLanguages: readonly string[],
  print: (line: string) => void,
): Promise<Result<void>> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return shop
  const at = new Date().toISOString()
  const read = await readChanges(
    shop.value,
    { state: null, products: NOTHING_HELD },
    {
      source: connection.address,
      preferredLanguages,
      languageId: null,
      at,
      waiting: [],
      mostSold: () => Promise.resolve([]),
      knownRates: FRENCH_VAT_RATES,
      trigger: 'hand',
      sweep: 'due',
      onProgress: () => undefined,
    },
  )
  if (!read.ok) return read

  const { state, put: products, unreadable } = read.value
  const rows = { ...state, products, unreadable }
  const { articles, departments, vatGroups } = catalogueFromShop(rows, at)
  const { put } = planCatalogue([], articles)
  const line = (kind: string, row: object) => print(JSON.stringify({ kind, ...row }))
  for (const group of vatGroups) line('vat-group', group)
  for (const department of departments) line('department', department)
  for (const article of put) line('article', article)
  for (const row of unreadable) line('unreadable', row)
  line('summary', {
    articles: put.length,
    departments: departments.length,
    vatGroups: vatGroups.length,
    unreadable: unreadable.length,
    requests: shop.value.requests(),
  })
  return ok(undefined)
}
