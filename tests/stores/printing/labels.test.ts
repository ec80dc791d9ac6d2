import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { aTill, anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { MOST_COPIES, MOST_LABELS } from '@/core/printing/labels/pages'
import { readSetting } from '@/storage/settings/settings'
import { useLabelsStore } from '@/stores/printing/labels'
import type { TillContext } from '@/till/context'

let context: TillContext
let catalogue = reactive({ articlesById: new Map<string, Article>() })
vi.mock('@/stores/useContext', () => ({ useContext: () => context }))
vi.mock('@/stores/catalogue/catalogue', () => ({ useCatalogueStore: () => catalogue }))

function sold(count: number): Article[] {
  const articles = Array.from({ length: count }, (_none, at) =>
    anArticle({ articleId: `ps-${at}`, name: `Article ${at}` }),
  )
  catalogue.articlesById = new Map(articles.map(one => [one.articleId, one]))
  return articles
}

beforeEach(() => {
  context = aTill()
  catalogue = reactive({ articlesById: new Map() })
  setActivePinia(createPinia())
})

const copiesOf = (labels: ReturnType<typeof useLabelsStore>) =>
  labels.chosen.map(({ item, copies }) => [item.articleId, copies])

it('keeps the order of the choice, one of each, and counts copies', () => {
  const [one, other] = sold(2)
  const labels = useLabelsStore()
  labels.add([other!, one!])
  labels.add([one!])
  labels.addOne(one!)
  expect(copiesOf(labels)).toEqual([
    ['ps-1', 1],
    ['ps-0', 2],
  ])
  expect(labels.count).toBe(3)
  labels.step('ps-1', -1)
  expect(copiesOf(labels)).toEqual([['ps-0', 2]])
  labels.clear()
  expect(labels.count).toBe(0)
})

it('makes none of shipping, nor of what is no longer sold', () => {
  const [one] = sold(1)
  const labels = useLabelsStore()
  labels.add([anArticle({ articleId: 'ship', name: 'Frais de port' }), one!])
  expect(copiesOf(labels)).toEqual([['ps-0', 1]])
  catalogue.articlesById = new Map([['ps-0', { ...one!, retiredAt: '2026-01-02' }]])
  expect(labels.count).toBe(0)
})

it('says the price of now, also where it changes meanwhile', () => {
  const [one] = sold(1)
  const labels = useLabelsStore()
  labels.add([one!])
  catalogue.articlesById = new Map([['ps-0', { ...one!, priceCents: 77 }]])
  expect(labels.pages[0]?.labels[0]?.item.priceCents).toBe(77)
})

it('stops at as many as are printed at once, and at so many copies', () => {
  const articles = sold(MOST_LABELS + 5)
  const labels = useLabelsStore()
  labels.add(articles.slice(0, 1))
  for (let at = 0; at < MOST_COPIES + 5; at += 1) labels.step('ps-0', 1)
  expect(copiesOf(labels)).toEqual([['ps-0', MOST_COPIES]])
  labels.add(articles)
  expect(labels.count).toBe(MOST_LABELS)
  expect(labels.isFull).toBe(true)
  labels.step('ps-1', 1)
  expect(labels.count).toBe(MOST_LABELS)
})

it('says whether a label was added', () => {
  const articles = sold(MOST_LABELS + 5)
  const labels = useLabelsStore()
  expect(labels.addOne(anArticle({ articleId: 'ship', name: 'Frais de port' }))).toBe(false)
  expect(labels.addOne({ ...articles[0]!, retiredAt: '2026-01-02' })).toBe(false)
  for (let at = 0; at < MOST_COPIES; at += 1) expect(labels.addOne(articles[0]!)).toBe(true)
  expect(labels.addOne(articles[0]!)).toBe(false)
  labels.add(articles)
  expect(labels.addOne(articles[1]!)).toBe(false)
  expect(labels.addOne(articles.at(-1)!)).toBe(false)
  expect(labels.count).toBe(MOST_LABELS)
})

it('remembers the paper and the begun sheet, and mistrusts what is remembered', async () => {
  const labels = useLabelsStore()
  await labels.printOn('38x21', 64)
  expect(await readSetting(context.tillDb, 'labelSheet')).toEqual({ paperId: '38x21', used: 64 })
  // A sheet of 24 has no 65th label; a roll has no begun sheet.
  await labels.printOn('70x37', 64)
  expect(labels.used).toBe(0)
  await labels.printOn('58mm', 3)
  expect(labels.used).toBe(0)
  await context.tillDb.settings.put({ name: 'labelSheet', value: { paperId: 'gone', used: -1 } })
  await labels.start()
  expect([labels.paper.paperId, labels.used]).toEqual(['70x37', 0])
})
