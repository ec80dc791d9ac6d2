import type { ShopClient } from './client'
import { decodeRights, type KeyRights } from './decode/rights'
import { NEEDED_RESOURCES, type NeededResource } from '@/core/catalogue/connection'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

export interface ShopAccess extends KeyRights {
  /** Null where the answer does not let the version be seen (across origins). */
  version: string | null
  missingRights: NeededResource[]
  /** The shop's clock, in seconds since 1970; null where it cannot be seen. */
  shopSeconds: number | null
}

/** Knocks at the webservice: is it a PrestaShop, is the key known, what may it read. */
export async function readRights(client: ShopClient): Promise<Result<ShopAccess, ShopError>> {
  const answer = await client.getXml('')
  if (!answer.ok) return answer
  const rights = decodeRights(answer.value.text)
  if (!rights) return fail({ code: 'shop-not-prestashop', host: client.host })

  const missingRights = NEEDED_RESOURCES.filter(
    resource => !rights.methodsByResource[resource]?.includes('get'),
  )
  const { version, shopSeconds } = answer.value
  return ok({ ...rights, version, shopSeconds, missingRights })
}
