import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { buildSearchIndex, fold, splitWords } from '@/core/catalogue/search'
import { nearPositions, searchPositions } from '@/core/catalogue/searchPatch'

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
const indexOf = (among: readonly Article[], departmentNames = new Map<string, string>()) => ({
  whole: buildSearchIndex(among, departmentNames),
  patch: null,
})
const index = indexOf(articles, new Map([['ps-8', 'Infusions']]))
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

it.each([
  ['5400000002649', '05400000002649'],
  ['540-0000-002649', '05400000002649'],
  ['54000000', '05400000002649'],
  ['05400000002649', '5400000002649'],
  ['2-07-036024-8', '9782070360246'],
  ['978-2-07-036024-6', '2070360248'],
  ['97820703', '2070360245'],
  ['012345000065', '01234565'],
  ['col-014', 'COL-014'],
])('the code %s finds the article held as %s', (query, held) => {
  const among = [anArticle({ barcodes: ['3760000000017'] }), anArticle({ barcodes: [held] })]
  expect(searchPositions(indexOf(among), query, 10)).toEqual([1])
})

it('folds accents, case and ligatures', () => expect(fold('ŒUFS Brûlés Æ')).toBe('oeufs brules ae'))

/** The same search done article by article, in the order of results. */
function lookedFor(among: readonly Article[], query: string, limit: number): string[] {
  const code = fold(query).trim()
  const wanted = splitWords(query)
  const rank = (article: Article): number => {
    const codes = [article.reference, ...article.barcodes].map(fold)
    if (wanted.length > 0 && codes.some((one, at) => (at ? one.trim() : one) === code)) return 0
    const words = [...splitWords(`${article.name} ${article.reference}`), ...codes]
    if (!wanted.every(one => words.some(word => word.startsWith(one)))) return 3
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

const OTHERS = Array.from({ length: 900 }, (_, at) =>
  anArticle({
    articleId: `b${at}`,
    name: 'Zinc',
    reference: `Z${at}`,
    barcodes: [],
    departmentIds: [],
  }),
)

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
      fc.boolean(),
      (values, query, limit, isLarge) => {
        const few = values.map((one, at) =>
          anArticle({ ...one, articleId: `a${at}`, departmentIds: [] }),
        )
        // In a large shop a word is rare, and looked for in another way.
        const many = isLarge ? [...few, ...OTHERS] : few
        const positions = searchPositions(indexOf(many), query, limit)
        const found = positions.map(position => many[position]?.articleId)
        expect(found).toEqual(splitWords(query).length === 0 ? [] : lookedFor(many, query, limit))
      },
    ),
    { numRuns: 1_000 },
  )
})

const near = (text: string) =>
  nearPositions(index, text, 10).map(position => articles[position]?.articleId)

it.each([
  ['a wrong letter', 'sanchz', []],
  ['a wrong letter', 'sencka', ['c']],
  ['a letter too few', 'sncha', ['c']],
  ['a letter too many', 'senncha', ['c']],
  ['a letter too many at the end', 'senchas', ['c']],
  ['two that changed places', 'snecha', ['c']],
  ['the first letter', 'zencha', ['c']],
  ['a mistake in a beginning', 'infis', ['c']],
  ['a word that is right besides', 'vert snecha', ['c']],
  ['a short word', 'vret', []],
  ['a code', '3766', []],
])('forgives %s: %j finds %j', (_what, text, ids) => expect(near(text)).toEqual(ids))
