import * as v from 'valibot'
import type { ShopClient } from './client'
import type { Query } from './request'
import { id, text } from './decode/fields'
import { decodeList } from './decode/list'
import { ok, type Result, type ShopError } from '@/core/errors'

/** Ids in the shop's list; null when the list is unchanged. */
export interface IdList {
  ids: number[] | null
  sha1: string | null
}

const idRow = v.object({ id })

/**
 * Ids of all or of the active products, ascending. PrestaShop: without `display` the shop loads no
 * product to list the ids (0.09 s for 10,000).
 */
export async function readProductIds(
  client: ShopClient,
  which: 'all' | 'active',
  heldSha1?: string,
): Promise<Result<IdList, ShopError>> {
  const query: Query = { sort: '[id_ASC]' }
  if (which === 'active') query['filter[active]'] = 1
  const read = await client.getJsonIfChanged('products', query, heldSha1)
  if (!read.ok) return read
  if (read.value.kind === 'unchanged') return ok({ ids: null, sha1: heldSha1 ?? null })
  const list = decodeList(read.value.body, 'products', idRow, client.host)
  if (!list.ok) return list
  return ok({ ids: list.value.rows.map(row => row.id), sha1: read.value.sha1 })
}

/** Products saved recently; null when the list is unchanged since the last time. */
export interface RecentList {
  rows: { id: number; updatedAtShopTime: string }[] | null
  sha1: string | null
}

const recentRow = v.pipe(
  v.object({ id, date_upd: text }),
  v.transform(row => ({ id: row.id, updatedAtShopTime: row.date_upd })),
)

/**
 * Products saved after a time in the shop's time zone. PrestaShop: dates can only be filtered with
 * `date=1`.
 */
export async function readRecentProducts(
  client: ShopClient,
  sinceShopTime: string,
  heldSha1?: string,
): Promise<Result<RecentList, ShopError>> {
  const query = {
    display: '[id,date_upd]',
    'filter[date_upd]': `>[${sinceShopTime}]`,
    date: 1,
    sort: '[id_ASC]',
  }
  const read = await client.getJsonIfChanged('products', query, heldSha1)
  if (!read.ok) return read
  if (read.value.kind === 'unchanged') return ok({ rows: null, sha1: heldSha1 ?? null })
  const list = decodeList(read.value.body, 'products', recentRow, client.host)
  return list.ok ? ok({ rows: list.value.rows, sha1: read.value.sha1 }) : list
}
