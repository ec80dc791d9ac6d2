import type { ShopClient } from './client'
import { describeCombinations, DESCRIBING_RESOURCES } from './describeCombinations'
import { priceCombinations } from './readCombinations'
import { readNames } from './readNames'
import { readProducts } from './readProducts'
import type { ShopTables } from './readTables'
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
 * Reads products with the prices of their combinations, and the combinations' names when the key
 * may read them.
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
  const priced = await priceCombinations(client, rows.value.rows, onProgress)
  if (!priced.ok) return priced
  const described = mayDescribe(rights)
    ? await describeCombinations(client, priced.value, languageId)
    : ok({ products: priced.value, unreadable: [] })
  if (!described.ok) return described
  return ok({
    products: described.value.products,
    unreadable: [...rows.value.unreadable, ...described.value.unreadable],
  })
}

/**
 * Reads the other products of VAT groups whose rate changed. A changed rate shows on the products
 * just read and not yet on the others: without this, a group would be half at one rate and half at
 * another.
 */
export async function readRestOfGroups(
  reading: Reading,
  held: HeldProducts,
  { products }: ReadProducts,
  readIds: readonly number[],
): Promise<Result<ReadProducts, ShopError>> {
  const before = await held.get(products.map(product => product.productId))
  const rateBefore = new Map(before.map(product => [product.productId, ratioOf(product)]))
  const moved = products.filter(product => {
    const old = rateBefore.get(product.productId)
    return old !== undefined && old !== null && Math.abs(old - (ratioOf(product) ?? old)) > 5
  })
  if (moved.length === 0) return ok(NONE)
  const already = new Set(readIds)
  const ids = await held.idsOfVatGroups([...new Set(moved.map(product => product.vatGroupId))])
  return readAll(
    reading,
    ids.filter(id => !already.has(id)),
    false,
  )
}

/**
 * VAT rate of a product's prices, in hundredths of a percent; null when the price is too low to
 * tell.
 */
function ratioOf({ plainNetMicros, plainGrossMicros }: ShopProduct): number | null {
  if (plainNetMicros < 100_000) return null
  return Math.round((plainGrossMicros / plainNetMicros - 1) * 10_000)
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

const mayDescribe = (rights: Reading['rights']) =>
  DESCRIBING_RESOURCES.every(resource => rights[resource]?.includes('get'))
