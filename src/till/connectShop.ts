import { openShop } from './shopDoor'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopLanguage } from '@/core/shopRows'
import type { Surroundings, Transport } from '@/prestashop/route'
import { readLanguages } from '@/prestashop/readCatalogue'
import { NEEDED_RESOURCES, readRights } from '@/prestashop/readRights'
import type { ShopConnection } from '@/storage/settings'

/** What an owner is told of a connection that works. */
export interface ConnectionReport {
  transport: Transport
  shopName: string
  /** Null where the answer does not let the version be seen. */
  version: string | null
  languages: ShopLanguage[]
  /** The rights the till needs, and whether the key has them. */
  rights: { resource: string; isGranted: boolean }[]
}

/** Tries a shop's address and key, without keeping or changing anything. */
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
