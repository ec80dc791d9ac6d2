import { openShop } from './openShop'
import { NEEDED_RESOURCES, type ConnectionReport } from '@/core/catalogue/connection'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopLanguage } from '@/core/catalogue/shopRows'
import type { Surroundings } from '@/prestashop/route'
import { readLanguages } from '@/prestashop/readTables'
import { readRights } from '@/prestashop/readRights'
import type { ShopConnection } from '@/storage/settings/settings'

/** Tries a shop's address and key, without storing or changing anything. */
export async function tryConnection(
  surroundings: Surroundings,
  connection: ShopConnection,
): Promise<Result<ConnectionReport, ShopError>> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return shop
  const access = await readRights(shop.value)
  if (!access.ok) return access

  const { shopName, version, missingRights } = access.value
  const languages = missingRights.includes('languages')
    ? ok<ShopLanguage[]>([])
    : await readLanguages(shop.value)
  if (!languages.ok) return languages

  return ok({
    transport: shop.value.route.transport,
    shopName,
    version,
    languages: languages.value,
    rights: NEEDED_RESOURCES.map(resource => ({
      resource,
      isGranted: !missingRights.includes(resource),
    })),
  })
}
