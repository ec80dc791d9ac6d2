import type { ShopClient } from './client'
import { errorCodesOf } from './decode/errorBody'
import { decodeRights, type KeyRights } from './decode/rights'
import { NEEDED_RESOURCES, type NeededResource } from '@/core/catalogue/connection'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

/** What the root of the webservice tells about the shop and the key. */
export interface ShopAccess extends KeyRights {
  /** Null when the answer does not show the version (page of another origin). */
  version: string | null
  missingRights: NeededResource[]
  /** The shop's clock, in seconds since 1970; null when the answer does not show it. */
  shopSeconds: number | null
}

/**
 * Reads the root of the webservice: whether it is PrestaShop, whether it accepts the key, and what
 * the key may read.
 */
export async function readRights(client: ShopClient): Promise<Result<ShopAccess, ShopError>> {
  const answer = await client.getXml('')
  if (!answer.ok) return answer
  const rights = decodeRights(answer.value.text)
  if (!rights) {
    // PHP's messages alone: the shop is PrestaShop, but its root is not there.
    const codes = errorCodesOf(answer.value.text)
    if (codes.length === 0) return fail({ code: 'shop-not-prestashop', host: client.host })
    const detail = `codes ${codes.slice(0, 10).join(', ')}`
    return fail({ code: 'shop-answer-unreadable', host: client.host, resource: 'api', detail })
  }

  const missingRights = NEEDED_RESOURCES.filter(
    resource => !rights.methodsByResource[resource]?.includes('get'),
  )
  const { version, shopSeconds } = answer.value
  return ok({ ...rights, version, shopSeconds, missingRights })
}
