import { liveQuery } from 'dexie'
import type { CatalogueDatabase, TillDatabase } from './databases'
import { readSetting } from './settings'
import type { Article, Department, VatGroup } from '@/core/article'
import type { CataloguePlan } from '@/core/catalogue'
import { withVatAnswers } from '@/core/vatAnswers'
import type { SyncRun } from '@/core/syncRun'

/** All that screens show of the catalogue, read at one moment. */
export interface CatalogueView {
  articles: Article[]
  departments: Department[]
  vatGroups: VatGroup[]
  /** The last sync that was applied. */
  lastRun: SyncRun | null
}

export interface CatalogueChange {
  plan: CataloguePlan
  departments: Department[]
  vatGroups: VatGroup[]
  run: SyncRun
}

const RUNS_KEPT = 100

export function listArticles(db: CatalogueDatabase): Promise<Article[]> {
  return db.articles.toArray()
}

/**
 * Applies what a sync found, in one transaction: the catalogue is the old one or the new
 * one, never between. Articles the shop no longer sells are retired, not deleted.
 */
export function applyCatalogue(db: CatalogueDatabase, change: CatalogueChange): Promise<void> {
  const { plan, run } = change
  const tables = [db.articles, db.departments, db.vatGroups, db.syncRuns]
  return db.transaction('rw', tables, async () => {
    await db.articles.bulkPut(plan.put)
    await db.articles.bulkUpdate(
      plan.retire.map(key => ({ key, changes: { retiredAt: run.endedAt } })),
    )
    await replaceAll(db.departments, change.departments, department => department.departmentId)
    await replaceAll(db.vatGroups, change.vatGroups, group => group.vatGroupId)
    await keepRun(db, run)
  })
}

/** Remembers a sync that changed nothing in the catalogue: stopped, or refused. */
export function keepFailedRun(db: CatalogueDatabase, run: SyncRun): Promise<void> {
  return db.transaction('rw', db.syncRuns, () => keepRun(db, run))
}

/**
 * Calls back with the catalogue, the owner's answers laid over it, now and whenever a sync
 * or an answer has changed it, in any tab.
 */
export function watchCatalogue(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
  onChange: (view: CatalogueView) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(async () => {
    const answers = (await readSetting(tillDb, 'vatAnswers')) ?? {}
    return withVatAnswers(await readCatalogue(db), answers)
  }).subscribe(onChange, onError)
  return () => subscription.unsubscribe()
}

/** The catalogue as it stands. */
export async function readCatalogue(db: CatalogueDatabase): Promise<CatalogueView> {
  const tables = [db.articles, db.departments, db.vatGroups, db.syncRuns]
  return db.transaction('r', tables, async () => {
    const [articles, departments, vatGroups, runs] = await Promise.all([
      db.articles.toArray(),
      db.departments.toArray(),
      db.vatGroups.toArray(),
      db.syncRuns.orderBy('startedAt').reverse().toArray(),
    ])
    return { articles, departments, vatGroups, lastRun: runs.find(run => !run.error) ?? null }
  })
}

async function keepRun(db: CatalogueDatabase, run: SyncRun): Promise<void> {
  await db.syncRuns.put(run)
  const old = await db.syncRuns.orderBy('startedAt').reverse().offset(RUNS_KEPT).primaryKeys()
  await db.syncRuns.bulkDelete(old)
}

/** Writes only what differs, so that a sync that finds nothing writes nothing. */
async function replaceAll<Row>(
  table: { toArray: () => PromiseLike<Row[]> } & BulkWriter<Row>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Promise<void> {
  const current = new Map((await table.toArray()).map(row => [keyOf(row), JSON.stringify(row)]))
  const wanted = new Set(rows.map(keyOf))
  const changed = rows.filter(row => current.get(keyOf(row)) !== JSON.stringify(row))
  const gone = [...current.keys()].filter(key => !wanted.has(key))
  if (changed.length > 0) await table.bulkPut(changed)
  if (gone.length > 0) await table.bulkDelete(gone)
}

interface BulkWriter<Row> {
  bulkPut: (rows: readonly Row[]) => PromiseLike<unknown>
  bulkDelete: (keys: string[]) => PromiseLike<void>
}
