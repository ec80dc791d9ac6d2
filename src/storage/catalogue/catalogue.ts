import { liveQuery } from 'dexie'
import { allTables, replaceAll } from './catalogueTables'
import type { CatalogueDatabase, TillDatabase } from '@/storage/databases'
import { keepRecord, keepState, keepStock, readRecord, type PendingSync } from './heldShop'
import { readSetting } from '@/storage/settings/settings'
import { rowsBefore, widenUndo } from './undo'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import { withEdits, type ArticleEdits } from '@/core/catalogue/articleEdits'
import type { CataloguePlan } from '@/core/catalogue/catalogue'
import type { ShopLanguage } from '@/core/catalogue/shopRows'
import type { ShopChanges } from '@/core/catalogue/shopState'
import { withVatAnswers } from '@/core/catalogue/vatAnswers'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { isSameValue } from '@/core/sameValue'

/** All that screens show of the catalogue, read at one moment. */
export interface CatalogueView {
  articles: Article[]
  departments: Department[]
  vatGroups: VatGroup[]
}

export interface CatalogueChange {
  plan: CataloguePlan
  departments: Department[]
  vatGroups: VatGroup[]
  changes: ShopChanges
  run: SyncRun
}

const RUNS_KEPT = 100

export function listArticles(db: CatalogueDatabase): Promise<Article[]> {
  return db.shopArticles.toArray()
}

/**
 * Applies what a sync found, in one transaction: the catalogue is the old one or the new
 * one, never between. Articles the shop no longer sells are retired, not deleted. What is
 * replaced is kept, so that the import can be undone.
 */
export function applyCatalogue(
  db: CatalogueDatabase,
  change: CatalogueChange,
  now: () => string,
): Promise<SyncRun> {
  const { plan, run, changes } = change
  return db.transaction('rw', allTables(db), async () => {
    // An import that changes no article leaves the one before to be undone.
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

/** Remembers a sync that changed nothing of the catalogue, and where it has got to. */
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
    // The shop is as the catalogue has it: nothing waits any more.
    if (await readRecord(db, 'pending')) {
      await db.shopRecords.bulkDelete(['pending', 'pendingChanges'])
    }
    await keepRun(db, run)
  })
}

/** Keeps a sync that must be looked at before it is applied. */
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

/** Remembers a sync that stopped: the catalogue is as it was. */
export function keepFailedRun(db: CatalogueDatabase, run: SyncRun): Promise<void> {
  return db.transaction('rw', db.syncRuns, () => keepRun(db, run))
}

/** The catalogue as it is sold: the shop's, and what the owner laid over it. */
export interface LaidCatalogue extends CatalogueView {
  edits: ArticleEdits
}

/**
 * Calls back with the catalogue, the owner's answers, changes and own articles laid over
 * it, now and whenever a sync or the owner has changed it, in any tab.
 */
export function watchCatalogue(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
  onChange: (view: LaidCatalogue) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(() => readLaidCatalogue(db, tillDb)).subscribe(onChange, onError)
  return () => subscription.unsubscribe()
}

/** The catalogue with all that the owner laid over it. */
export async function readLaidCatalogue(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
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
  const shop = withVatAnswers(await readCatalogue(db), answers)
  return { ...shop, articles: withEdits([...shop.articles, ...own], edits), edits }
}

/** What is known of the syncs: the log, what waits, how old a price may be. */
export interface SyncView {
  /** Newest first. */
  runs: SyncRun[]
  /** The last one that read the shop to its end. */
  lastRun: SyncRun | null
  pending: PendingSync | null
  /** The import that can be undone. */
  undoable: SyncRun | null
  /** No price is older than this; null before the first sync. */
  oldestCheck: string | null
  /** Those of the shop, as last read. */
  languages: ShopLanguage[]
}

/** Calls back with the log of syncs now and whenever it changes, in any tab. */
export function watchSyncs(
  db: CatalogueDatabase,
  onChange: (view: SyncView) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(() => readSyncs(db)).subscribe(onChange, onError)
  return () => subscription.unsubscribe()
}

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

/** The catalogue as it stands. */
export async function readCatalogue(db: CatalogueDatabase): Promise<CatalogueView> {
  return db.transaction('r', [db.articleChunks, db.departments, db.vatGroups], async () => {
    const [articles, departments, vatGroups] = await Promise.all([
      db.shopArticles.toArray(),
      db.departments.toArray(),
      db.vatGroups.toArray(),
    ])
    return { articles, departments, vatGroups }
  })
}

async function keepRun(db: CatalogueDatabase, run: SyncRun): Promise<void> {
  await db.syncRuns.put(run)
  const old = await db.syncRuns.orderBy('startedAt').reverse().offset(RUNS_KEPT).primaryKeys()
  if (old.length > 0) await db.syncRuns.bulkDelete(old)
}
