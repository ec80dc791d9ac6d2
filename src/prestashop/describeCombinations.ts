import type { ShopClient } from './client'
import {
  COMBINATION_FIELDS,
  combinationRow,
  OPTION_FIELDS,
  OPTION_VALUE_FIELDS,
  optionRow,
  optionValueRow,
} from './decode/combinations'
import { decodeList } from './decode/list'
import { readWhole } from './readWhole'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { CombinationDetails, ShopProduct } from '@/core/shopRows'

const PAGE = 500

/** Rights that give combinations their names, references and codes. */
export const DESCRIBING_RESOURCES = ['combinations', 'product_options', 'product_option_values']

/**
 * Gives combinations what the shop calls them ("S · Taupe"), their own reference and their
 * own codes, where the key may read them. Options come in the shop's order.
 */
export async function describeCombinations(
  client: ShopClient,
  products: readonly ShopProduct[],
  language: number,
): Promise<Result<ShopProduct[], ShopError>> {
  if (products.every(product => product.combinations.length === 0)) return ok([...products])
  const names = await readOptionValues(client, language)
  if (!names.ok) return names
  const details = await readDetails(client, names.value)
  if (!details.ok) return details

  return ok(
    products.map(product => ({
      ...product,
      combinations: product.combinations.map(combination => ({
        ...combination,
        details: details.value.get(combination.combinationId) ?? null,
      })),
    })),
  )
}

interface OptionValue {
  name: string
  /** Place among the options: size before colour, as the shop has them. */
  place: number
}

async function readOptionValues(
  client: ShopClient,
  language: number,
): Promise<Result<Map<number, OptionValue>, ShopError>> {
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
  const placeOf = new Map(sorted.map(({ optionId }, place) => [optionId, place]))
  return ok(
    new Map(
      values.value.rows.map(({ optionValueId, optionId, name }) => [
        optionValueId,
        { name, place: placeOf.get(optionId) ?? sorted.length },
      ]),
    ),
  )
}

async function readDetails(
  client: ShopClient,
  values: ReadonlyMap<number, OptionValue>,
): Promise<Result<Map<number, CombinationDetails>, ShopError>> {
  const details = new Map<number, CombinationDetails>()
  for (let afterId = 0; ;) {
    const body = await client.getJson('combinations', {
      display: `[${COMBINATION_FIELDS}]`,
      sort: '[id_ASC]',
      'filter[id]': `>[${afterId}]`,
      limit: PAGE,
    })
    if (!body.ok) return body
    const page = decodeList(body.value, 'combinations', combinationRow, client.host)
    if (!page.ok) return page
    for (const { combinationId, reference, barcodes, optionValueIds } of page.value.rows) {
      const name = optionValueIds
        .flatMap(id => values.get(id) ?? [])
        .toSorted((a, b) => a.place - b.place)
        .map(value => value.name)
        .filter(text => text !== '')
        .join(' · ')
      details.set(combinationId, { name, reference, barcodes })
    }
    if (page.value.length < PAGE || page.value.lastId <= afterId) return ok(details)
    afterId = page.value.lastId
  }
}
