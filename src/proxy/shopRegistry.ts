import { parseShopAddress } from '@/prestashop/shopAddress'

/** Which shop the proxy serves: fixed by the environment, or registered by the till. */
export interface ShopRegistry {
  address: () => string | null
  /** Registers another shop; absent where the environment fixes it. */
  register?: (address: string) => void
}

/** The one shop that the environment names, in any reasonable spelling. */
export function fixedShop(text: string): ShopRegistry {
  const fixed = usableAddress(text)
  return { address: () => fixed }
}

/**
 * The address in the form it is stored in.
 *
 * @throws TypeError where no shop can be reached at it.
 */
export function usableAddress(text: string): string {
  const parsed = parseShopAddress(text)
  if (!parsed.ok) throw new TypeError(`not the address of a shop: ${parsed.reason}`)
  return parsed.address
}
