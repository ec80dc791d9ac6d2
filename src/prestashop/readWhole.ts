import type { GenericSchema } from 'valibot'
import type { ShopClient } from './client'
import { decodeList, type DecodedList } from './decode/list'
import type { Result, ShopError } from '@/core/errors'

/** Reads a small table in one request. */
export async function readWhole<Row>(
  client: ShopClient,
  resource: string,
  fields: string,
  row: GenericSchema<unknown, Row>,
  query: Record<string, number> = {},
): Promise<Result<DecodedList<Row>, ShopError>> {
  const body = await client.getJson(resource, {
    display: `[${fields}]`,
    sort: '[id_ASC]',
    ...query,
  })
  return body.ok ? decodeList(body.value, resource, row, client.host) : body
}
