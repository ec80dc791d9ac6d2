import { keepWhatWasRead, NO_COUNTS, READING } from './keepWhatWasRead'
import { prepareImport, type PreparedImport, type SyncTill } from './prepareImport'
import { openShop } from './openShop'
import { learnPacks } from '@/till/stock/learnPacks'
import { fail, ok, type Result } from '@/core/errors'
import type { SyncProgress, SyncRun } from '@/core/catalogue/syncRun'
import { mostSoldProducts } from '@/core/catalogue/mostSold'
import { knownVatRates } from '@/core/catalogue/vatAnswers'
import { readChanges } from '@/prestashop/readChanges'
import type { Surroundings } from '@/prestashop/route'
import { applyCatalogue, dropPending, keepFailedRun } from '@/storage/catalogue/catalogue'
import { rethrowUnlessDisk, writeFaultOf } from '@/storage/fault'
import { heldProducts, readRecord } from '@/storage/catalogue/heldShop'
import { readSales } from '@/storage/journal/journal'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'

export interface SyncOptions {
  connection: ShopConnection
  /** Languages of the till, best first. */
  preferredLanguages: readonly string[]
  trigger: 'hand' | 'automatic'
  /** `all` reads every article again, whatever its date of change. */
  sweep: 'due' | 'all'
  signal: AbortSignal
  onProgress: (progress: SyncProgress) => void
}

/** So many of the latest sales tell which articles are sold most. */
const LATEST_SALES = 500

const sourceOf = ({ address, shopId }: ShopConnection) =>
  [READING, address, shopId].join(' ').trim()

/**
 * Brings the catalogue in line with the shop: reads what changed, compares, and applies it in one
 * transaction, or stores it for the owner when it must not be applied unseen. A sync that fails or
 * is cancelled leaves the catalogue as it was and records the reason in its run. A ticket in
 * progress keeps its prices.
 */
export async function syncCatalogue(
  till: SyncTill,
  surroundings: Surroundings,
  options: SyncOptions,
): Promise<Result<SyncRun>> {
  const run: SyncRun = {
    runId: till.newId(),
    host: new URL(options.connection.address).host,
    trigger: options.trigger,
    startedAt: till.now().at,
    endedAt: '',
    requests: 0,
    counts: NO_COUNTS,
    unreadable: [],
    outcome: 'failed',
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
  options: SyncOptions,
  run: SyncRun,
): Promise<Result<SyncRun>> {
  const { connection, signal, onProgress } = options
  onProgress({ step: 'connecting', done: 0, expected: null })
  const { catalogueDb } = till
  const state = await readRecord(catalogueDb, 'state')
  const shop = await openShop(surroundings, connection, { signal, keyPlace: state?.keyPlace })
  if (!shop.ok) return shop
  const changes = await readChanges(
    shop.value,
    { state, products: heldProducts(catalogueDb) },
    {
      source: sourceOf(connection),
      preferredLanguages: options.preferredLanguages,
      languageId: connection.languageId ?? null,
      at: till.now().at,
      knownRates: knownVatRates((await readSetting(till.tillDb, 'vatAnswers')) ?? {}),
      waiting: await waitingProducts(till),
      mostSold: () => mostSold(till),
      trigger: options.trigger,
      sweep: options.sweep,
      onProgress,
    },
  )
  run.requests = shop.value.requests()
  if (!changes.ok) return changes
  if (signal.aborted) return fail({ code: 'sync-cancelled' })
  const learned = { connection, before: state, changes: changes.value }
  const packs = await learnPacks(till, shop.value, learned)
  run.requests = shop.value.requests()
  if (!packs.ok) return packs
  if (signal.aborted) return fail({ code: 'sync-cancelled' })

  onProgress({ step: 'applying', done: 0, expected: null })
  const { hostNotice } = changes.value
  const unreadable = [...changes.value.unreadable, ...packs.value]
  const notice = hostNotice === null ? {} : { hostNotice }
  return keepWhatWasRead(till, changes.value, { ...run, unreadable, ...notice })
}

/**
 * Applies the sync that waits for the owner. Undefined when no sync waits any more: another tab
 * applied it, or a later sync found the shop unchanged.
 */
export async function applyPending(till: SyncTill): Promise<Result<SyncRun> | undefined> {
  const pending = await readRecord(till.catalogueDb, 'pending')
  const changes = await readRecord(till.catalogueDb, 'pendingChanges')
  if (!pending || !changes) return undefined
  if (!changes.state.source.startsWith(`${READING} `)) {
    // Another version of the till read it: the next sync reads it again.
    await dropPending(till.catalogueDb)
    return undefined
  }
  const { run } = pending
  const prepared = await prepareImport(till, changes, run)
  if (!prepared.ok) return prepared
  const { counts, priced } = prepared.value
  const applied: SyncRun = { ...run, ...priced, outcome: 'applied', counts }
  try {
    const change = { ...changeOf(prepared.value), changes, run: applied }
    return ok(await applyCatalogue(till.catalogueDb, change, () => till.now().at))
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'catalogue-not-written' })
  }
}

const changeOf = ({ plan, departments, vatGroups }: PreparedImport) => ({
  plan,
  departments,
  vatGroups,
})

/** Products sold most of late on this till. */
async function mostSold({ tillDb, tillCode }: SyncTill): Promise<number[]> {
  return mostSoldProducts(await readSales(tillDb, tillCode, Infinity, LATEST_SALES))
}

/** Products that the sync waiting for the owner would change. */
async function waitingProducts({ catalogueDb }: SyncTill): Promise<number[]> {
  const changes = await readRecord(catalogueDb, 'pendingChanges')
  return changes?.put.map(product => product.productId) ?? []
}

/**
 * Records why a sync stopped. Where the disk refuses even that, the first error already says so.
 */
async function remember(till: SyncTill, run: SyncRun): Promise<void> {
  try {
    await keepFailedRun(till.catalogueDb, run)
  } catch (error) {
    rethrowUnlessDisk(error)
  }
}
