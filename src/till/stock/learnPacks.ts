import type { SyncTill } from '@/till/catalogue/prepareImport'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { HeldProduct, ShopChanges, ShopState } from '@/core/catalogue/shopState'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { Pack } from '@/core/stock/packs'
import { stockRowOf } from '@/core/stock/stockDeltas'
import type { ShopClient } from '@/prestashop/client'
import { isOfOneResource } from '@/prestashop/readExtras'
import { readPacks } from '@/prestashop/readPacks'
import { heldProducts } from '@/storage/catalogue/heldShop'
import { keepSetting, readSetting, type ShopConnection } from '@/storage/settings/settings'
import { shopOf } from '@/storage/stock/outbox'

export interface LearnPacksOptions {
  connection: ShopConnection
  /** What the till held of the shop before the sync. */
  before: ShopState | null
  changes: ShopChanges
}

/**
 * Reads the shop's packs after a sync has read the catalogue, where the key may read stock at all.
 * They are read again when a product was saved (a change of a pack saves it) and as often as the
 * shop's tables (its setting for packs has no date). Packs that cannot be read stay as last read;
 * the returned rows say why.
 */
export async function learnPacks(
  { tillDb, catalogueDb }: Pick<SyncTill, 'tillDb' | 'catalogueDb'>,
  client: ShopClient,
  { connection, before, changes }: LearnPacksOptions,
): Promise<Result<UnreadableRow[], ShopError>> {
  const { state, put } = changes
  if (!state.rights.stock_availables?.includes('get')) return ok([])
  const shop = shopOf(connection)
  const isHeld = (await readSetting(tillDb, 'shopPacks'))?.shop === shop
  const isDue = put.length > 0 || state.tablesReadAt !== before?.tablesReadAt
  if (isHeld && !isDue) return ok([])
  const read = await readPacks(client, state.rights, state.languageId)
  if (!read.ok) {
    if (!isOfOneResource(read.error)) return read
    return ok([{ resource: 'products', id: null, detail: `packs: ${read.error.code}` }])
  }
  const ids = read.value.packs.flatMap(pack => pack.components.map(productIdOf))
  const held = await heldProducts(catalogueDb).get([...new Set(ids)])
  const named = withNames(read.value.packs, [...held, ...put])
  await keepSetting(tillDb, 'shopPacks', { shop, packs: named })
  return ok(read.value.unreadable)
}

const productIdOf = ({ articleId }: { articleId: string }) => stockRowOf(articleId)?.productId ?? 0

/** Packs whose components have the names of the catalogue, for the list of waiting changes. */
function withNames(packs: readonly Pack[], products: readonly HeldProduct[]): Pack[] {
  const byId = new Map(products.map(product => [product.productId, product]))
  const nameOf = (articleId: string) => {
    const ids = stockRowOf(articleId)
    const product = byId.get(ids?.productId ?? 0)
    const combination = product?.combinations.find(one => one.combinationId === ids?.combinationId)
    return [product?.name ?? `#${ids?.productId}`, combination?.details?.name]
      .filter(Boolean)
      .join(' ')
  }
  return packs.map(pack => ({
    ...pack,
    components: pack.components.map(one => ({ ...one, name: nameOf(one.articleId) })),
  }))
}
