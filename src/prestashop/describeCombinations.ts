import type { ShopClient } from './client'
import {
  combinationRow,
  OPTION_FIELDS,
  OPTION_VALUE_FIELDS,
  optionRow,
  optionValueRow,
} from './decode/combinations'
import { decodeList } from './decode/list'
import { readByIds, theseIds } from './readByIds'
import { readWhole } from './readWhole'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { CombinationDetails, ShopProduct, UnreadableRow } from '@/core/catalogue/shopRows'

const IDS_IN_AN_ADDRESS = 500

export interface DescribedProducts {
  products: ShopProduct[]
  unreadable: UnreadableRow[]
}

/**
 * Adds names ("S · Taupe"), references and codes to combinations. Options come in the shop's order.
 * The key must be able to read `NAMING_RESOURCES`.
 */
export async function describeCombinations(
  client: ShopClient,
  products: readonly ShopProduct[],
  language: number,
): Promise<Result<DescribedProducts, ShopError>> {
  if (products.every(product => product.combinations.length === 0)) {
    return ok({ products: [...products], unreadable: [] })
  }
  const names = await readOptionValues(client, language)
  if (!names.ok) return names
  const ids = products.flatMap(product => product.combinations.map(one => one.combinationId))
  const details = await readDetails(client, ids, names.value.byId)
  if (!details.ok) return details

  return ok({
    products: products.map(product => ({
      ...product,
      combinations: product.combinations.map(combination => ({
        ...combination,
        details: details.value.byId.get(combination.combinationId) ?? null,
      })),
    })),
    unreadable: [...names.value.unreadable, ...details.value.unreadable],
  })
}

interface ById<Row> {
  byId: Map<number, Row>
  unreadable: UnreadableRow[]
}

interface OptionValue {
  name: string
  /** Rank of its option, for example size before colour, in the shop's order. */
  rank: number
}

async function readOptionValues(
  client: ShopClient,
  language: number,
): Promise<Result<ById<OptionValue>, ShopError>> {
  const options = await readWhole(client, 'product_options', OPTION_FIELDS, optionRow)
  if (!options.ok) return options
  const values = await readWhole(
    client,
    'product_option_values',
    OPTION_VALUE_FIELDS,
    optionValueRow,
    { language },
  )
  if (!values.ok) return values

  const sorted = options.value.rows.toSorted(
    (a, b) => a.position - b.position || a.optionId - b.optionId,
  )
  const rankOf = new Map(sorted.map(({ optionId }, rank) => [optionId, rank]))
  return ok({
    unreadable: [...options.value.unreadable, ...values.value.unreadable],
    byId: new Map(
      values.value.rows.map(({ optionValueId, optionId, name }) => [
        optionValueId,
        { name, rank: rankOf.get(optionId) ?? sorted.length },
      ]),
    ),
  })
}

async function readDetails(
  client: ShopClient,
  ids: readonly number[],
  values: ReadonlyMap<number, OptionValue>,
): Promise<Result<ById<CombinationDetails>, ShopError>> {
  const sorted = ids.toSorted((a, b) => a - b)
  const readSlice = async (slice: readonly number[]) => {
    const query = { display: 'full', sort: '[id_ASC]' }
    const body = await client.getJson('combinations', {
      ...query,
      'filter[id]': theseIds(slice),
    })
    return body.ok
      ? decodeList(body.value, 'combinations', combinationRow, client.host, slice)
      : body
  }
  const read = await readByIds(sorted, readSlice, { idsAtOnce: IDS_IN_AN_ADDRESS })
  if (!read.ok) return read

  const rows = read.value.rows.map(
    ({ combinationId, optionValueIds, ...own }) =>
      [combinationId, { name: nameOf(optionValueIds, values), ...own }] as const,
  )
  return ok({ byId: new Map(rows), unreadable: read.value.unreadable })
}

function nameOf(optionValueIds: readonly number[], values: ReadonlyMap<number, OptionValue>) {
  return optionValueIds
    .flatMap(id => values.get(id) ?? [])
    .toSorted((a, b) => a.rank - b.rank)
    .map(value => value.name)
    .filter(name => name !== '')
    .join(' · ')
}
