import { expect, it } from 'vitest'
import type { ArticleChange } from '@/core/catalogue/articleChanges'
import { MOST_REPRICED, repricedBy, repricedSince } from '@/core/catalogue/repriced'
import type { SyncRun } from '@/core/catalogue/syncRun'

const change = (articleId: string, over: Partial<ArticleChange> = {}): ArticleChange => ({
  kind: 'changed',
  articleId,
  name: 'Miel',
  priceCents: 900,
  vatRate: 550,
  before: {},
  ...over,
})

it('names what is at another price or new, and nothing else', () => {
  const changes = [
    change('dearer', { before: { priceCents: 800 } }),
    change('renamed', { before: { name: 'Mielle' } }),
    change('new', { kind: 'created' }),
    change('gone', { kind: 'retired' }),
    change('taxed', { before: { vatRate: 2000 } }),
  ]
  expect(repricedBy(changes, false)).toEqual({ articleIds: ['dearer', 'new'], more: 0 })
})

it('says nothing of a first import, nor of one that changes no price', () => {
  expect(repricedBy([change('new', { kind: 'created' })], true)).toBeUndefined()
  expect(repricedBy([change('renamed', { before: { name: 'Mielle' } })], false)).toBeUndefined()
})

it('keeps a bounded number of names, and says how many more there were', () => {
  const many = Array.from({ length: MOST_REPRICED + 7 }, (_none, at) =>
    change(`ps-${at}`, { before: { priceCents: 1 } }),
  )
  const repriced = repricedBy(many, false)
  expect(repriced?.articleIds).toHaveLength(MOST_REPRICED)
  expect(repriced?.more).toBe(7)
})

const run = (runId: string, over: Partial<SyncRun>) =>
  ({ runId, outcome: 'applied', ...over }) as SyncRun

it('adds up what was priced anew since each sync, each article once', () => {
  const since = repricedSince([
    run('third', { repriced: { articleIds: ['a'], more: 0 } }),
    run('undone', { outcome: 'undone', repriced: { articleIds: ['z'], more: 0 } }),
    run('quiet', { outcome: 'unchanged' }),
    run('first', { repriced: { articleIds: ['b', 'a'], more: 2 } }),
  ])
  expect(since.map(one => [one.run.runId, one.repriced])).toEqual([
    ['third', { articleIds: ['a'], more: 0 }],
    ['first', { articleIds: ['a', 'b'], more: 2 }],
  ])
})
