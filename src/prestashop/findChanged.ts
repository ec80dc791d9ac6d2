import type { ShopClient } from './client'
import type { ReadOptions } from './readOptions'
import { readProductIds, readRecentProducts, type IdList } from './readIds'
import { ok, type Result, type ShopError } from '@/core/errors'
import { planSweep, SMALL_SHOP, wholeSweep, type SweepPlan } from '@/core/catalogue/freshness'
import type { HeldProducts, ShopState } from '@/core/catalogue/shopState'

/** Ids in the shop's list of active products. */
export type Listing = ReadonlySet<number>

/** Which products must be read, and which no longer exist. */
export interface Found {
  /** Ascending. */
  wantedIds: number[]
  removedIds: number[]
  listing: Listing
  /** The slice that is read because of its age; null when none is due. */
  sweep: SweepPlan | null
  hashes: Record<string, string>
}

/** The whole row of every product is read again within this time, whatever its date. */
export const SWEEP_WITHIN_MS = 24 * 3_600_000
/**
 * Margin for summer time and clocks set back: products saved up to this long before are asked
 * again.
 */
const OVERLAP_MS = 2 * 3_600_000

/**
 * Finds the products to read: from the lists of ids, from the dates of change, and from the slice
 * that is due.
 */
export async function findChanged(
  client: ShopClient,
  known: ShopState | null,
  held: HeldProducts,
  options: ReadOptions,
): Promise<Result<Found, ShopError>> {
  const [active, everything] = await Promise.all([
    readProductIds(client, 'active', known?.hashes.active),
    known ? undefined : readProductIds(client, 'all'),
  ])
  if (!active.ok) return active
  const hashes = hash('active', active.value.sha1)
  const all = everything ?? (await readAllIfMoved(client, active.value))
  if (!all.ok) return all
  const allIds = all.value.ids

  if (!known) {
    const listing = new Set(active.value.ids)
    return ok({ wantedIds: allIds ?? [], removedIds: [], listing, sweep: null, hashes })
  }
  const listedBefore = new Set(known.listedIds)
  const listing = active.value.ids ? new Set(active.value.ids) : listedBefore
  const heldIds = known.productIds
  const wanted = new Set(allIds ? listedAnew(allIds, heldIds, listing, listedBefore) : [])
  const existing = allIds ? new Set(allIds) : null
  const removedIds = existing ? heldIds.filter(id => !existing.has(id)) : []

  for (const id of options.waiting) wanted.add(id)
  const sweep = sweepOf(heldIds, known, options)
  for (const id of sweep?.productIds ?? []) wanted.add(id)

  // When everything is read again, dates are not needed.
  const isWholeSweep = sweep !== null && sweep.productIds.length === heldIds.length
  if (!isWholeSweep) {
    const recent = await readSaved(client, known, held)
    if (!recent.ok) return recent
    for (const id of recent.value.ids) wanted.add(id)
    Object.assign(hashes, hash('recent', recent.value.sha1))
  }
  const gone = new Set(removedIds)
  const wantedIds = [...wanted].filter(id => !gone.has(id)).sort((a, b) => a - b)
  return ok({ wantedIds, removedIds, listing, sweep, hashes })
}

/**
 * Reads the list of all ids only when the list of active ones has changed: otherwise no product was
 * added or deleted.
 */
function readAllIfMoved(client: ShopClient, active: IdList): Promise<Result<IdList, ShopError>> {
  if (active.ids === null) return Promise.resolve(ok({ ids: null, sha1: null }))
  return readProductIds(client, 'all')
}

/** Products that are new, or were added to or removed from the list of active ones. */
function listedAnew(
  allIds: readonly number[],
  heldIds: readonly number[],
  listing: Listing,
  listedBefore: Listing,
): number[] {
  const known = new Set(heldIds)
  return allIds.filter(id => !known.has(id) || listing.has(id) !== listedBefore.has(id))
}

function sweepOf(
  heldIds: readonly number[],
  known: ShopState,
  { sweep, trigger, at }: ReadOptions,
): SweepPlan | null {
  // Whole rows of a small shop cost no more requests than prices alone.
  const isSmall = heldIds.length <= SMALL_SHOP
  if (sweep === 'all' || (trigger === 'hand' && isSmall)) return wholeSweep(heldIds)
  return planSweep(heldIds, known.freshness, Date.parse(at), SWEEP_WITHIN_MS)
}

/** Products saved since the latest known date, less the margin, and not read since. */
async function readSaved(client: ShopClient, known: ShopState, held: HeldProducts) {
  const since = hoursBefore(known.newestShopTime)
  const recent = await readRecentProducts(client, since, known.hashes.recent)
  if (!recent.ok) return recent
  const rows = recent.value.rows ?? []
  const before = await held.get(rows.map(row => row.id))
  const dates = new Map(before.map(one => [one.productId, one.updatedAtShopTime]))
  const ids = rows.filter(row => dates.get(row.id) !== row.updatedAtShopTime).map(row => row.id)
  return ok({ ids, sha1: recent.value.sha1 })
}

/** The shop's time is treated as UTC, because only the difference matters. */
function hoursBefore(shopTime: string): string {
  const time = Date.parse(`${shopTime.replace(' ', 'T')}Z`)
  if (Number.isNaN(time)) return '2000-01-01 00:00:00'
  return new Date(time - OVERLAP_MS).toISOString().slice(0, 19).replace('T', ' ')
}

const hash = (name: string, sha1: string | null): Record<string, string> =>
  sha1 === null ? {} : { [name]: sha1 }
