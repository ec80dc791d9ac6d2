import * as v from 'valibot'
import type { ShopClient } from '@/prestashop/client'
import { id, text } from '@/prestashop/decode/fields'
import { decodeList } from '@/prestashop/decode/list'
import { readRights } from '@/prestashop/readRights'
import { ok, type Result, type ShopError } from '@/core/errors'
import { IDENTITY_SETTINGS, type IdentitySetting } from '@/core/settings/shopIdentity'

const settingRow = v.object({ id, name: v.string(), value: text })

/** What a shop tells of who sells. */
export interface ShopIdentity {
  shopName: string
  /** Empty when the key may not read `configurations`. */
  settings: Partial<Record<IdentitySetting, string>>
}

/** Reads the shop's name and, where the key may, its address and registration. */
export async function readIdentity(client: ShopClient): Promise<Result<ShopIdentity, ShopError>> {
  const access = await readRights(client)
  if (!access.ok) return access
  const { shopName, methodsByResource } = access.value
  if (!methodsByResource.configurations?.includes('get')) return ok({ shopName, settings: {} })

  const body = await client.getJson('configurations', {
    display: '[id,name,value]',
    'filter[name]': `[${IDENTITY_SETTINGS.join('|')}]`,
    sort: '[id_ASC]',
  })
  if (!body.ok) return body
  const list = decodeList(body.value, 'configurations', settingRow, client.host)
  if (!list.ok) return list
  const settings: ShopIdentity['settings'] = {}
  for (const row of list.value.rows) {
    const name = IDENTITY_SETTINGS.find(one => one === row.name)
    // With several shops a setting has several rows: the first is the one they share.
    if (name && !settings[name]) settings[name] = row.value
  }
  return ok({ shopName, settings })
}
