import type { Result, ShopError } from '@/core/errors'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import { sellerFromShop } from '@/core/settings/shopIdentity'
import { readIdentity } from '@/prestashop/settings/readIdentity'
import type { Surroundings } from '@/prestashop/route'
import type { ShopConnection } from '@/storage/settings/settings'
import { openShop } from '@/till/catalogue/openShop'

/** Who sells, as far as the shop tells it to this key. Nothing is stored. */
export async function readShopIdentity(
  surroundings: Surroundings,
  connection: ShopConnection,
): Promise<Result<SellerV1, ShopError>> {
  const shop = await openShop(surroundings, connection)
  if (!shop.ok) return shop
  const told = await readIdentity(shop.value)
  if (!told.ok) return told
  return { ok: true, value: sellerFromShop(told.value.shopName, told.value.settings) }
}
