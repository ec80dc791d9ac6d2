import type { ShopClient } from './client'
import { describeCombinations } from './describeCombinations'
import { readNames } from './readNames'
import { readProducts } from './readProducts'
import type { ShopTables } from './readTables'
import { missingNamingRights } from '@/core/catalogue/connection'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct, UnreadableRow } from '@/core/catalogue/shopRows'
import type { HeldProducts } from '@/core/catalogue/shopState'
import type { SyncProgress } from '@/core/catalogue/syncRun'

export interface Reading {
  client: ShopClient
  languageId: number
  rights: ShopTables['rights']
  onProgress: (progress: SyncProgress) => void
}

export interface ReadProducts {
  products: ShopProduct[]
  unreadable: UnreadableRow[]
}

/** No product was read. */
export const NONE: ReadProducts = { products: [], unreadable: [] }

/**
 * Reads whole rows of products, with the names of their combinations when the key may read them. The
 * combinations have no price yet. `isWhole`: the ids are (nearly) all those of the shop.
 */
export async function readAll(
  { client, languageId, rights, onProgress }: Reading,
  ids: readonly number[],
  isWhole: boolean,
): Promise<Result<ReadProducts, ShopError>> {
  if (ids.length === 0) return ok(NONE)
  const onRead = (done: number) => onProgress({ step: 'articles', done, expected: ids.length })
  const rows = await readProducts(client, ids, { languageId, isWhole, onRead })
  if (!rows.ok) return rows
  const described = mayDescribe(rights)
    ? await describeCombinations(client, rows.value.rows, languageId)
    : ok({ products: rows.value.rows, unreadable: [] })
  if (!described.ok) return described
  return ok({
    products: described.value.products,
    unreadable: [...rows.value.unreadable, ...described.value.unreadable],
  })
}

/**
 * Stored products with their names in another language. Nothing else is read, because prices do not
 * depend on it.
 */
export async function rename(
  reading: Reading,
  held: HeldProducts,
  ids: readonly number[],
): Promise<Result<ReadProducts, ShopError>> {
  const { client, languageId, rights, onProgress } = reading
  const onRead = (done: number) => onProgress({ step: 'articles', done, expected: ids.length })
  const names = await readNames(client, ids, languageId, onRead)
  if (!names.ok) return names
  const renamed = (await held.get(ids)).map(({ isListed: _listed, ...product }) => ({
    ...product,
    name: names.value.get(product.productId) ?? product.name,
  }))
  return mayDescribe(rights)
    ? describeCombinations(client, renamed, languageId)
    : ok({ products: renamed, unreadable: [] })
}

/** Whether the key may read what names combinations. */
export const mayDescribe = (rights: Reading['rights']): boolean =>
  missingNamingRights(rights).length === 0
