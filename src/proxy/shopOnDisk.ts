import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseShopAddress } from '@/prestashop/shopAddress'

/** Which shop the proxy serves: fixed by the environment, or the one the till registered. */
export interface ShopRegistry {
  address: () => string | null
  /** False when the environment fixes another shop. */
  register: (address: string) => boolean
}

export function openRegistry(stateFolder: string, fixedShop: string | undefined): ShopRegistry {
  const file = join(stateFolder, 'shop.json')
  const fixed = fixedShop === undefined ? undefined : usable(fixedShop)
  let registered = fixed ?? readKept(file)

  return {
    address: () => registered ?? null,
    register: address => {
      if (fixed !== undefined) return usable(address) === fixed
      registered = usable(address)
      mkdirSync(stateFolder, { recursive: true })
      writeFileSync(file, JSON.stringify({ address: registered }))
      return true
    },
  }
}

function usable(text: string): string {
  const parsed = parseShopAddress(text)
  if (!parsed.ok) throw new TypeError(`not the address of a shop: ${parsed.reason}`)
  return parsed.address
}

function readKept(file: string): string | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const { address } = JSON.parse(text) as { address?: unknown }
  return typeof address === 'string' ? usable(address) : undefined
}
