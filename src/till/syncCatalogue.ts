import { openShop } from './shopDoor'
import type { Till } from './till'
import { catalogueFromShop, planCatalogue } from '@/core/catalogue'
import { fail, ok, type Result, type TillError } from '@/core/errors'
import type { ShopRows } from '@/core/shopRows'
import type { SyncCounts, SyncProgress, SyncRun } from '@/core/syncRun'
import { knownVatRates } from '@/core/vatAnswers'
import { readCatalogue } from '@/prestashop/readCatalogue'
import type { Surroundings } from '@/prestashop/route'
import { applyCatalogue, keepFailedRun, listArticles } from '@/storage/catalogue'
import { writeFailure } from '@/storage/fault'
import { readSetting, type ShopConnection } from '@/storage/settings'

export interface SyncOptions {
  connection: ShopConnection
  /** Languages of the till, best first. */
  preferredLanguages: readonly string[]
  signal: AbortSignal
  onProgress: (progress: SyncProgress) => void
}

export type SyncTill = Pick<Till, 'catalogueDb' | 'tillDb' | 'now' | 'newId'>

const NO_COUNTS: SyncCounts = {
  created: 0,
  changed: 0,
  retired: 0,
  articles: 0,
  departments: 0,
  vatGroups: 0,
}

/**
 * Brings the catalogue in line with the shop: reads all, compares, applies at once. A sync
 * that fails or is cancelled leaves the catalogue as it was, and says why in its run; a
 * ticket in progress keeps the prices it holds.
 */
export async function syncCatalogue(
  till: SyncTill,
  surroundings: Surroundings,
  options: SyncOptions,
): Promise<Result<SyncRun>> {
  const run: SyncRun = {
    runId: till.newId(),
    host: new URL(options.connection.address).host,
    startedAt: till.now().at,
    endedAt: '',
    requests: 0,
    counts: NO_COUNTS,
    unreadable: [],
    error: null,
  }
  const synced = await readAndApply(till, surroundings, options, run)
  if (synced.ok) return synced
  await remember(till, { ...run, endedAt: till.now().at, error: synced.error })
  return synced
}

async function readAndApply(
  till: SyncTill,
  surroundings: Surroundings,
  { connection, preferredLanguages, signal, onProgress }: SyncOptions,
  run: SyncRun,
): Promise<Result<SyncRun>> {
  onProgress({ step: 'connecting', done: 0, expected: null })
  const shop = await openShop(surroundings, connection, signal)
  if (!shop.ok) return shop
  const rows = await readCatalogue(shop.value, { preferredLanguages, onProgress })
  run.requests = shop.value.requests()
  if (!rows.ok) return rows
  if (signal.aborted) return fail({ code: 'sync-cancelled' })

  onProgress({ step: 'applying', done: 0, expected: null })
  return apply(till, rows.value, run)
}

async function apply(till: SyncTill, rows: ShopRows, run: SyncRun): Promise<Result<SyncRun>> {
  const { at } = till.now()
  const answers = (await readSetting(till.tillDb, 'vatAnswers')) ?? {}
  const fromShop = catalogueFromShop(rows, at, knownVatRates(answers))
  const current = await listArticles(till.catalogueDb)
  const plan = planCatalogue(current, fromShop.articles, unreadableProducts(rows))

  const isSellingNow = current.some(article => article.retiredAt === null)
  if (fromShop.articles.length === 0 && isSellingNow) {
    return fail<TillError>({ code: 'shop-catalogue-empty', host: run.host })
  }
  const done: SyncRun = {
    ...run,
    endedAt: at,
    unreadable: rows.unreadable,
    counts: {
      created: plan.created,
      changed: plan.changed,
      retired: plan.retire.length,
      articles: fromShop.articles.length,
      departments: fromShop.departments.length,
      vatGroups: fromShop.vatGroups.length,
    },
  }
  const { departments, vatGroups } = fromShop
  try {
    await applyCatalogue(till.catalogueDb, { plan, departments, vatGroups, run: done })
    return ok(done)
  } catch (error) {
    return fail({ ...writeFailure(error), code: 'catalogue-not-written' })
  }
}

const unreadableProducts = ({ unreadable }: ShopRows) =>
  unreadable.flatMap(row => (row.resource === 'products' && row.id !== null ? [row.id] : []))

/** Remembers why a sync stopped; a disk that refuses even that was named already. */
async function remember(till: SyncTill, run: SyncRun): Promise<void> {
  try {
    await keepFailedRun(till.catalogueDb, run)
  } catch (error) {
    writeFailure(error)
  }
}
