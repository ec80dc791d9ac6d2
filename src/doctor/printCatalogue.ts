import { catalogueFromShop, planCatalogue } from '@/core/catalogue'
import { ok, type Result } from '@/core/errors'
import { readCatalogue } from '@/prestashop/readCatalogue'
import type { Surroundings } from '@/prestashop/route'
import type { ShopConnection } from '@/till/settings'
import { openShop } from '@/till/shopDoor'

/**
 * Reads a shop with the very functions of a sync and prints, one JSON line each, the VAT
 * groups, departments and articles as a new till would hold them, then the rows that
 * could not be read and how many requests it took.
 */
export async function printCatalogue(
  surroundings: Surroundings,
  connection: ShopConnection,
  preferredLanguages: readonly string[],
  print: (line: string) => void,
): Promise<Result<void>> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return shop
  const rows = await readCatalogue(shop.value, { preferredLanguages, onProgress: () => undefined })
  if (!rows.ok) return rows

  const { articles, departments, vatGroups } = catalogueFromShop(
    rows.value,
    new Date().toISOString(),
  )
  const { put } = planCatalogue([], articles)
  const line = (kind: string, row: object) => print(JSON.stringify({ kind, ...row }))
  for (const group of vatGroups) line('vat-group', group)
  for (const department of departments) line('department', department)
  for (const article of put) line('article', article)
  for (const row of rows.value.unreadable) line('unreadable', row)
  line('summary', {
    articles: put.length,
    departments: departments.length,
    vatGroups: vatGroups.length,
    unreadable: rows.value.unreadable.length,
    requests: shop.value.requests(),
  })
  return ok(undefined)
}
