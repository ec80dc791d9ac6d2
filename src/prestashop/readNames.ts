import * as v from 'valibot'
import type { ShopClient } from './client'
import { id, localText } from './decode/fields'
import { decodeList } from './decode/list'
import { betweenIds, readByIds } from './readByIds'
import { ok, type Result, type ShopError } from '@/core/errors'

const nameRow = v.object({ id, name: localText })

/** Names of products in one language and nothing else, because prices do not depend on it. */
export async function readNames(
  client: ShopClient,
  ids: readonly number[],
  language: number,
  onRead: (done: number) => void,
): Promise<Result<Map<number, string>, ShopError>> {
  const readSlice = async (slice: readonly number[]) => {
    const body = await client.getJson('products', {
      display: '[id,name]',
      language,
      sort: '[id_ASC]',
      'filter[id]': betweenIds(slice),
    })
    return body.ok ? decodeList(body.value, 'products', nameRow, client.host, slice) : body
  }
  const read = await readByIds(ids, readSlice, { onRead })
  return read.ok ? ok(new Map(read.value.rows.map(row => [row.id, row.name]))) : read
}
