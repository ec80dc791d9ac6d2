import { ok, type Result, type ShopError } from '@/core/errors'
import { makeClient, type ShopClient } from '@/prestashop/client'
import type { KeyCarrier } from '@/prestashop/request'
import { chooseRoute, type Surroundings } from '@/prestashop/route'
import type { ShopConnection } from '@/storage/settings/settings'

interface OpenShopOptions {
  signal?: AbortSignal | undefined
  /** Where this shop looks for the key, when an earlier run found it out. */
  keyPlace?: KeyCarrier | undefined
}

/** Finds the route to the shop and returns a client for it. */
export async function openShop(
  surroundings: Surroundings,
  { address, key, shopId }: ShopConnection,
  { signal, keyPlace }: OpenShopOptions = {},
): Promise<Result<ShopClient, ShopError>> {
  const route = await chooseRoute(surroundings, address)
  if (!route.ok) return route
  const host = new URL(address).host
  const { fetch } = surroundings
  return ok(makeClient({ fetch, route: route.value, host, key, shopId, signal, keyPlace }))
}
