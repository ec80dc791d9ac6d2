import * as Comlink from 'comlink'
import { EMPTY_STATE } from '../../support/catalogue/emptyState'
import { articlesUpTo, DEPARTMENTS_OF_SHOP } from './articles'
import type { Article } from '@/core/catalogue/article'
import type { CatalogueChange } from '@/storage/catalogue/catalogue'
import { applyCatalogue } from '@/storage/catalogue/catalogue'
import { makeContext } from '@/till/makeContext'
import { makeCatalogueFeed, type CatalogueFeed, type Follower } from '@/worker/catalogueFeed'

const context = makeContext('shop', 'bench', false)
let feed: CatalogueFeed | undefined
let made: Article[] = []
let runs = 0

/** The part of the till's worker that has to do with its articles. */
export const benchWorker = {
  open() {
    feed = makeCatalogueFeed(context)
  },
  followCatalogue(onPiece: Follower['onPiece']) {
    feed?.follow({ onPiece, onFirst: () => undefined })
  },
  makeArticles(count: number) {
    made = articlesUpTo(count)
  },
  write: () => apply(made),
  change: (articles: Article[]) => apply(articles),
}

/** Stores articles as a sync does, with what undoes it. */
async function apply(put: Article[]): Promise<void> {
  const at = new Date().toISOString()
  runs += 1
  await applyCatalogue(context.catalogueDb, changeWith(put, `bench-${at}-${runs}`, at), () => at)
}

function changeWith(put: Article[], runId: string, at: string): CatalogueChange {
  const counts = { created: put.length, changed: 0, retired: 0, articles: put.length }
  return {
    plan: { put, retire: [], created: put.length, changed: 0 },
    departments: DEPARTMENTS_OF_SHOP,
    vatGroups: [
      { vatGroupId: 'ps-1', name: 'TVA 20 %', vatRate: 2_000, evidence: { kind: 'tax-rules' } },
    ],
    // The shop's own rows are for the next sync alone: no contestant has any.
    changes: {
      state: EMPTY_STATE,
      isAnything: true,
      isWhole: false,
      stock: null,
      put: [],
      removedIds: [],
      hostNotice: null,
      unreadable: [],
    },
    run: {
      runId,
      host: 'bench.example',
      trigger: 'hand',
      startedAt: at,
      endedAt: at,
      requests: 0,
      counts: { ...counts, departments: DEPARTMENTS_OF_SHOP.length, vatGroups: 1 },
      unreadable: [],
      outcome: 'applied',
      error: null,
    },
  }
}

Comlink.expose(benchWorker)
