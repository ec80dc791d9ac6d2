import { expect, it } from 'vitest'
import { anArticle } from '../support/factory'
import { buildSearchIndex, fold, searchPositions } from '@/core/search'

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
