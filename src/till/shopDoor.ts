import { ok, type Result, type ShopError } from '@/core/errors'
import { makeClient, type ShopClient } from '@/prestashop/client'
import { chooseRoute, type Surroundings } from '@/prestashop/route'
import type { ShopConnection } from '@/storage/settings'

export { parseShopAddress } from '@/prestashop/shopAddress'

/** Finds the way to the shop and returns who talks to it. */
export async function openShop(
  surroundings: Surroundings,
  { address, key }: ShopConnection,
  signal?: AbortSignal,
): Promise<Result<ShopClient, ShopError>> {
  const route = await chooseRoute(surroundings, address)
  if (!route.ok) return route
  const host = new URL(address).host
  return ok(makeClient({ fetch: surroundings.fetch, route: route.value, host, key, signal }))
}
