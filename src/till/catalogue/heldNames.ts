import type { TillContext } from '@/till/context'
import { missingNamingRights, type NamingResource } from '@/core/catalogue/connection'
import { readRecord } from '@/storage/catalogue/heldShop'

type HeldTill = Pick<TillContext, 'catalogueDb'>

/** What the key could not read of what names combinations at the last sync; null before the first. */
export async function heldMissingNamingRights({
  catalogueDb,
}: HeldTill): Promise<NamingResource[] | null> {
  const state = await readRecord(catalogueDb, 'state')
  return state ? missingNamingRights(state.rights) : null
}

/** Combinations on sale whose name the shop's key has not told, whatever the owner calls them. */
export async function countNumbered({ catalogueDb }: HeldTill): Promise<number> {
  const articles = await catalogueDb.shopArticles.toArray()
  return articles.filter(one => one.retiredAt === null && one.numbered !== undefined).length
}
