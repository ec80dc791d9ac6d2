import { allTables, replaceAll } from './catalogueTables'
import { nothingRead, type RowsMemory } from './chunkedRows'
import type { CatalogueDatabase, TillDatabase } from '@/storage/databases'
import { keepRecord, keepState, keepStock, readRecord, type PendingSync } from './heldShop'
import { readShelfState } from './firstShelf'
import { readSetting } from '@/storage/settings/settings'
import { watchRead } from '@/storage/watchRead'
import { rowsBefore, widenUndo } from './undo'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import { withEdits, type ArticleEdits } from '@/core/catalogue/articleEdits'
import type { CataloguePlan } from '@/core/catalogue/catalogue'
import type { ShopLanguage } from '@/core/catalogue/shopRows'
import type { ShopChanges } from '@/core/catalogue/shopState'
import { withVatAnswers } from '@/core/catalogue/vatAnswers'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { isSameValue } from '@/core/sameValue'

/** The catalogue, read in one transaction. */
export interface CatalogueView {
  articles: Article[]
  departments: Department[]
  vatGroups: VatGroup[]
}

/** What a sync found, ready to be applied. */
export interface CatalogueChange {
  plan: CataloguePlan
  departments: Department[]
  vatGroups: VatGroup[]
  changes: ShopChanges
  run: SyncRun
}

const RUNS_KEPT = 100
/** Of the runs before these, so many that priced articles anew: their labels may be printed still. */
const PRICED_RUNS_KEPT = 30

/** All articles of the shop as last read, without the owner's changes. */
export function listArticles(db: CatalogueDatabase): Promise<Article[]> {
  return db.shopArticles.toArray()
}

/**
 * Applies a sync in one transaction: the catalogue is either the old or the new one, never in
 * between. Articles the shop no longer sells are retired, not deleted. The replaced rows are
 * stored, so that the import can be undone.
 */
export function applyCatalogue(
  db: CatalogueDatabase,
  change: CatalogueChange,
  now: () => string,
): Promise<SyncRun> {
  const { plan, run, changes } = change
  return db.transaction('rw', allTables(db), async () => {
    // An import without article changes leaves the previous import to be undone.
    if (plan.put.length + plan.retire.length > 0) {
      await keepRecord(db, 'undoable', { runId: run.runId })
      await keepRecord(db, 'undo', await rowsBefore(db, plan, changes))
    } else await widenUndo(db, changes)
    const retired = await db.shopArticles.bulkGet(plan.retire)
    const retiredAt = run.endedAt
    await db.shopArticles.bulkPut([
      ...plan.put,
      ...retired.flatMap(article => (article ? { ...article, retiredAt } : [])),
    ])
    if (changes.isWhole) await db.shopProducts.clear()
    await db.shopProducts.bulkPut(changes.put)
    await db.shopProducts.bulkDelete(changes.removedIds)
    await replaceAll(db.departments, change.departments, department => department.departmentId)
    await replaceAll(db.vatGroups, change.vatGroups, group => group.vatGroupId)
    await keepState(db, changes.state)
    await keepStock(db, changes, run.startedAt)
    await db.shopRecords.bulkDelete(['pending', 'pendingChanges', 'wasUndone'])
    const ended = { ...run, endedAt: now() }
    await keepRun(db, ended)
    return ended
  })
}

/** Records a sync that changed no article, and the state it reached. */
export function keepUnchanged(
  db: CatalogueDatabase,
  changes: ShopChanges,
  run: SyncRun,
): Promise<void> {
  const { state } = changes
  return db.transaction('rw', db.shopRecords, db.syncRuns, async () => {
    const old = await readRecord(db, 'state')
    if (!isSameValue(old, state)) await keepState(db, state)
    await keepStock(db, changes, run.startedAt)
    // The catalogue matches the shop: no sync waits for the owner any more.
    if (await readRecord(db, 'pending')) {
      await db.shopRecords.bulkDelete(['pending', 'pendingChanges'])
    }
    await keepRun(db, run)
  })
}

/** Stores a sync that the owner must look at before it is applied. */
export function keepPending(
  db: CatalogueDatabase,
  pending: PendingSync,
  changes: ShopChanges,
): Promise<void> {
  return db.transaction('rw', db.shopRecords, db.syncRuns, async () => {
    await keepRecord(db, 'pending', pending)
    await keepRecord(db, 'pendingChanges', changes)
    await keepRun(db, pending.run)
  })
}

/** Forgets the sync that waits for the owner. */
export function dropPending(db: CatalogueDatabase): Promise<void> {
  return db.shopRecords.bulkDelete(['pending', 'pendingChanges'])
}

/** Records a sync that failed: the catalogue is unchanged. */
export function keepFailedRun(db: CatalogueDatabase, run: SyncRun): Promise<void> {
  return db.transaction('rw', db.syncRuns, () => keepRun(db, run))
}

