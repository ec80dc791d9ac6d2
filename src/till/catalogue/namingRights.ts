import { openShop } from './openShop'
import { missingNamingRights, type NamingResource } from '@/core/catalogue/connection'
import { ok, type Result, type ShopError } from '@/core/errors'
import { readRights } from '@/prestashop/readRights'
import type { Surroundings } from '@/prestashop/route'
import type { ShopConnection } from '@/storage/settings/settings'

/** What the key may still not read of what names combinations, asked of the shop now. */
export async function readMissingNamingRights(
  surroundings: Surroundings,
  connection: ShopConnection,
): Promise<Result<NamingResource[], ShopError>> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return shop
  const access = await readRights(shop.value)
  return access.ok ? ok(missingNamingRights(access.value.methodsByResource)) : access
}
