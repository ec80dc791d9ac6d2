import type { HeldProduct, ShopChanges, ShopState, ShopStock } from '@/core/catalogue/shopState'
import { isSameValue } from '@/core/sameValue'

/**
 * The shop as one device read it, said to the others (lane `catalogue`): a device that was told need
 * not ask the shop, nor hold a key. Products come first; nothing counts before `catalogue` closes
 * them, so that a catalogue is never half of one sync and half of another.
 */
export type CatalogueRecord =
  | { kind: 'products'; products: readonly HeldProduct[] }
  | { kind: 'catalogue'; catalogue: ClosedCatalogue }

/** Lists of ids follow from the products; answers of the shop by request are of the device alone. */
export type SharedState = Omit<ShopState, 'productIds' | 'listedIds' | 'hashes'>

export interface ClosedCatalogue {
  /** When the device ended the sync that read it, ISO 8601 in UTC. */
  readAt: string
  host: string
  state: SharedState
  stock: ShopStock | null
  /** Products that were said earlier and are gone. */
  removedIds: readonly number[]
}

/** The shop as a device last read it, or said it. */
export interface SharedCatalogue extends Omit<ClosedCatalogue, 'removedIds'> {
  products: ReadonlyMap<number, HeldProduct>
}

const PRODUCTS_A_RECORD = 50
/** A shop that does not change is said again so often: how old its prices are is shown. */
const SAID_AGAIN_MS = 60 * 60_000

/** What a lane says, from its base on. */
export interface HeardCatalogue {
  /** As it was last closed; null before. */
  closed: SharedCatalogue | null
  /** What was said since, and is not closed. */
  pending: ReadonlyMap<number, HeldProduct>
}

/** Reads what the records of a lane say, in their order. */
export function heardCatalogue(records: Iterable<CatalogueRecord>): HeardCatalogue {
  const products = new Map<number, HeldProduct>()
  const pending = new Map<number, HeldProduct>()
  let closed: ClosedCatalogue | null = null
  for (const record of records) {
    if (record.kind === 'products') {
      for (const product of record.products) pending.set(product.productId, product)
      continue
    }
    closed = record.catalogue
    for (const [id, product] of pending) products.set(id, product)
    for (const id of closed.removedIds) products.delete(id)
    pending.clear()
  }
  if (!closed) return { closed, pending }
  const { removedIds: _gone, ...rest } = closed
  return { closed: { ...rest, products }, pending }
}

/** What a device has said that says nothing, or begins anew. */
export const NOTHING_HEARD: HeardCatalogue = { closed: null, pending: new Map() }

/**
 * What a device has to say of the shop after a sync, by difference with what it said; nothing where
 * the shop is as it was said.
 */
export function catalogueToSay(before: HeardCatalogue, now: SharedCatalogue): CatalogueRecord[] {
  const { closed, pending } = before
  // What a kill left unclosed counts as said: else it would come back at the next closing.
  const old = new Map([...(closed?.products ?? []), ...pending])
  const changed = [...now.products.values()].filter(
    product => !isSameValue(product, old.get(product.productId)),
  )
  const removedIds = [...old.keys()].filter(id => !now.products.has(id))
  const isAsSaid =
    closed && pending.size + changed.length + removedIds.length === 0 && isSameShop(closed, now)
  if (isAsSaid && sinceMs(closed, now) < SAID_AGAIN_MS) return []
  const { products: _rows, ...rest } = now
  return [...inRecords(changed), { kind: 'catalogue', catalogue: { ...rest, removedIds } }]
}

/** Whether saying all anew, as a base, costs less than keeping what was said of it until now. */
export const isLongSaid = (saidProducts: number, now: SharedCatalogue): boolean =>
  saidProducts > 2 * now.products.size + 1_000

function inRecords(products: readonly HeldProduct[]): CatalogueRecord[] {
  const records: CatalogueRecord[] = []
  for (let at = 0; at < products.length; at += PRODUCTS_A_RECORD) {
    records.push({ kind: 'products', products: products.slice(at, at + PRODUCTS_A_RECORD) })
  }
  return records
}

/**
 * What a device that heard of the shop would change on itself, as a sync that had read it; null
 * where it read the shop later itself, or another shop, or holds all of it.
 */
export function changesFromHeard(
  heard: SharedCatalogue,
  mine: { readAt: string | null; products: readonly HeldProduct[]; state: ShopState | null },
): ShopChanges | null {
  if (mine.readAt !== null && Date.parse(mine.readAt) >= Date.parse(heard.readAt)) return null
  const held = new Map(mine.products.map(product => [product.productId, product]))
  const put = [...heard.products.values()].filter(
    product => !isSameValue(product, held.get(product.productId)),
  )
  const removedIds = [...held.keys()].filter(id => !heard.products.has(id))
  const all = [...heard.products.values()].sort((one, other) => one.productId - other.productId)
  const state: ShopState = {
    ...heard.state,
    hashes: {},
    productIds: all.map(({ productId }) => productId),
    listedIds: all.filter(({ isListed }) => isListed === 1).map(({ productId }) => productId),
  }
  return {
    state,
    isAnything:
      put.length + removedIds.length > 0 || !mine.state || !isSameTables(mine.state, state),
    isWhole: false,
    stock: heard.stock,
    put,
    removedIds,
    hostNotice: null,
    unreadable: [],
  }
}

/** What articles are made of, besides the products; when it was read makes no article. */
const TABLES = [
  'languageId',
  'vatGroups',
  'categories',
  'rateProofs',
  'taxRates',
  'promotions',
  'knownRates',
] as const

const isSameTables = (one: SharedState, other: SharedState): boolean =>
  TABLES.every(name => isSameValue(one[name], other[name]))

const isSameShop = (one: SharedCatalogue, other: SharedCatalogue) =>
  one.state.source === other.state.source &&
  isSameTables(one.state, other.state) &&
  isSameValue(one.stock, other.stock)

const sinceMs = (before: SharedCatalogue, now: SharedCatalogue) =>
  Math.abs(Date.parse(now.readAt) - Date.parse(before.readAt))