/** The catalogue as it is sold: the shop's, with the owner's changes. */
export interface LaidCatalogue extends CatalogueView {
  edits: ArticleEdits
}

/** The catalogue with the state that it was read in (`readShelfState`). */
export interface WatchedCatalogue extends LaidCatalogue {
  state: string | null
}

/**
 * Calls back with the catalogue as it is sold, now and after each change by a sync or by the owner,
 * in any tab. Returns a function that stops it.
 */
export function watchCatalogue(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
  onChange: (view: WatchedCatalogue) => void,
  onError: (error: unknown) => void,
): () => void {
  // Of fifty articles that changed among thousands, fifty are read.
  const memory = nothingRead<Article>()
  const read = async () => {
    const state = await readShelfState(db, tillDb)
    return { ...(await readLaidCatalogue(db, tillDb, memory)), state }
  }
  const rows = [
    ...['articleChunks', 'departments', 'vatGroups', 'syncRuns'].map(table => ({ db, table })),
    { db: tillDb, table: 'settings', keys: ['vatAnswers'] },
    { db: tillDb, table: 'articleEdits' },
    { db: tillDb, table: 'ownArticles' },
  ]
  return watchRead({ rows, read, onChange, onError })
}

/** The catalogue with the owner's VAT rates, changes and own articles. */
export async function readLaidCatalogue(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
  memory?: RowsMemory<Article>,
): Promise<LaidCatalogue> {
  const { answers, edits, own } = await tillDb.transaction(
    'r',
    [tillDb.settings, tillDb.articleEdits, tillDb.ownArticles],
    async () => ({
      answers: (await readSetting(tillDb, 'vatAnswers')) ?? {},
      edits: new Map((await tillDb.articleEdits.toArray()).map(edit => [edit.articleId, edit])),
      own: await tillDb.ownArticles.toArray(),
    }),
  )
  const shop = withVatAnswers(await readCatalogue(db, memory), answers)
  return { ...shop, articles: withEdits([...shop.articles, ...own], edits), edits }
}

/** State of the syncs: the log, a sync that waits, and the age of prices. */
export interface SyncView {
  /** Newest first. */
  runs: SyncRun[]
  /** The latest sync without error. */
  lastRun: SyncRun | null
  pending: PendingSync | null
  /** The import that can be undone. */
  undoable: SyncRun | null
  /** Since when all prices have been read: none is older. Null before the first sync. */
  oldestCheck: string | null
  /** Languages of the shop, as last read. */
  languages: ShopLanguage[]
}

/**
 * Calls back with the state of the syncs, now and after each change, in any tab. Returns a function
 * that stops it.
 */
export function watchSyncs(
  db: CatalogueDatabase,
  onChange: (view: SyncView) => void,
  onError: (error: unknown) => void,
): () => void {
  const rows = [
    { db, table: 'syncRuns' },
    { db, table: 'shopRecords', keys: ['pending', 'undoable', 'oldestCheck', 'languages'] },
  ]
  return watchRead({ rows, read: () => readSyncs(db), onChange, onError })
}

/** The state of the syncs. */
export async function readSyncs(db: CatalogueDatabase): Promise<SyncView> {
  return db.transaction('r', db.syncRuns, db.shopRecords, async () => {
    const runs = await db.syncRuns.orderBy('startedAt').reverse().toArray()
    const pending = await readRecord(db, 'pending')
    const undoable = await readRecord(db, 'undoable')
    const oldestCheck = await readRecord(db, 'oldestCheck')
    return {
      runs,
      lastRun: runs.find(run => run.error === null) ?? null,
      pending,
      undoable: runs.find(run => run.runId === undoable?.runId) ?? null,
      oldestCheck,
      languages: (await readRecord(db, 'languages')) ?? [],
    }
  })
}

/**
 * The catalogue as last read from the shop, without the owner's changes. With the memory of an
 * earlier reading, an article that did not change since is the same object.
 */
export async function readCatalogue(
  db: CatalogueDatabase,
  memory = nothingRead<Article>(),
): Promise<CatalogueView> {
  return db.transaction('r', [db.articleChunks, db.departments, db.vatGroups], async () => {
    const [articles, departments, vatGroups] = await Promise.all([
      db.shopArticles.readAgain(memory),
      db.departments.toArray(),
      db.vatGroups.toArray(),
    ])
    return { articles, departments, vatGroups }
  })
}

async function keepRun(db: CatalogueDatabase, run: SyncRun): Promise<void> {
  await db.syncRuns.put(run)
  const old = await db.syncRuns.orderBy('startedAt').reverse().offset(RUNS_KEPT).toArray()
  const kept = old.filter(({ repriced }) => repriced !== undefined).slice(0, PRICED_RUNS_KEPT)
  const gone = old.filter(one => !kept.includes(one)).map(({ runId }) => runId)
  if (gone.length > 0) await db.syncRuns.bulkDelete(gone)
}
