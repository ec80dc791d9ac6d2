import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { buildSearchIndex, fold, searchPositions, splitWords } from '@/core/catalogue/search'

const articles = [
  anArticle({ articleId: 'a', name: 'Crème brûlée à l’œuf', reference: 'CB-1', barcodes: ['376'] }),
  anArticle({ articleId: 'b', name: 'Cœur de crème', reference: 'CREME', barcodes: [] }),
  anArticle({
    articleId: 'c',
    name: 'Thé vert Sencha',
    reference: 'TV 100',
    departmentIds: ['ps-8'],
    barcodes: [],
  }),
]
const index = buildSearchIndex(articles, new Map([['ps-8', 'Infusions']]))
const find = (text: string) =>
  searchPositions(index, text, 10).map(position => articles[position]?.articleId)

it.each([
  ['creme', ['b', 'a']],
  ['CRÈME OEUF', ['a']],
  ['œuf', ['a']],
  ['coeur', ['b']],
  ['cb-1', ['a']],
  ['376', ['a']],
  ['sen', ['c']],
  ['infu', ['c']],
  ['tv 100', ['c']],
  ['rien de tel', []],
  ['', []],
])('%j finds %j', (text, ids) => expect(find(text)).toEqual(ids))

it('folds accents, case and ligatures', () => expect(fold('ŒUFS Brûlés Æ')).toBe('oeufs brules ae'))

/** The same search done article by article, in the order of results. */
function lookedFor(among: readonly Article[], query: string, limit: number): string[] {
  const code = fold(query).trim()
  const wanted = splitWords(query)
  const rank = (article: Article): number => {
    const codes = [fold(article.reference), ...article.barcodes]
    const words = [...splitWords(`${article.name} ${article.reference}`), ...codes]
    if (!wanted.every(one => words.some(word => word.startsWith(one)))) return 3
    if (codes.includes(code)) return 0
    return fold(article.name).startsWith(code) ? 1 : 2
  }
  return among
    .map((article, at) => ({ article, at, rank: rank(article) }))
    .filter(one => one.rank < 3)
    .toSorted((a, b) => a.rank - b.rank || a.article.position - b.article.position || a.at - b.at)
    .slice(0, limit)
    .map(({ article }) => article.articleId)
}

const text = fc.string({ unit: fc.constantFrom(...'aàbeé1 -œ'), maxLength: 6 })

it('finds the same as a search by hand, in the same order', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          name: text,
          reference: text,
          barcodes: fc.array(text, { maxLength: 2 }),
          position: fc.nat(3),
        }),
        { maxLength: 12 },
      ),
      text,
      fc.integer({ min: 1, max: 5 }),
      (values, query, limit) => {
        const many = values.map((one, at) =>
          anArticle({ ...one, articleId: `a${at}`, departmentIds: [] }),
        )
        const positions = searchPositions(buildSearchIndex(many, new Map()), query, limit)
        const found = positions.map(position => many[position]?.articleId)
        expect(found).toEqual(splitWords(query).length === 0 ? [] : lookedFor(many, query, limit))
      },
    ),
    { numRuns: 2_000 },
  )
})
