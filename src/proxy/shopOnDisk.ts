import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readIfThere } from './readIfThere'
import { fixedShop, usableAddress, type ShopRegistry } from './shopRegistry'

/** The shop set by the environment, else the registered shop, stored across restarts. */
export function openRegistry(stateFolder: string, fixed: string | undefined): ShopRegistry {
  if (fixed !== undefined) return fixedShop(fixed)
  const file = join(stateFolder, 'shop.json')
  let registered = readKept(file)

  return {
    address: () => registered ?? null,
    register: address => {
      registered = usableAddress(address)
      mkdirSync(stateFolder, { recursive: true })
      writeFileSync(file, JSON.stringify({ address: registered }))
    },
  }
}

function readKept(file: string): string | undefined {
  const text = readIfThere(file)
  if (text === undefined) return undefined
  const { address } = JSON.parse(text) as { address?: unknown }
  return typeof address === 'string' ? usableAddress(address) : undefined
}
