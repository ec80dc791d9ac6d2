import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import { namingRows } from '@/components/catalogue/naming/namingRows'
import { useTypedNames } from '@/components/catalogue/naming/useTypedNames'
import type { Article } from '@/core/catalogue/article'
import { numberedFamilies } from '@/core/catalogue/combinationNames'

const of = (familyId: string, name: string, number: number, over: Partial<Article> = {}) =>
  anArticle({
    articleId: `${familyId}-${number}`,
    name: `${name} #${number}`,
    family: { familyId, name },
    numbered: { number },
    reference: familyId,
    barcodes: [],
    ...over,
  })

const FAMILIES = numberedFamilies([
  of('ps-1', 'Écharpe', 1, { reference: 'ECH-R', barcodes: ['376001'] }),
  of('ps-1', 'Écharpe', 2, { reference: 'ECH-B' }),
  of('ps-2', 'T-shirt', 1),
  of('ps-2', 'T-shirt', 2, { numbered: { number: 2, byOwner: 'Moyen' } }),
])
const idsOf = (query: string) => namingRows(FAMILIES, query).map(row => row.rowId)

it('lists combinations below their product, with the codes that tell them apart', () => {
  expect(
    namingRows(FAMILIES).map(row =>
      row.kind === 'family' ? [row.name, row.reference] : [row.rowId, row.codes],
    ),
  ).toEqual([
    ['Écharpe', ''],
    ['ps-1-1', 'ECH-R · 376001'],
    ['ps-1-2', 'ECH-B'],
    // All have the reference of their product: it is said once.
    ['T-shirt', 'ps-2'],
    ['ps-2-1', ''],
    ['ps-2-2', ''],
  ])
})

it.each([
  ['echarpe', ['ps-1', 'ps-1-1', 'ps-1-2']],
  ['ech-b', ['ps-1', 'ps-1-2']],
  ['376001', ['ps-1', 'ps-1-1']],
  [' MOYEN ', ['ps-2', 'ps-2-2']],
  ['rien', []],
])('finds %j by name, reference, code or typed name', (query, found) =>
  expect(idsOf(query)).toEqual(found),
)

it('keeps only names that differ from the stored ones, as they will be stored', () => {
  const { type, changed, nameOf } = useTypedNames(() => FAMILIES)
  expect(changed.value.size).toBe(0)
  type('ps-2-1', '  Petit\n ')
  type('ps-2-2', 'Moyen ')
  type('ps-1-1', ' ')
  expect(changed.value).toEqual(new Map([['ps-2-1', 'Petit']]))
  type('ps-2-2', '')
  expect(changed.value.get('ps-2-2')).toBe('')
  expect(FAMILIES[1]?.combinations.map(nameOf)).toEqual(['  Petit\n ', ''])
})

it('tells of a name twice in one product, and not of the same in two', () => {
  const { type, doubled } = useTypedNames(() => FAMILIES)
  type('ps-1-1', 'moyen')
  expect(doubled.value.size).toBe(0)
  type('ps-2-1', ' MOYEN')
  expect(doubled.value).toEqual(new Set(['ps-2-1', 'ps-2-2']))
})
