import { describe, expect, it } from 'vitest'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { isSale } from '@/core/journal/journal'
import {
  cluesOf,
  isAnySale,
  isIndexed,
  isWanted,
  mayBeName,
  type SaleSearch,
} from '@/core/journal/saleSearch'
import { changeLine } from '@/core/ticket/lines'

const AT = { tills: ['A'], today: '2026-03-15' }
const clues = (typed: string) =>
  cluesOf(typed, AT, code => (code === '3760000000017' ? 'ps-20' : undefined))
const kinds = (typed: string) => clues(typed).map(({ clue }) => clue)

describe('what a typed text may mean', () => {
  it.each([
    ['24/12', '2025-12-24'],
    ['15/03', '2026-03-15'],
    ['1/2/26', '2026-02-01'],
    ['01-02-2024', '2024-02-01'],
    ['2026-02-28', '2026-02-28'],
    ['29/2/24', '2024-02-29'],
  ])('%s is a day: %s', (typed, day) => {
    expect(clues(typed)).toEqual([{ clue: 'day', day }])
  })

  it.each(['31/02/2026', '12/13', '2026-02-30'])('%s is no day', typed => {
    expect(kinds(typed)).not.toContain('day')
  })

  it.each([
    ['12,5', 1250],
    ['12.50 €', 1250],
    ['-9,50', 950],
    ['−9,50', 950],
  ])('%s is an amount and nothing else', (typed, amountCents) => {
    expect(clues(typed)).toEqual([{ clue: 'amount', amountCents }])
  })

  it('a label is a document first, yet a reference may look like one', () => {
    expect(clues('ar-000012')).toEqual([
      { clue: 'document', document: { series: 'AR', number: 12 } },
      { clue: 'words', words: ['ar-000012'] },
    ])
  })

  it.each([
    ['Lefèvre', true],
    ['06 12', false],
    ['12', false],
    ['12/03', false],
    ['', false],
  ])('%s may be the name of a customer: %s', (typed, isName) => {
    expect(mayBeName(typed, clues(typed))).toBe(isName)
  })

  it('bare digits may be a document number of this till, an amount or a reference', () => {
    expect(clues('12')).toEqual([
      ...['A', 'AR', 'AE', 'AER'].map(series => ({
        clue: 'document',
        document: { series, number: 12 },
      })),
      { clue: 'amount', amountCents: 1200 },
      { clue: 'words', words: ['12'] },
    ])
  })

  it('a barcode is its article; words come without their accents', () => {
    expect(clues('3760000000017')).toEqual([
      { clue: 'article', articleId: 'ps-20' },
      { clue: 'words', words: ['3760000000017'] },
    ])
    expect(clues('  Miel Châtaignier ')).toEqual([
      { clue: 'words', words: ['miel', 'chataignier'] },
    ])
    expect(clues('  ')).toEqual([])
  })

  it('only some clues are answered by an index', () => {
    expect(clues('12').filter(isIndexed)).toHaveLength(5)
  })
})

describe('a sale that is looked for', () => {
  const ticket = aTicket([anArticle({ name: 'Cœur en sucre', reference: 'CS-9' })])
  const noted = changeLine(ticket, 'ticket-1-line-0', line => ({ ...line, note: 'Emballé' }))
  const sale = aJournal([{ ...noted, note: 'Pour Zoé' }]).find(isSale)
  const search = (over: Partial<SaleSearch>): SaleSearch => ({
    clues: [],
    fromDay: '',
    toDay: '',
    kind: 'all',
    ...over,
  })

  it.each([
    'coeur',
    'CS-9',
    'sucre COEUR',
    'emballe',
    'zoé',
    'A-000001',
    '15,48',
    '02/01/2026',
    '1',
  ])('is found by %s', typed => {
    expect(isWanted(sale!, search({ clues: clues(typed) }))).toBe(true)
  })

  it.each(['coeur vert', 'A-000002', '15,47', '03/01/2026', '2'])('is not found by %s', typed => {
    expect(isWanted(sale!, search({ clues: clues(typed) }))).toBe(false)
  })

  it('is within its days, and of its kind', () => {
    expect(isWanted(sale!, search({ fromDay: '2026-01-02', toDay: '2026-01-02' }))).toBe(true)
    expect(isWanted(sale!, search({ fromDay: '2026-01-03' }))).toBe(false)
    expect(isWanted(sale!, search({ toDay: '2026-01-01' }))).toBe(false)
    expect(isWanted(sale!, search({ kind: 'refunds' }))).toBe(false)
    expect(isWanted(sale!, search({ kind: 'lessons' }))).toBe(false)
    expect(isWanted({ ...sale!, training: true }, search({ kind: 'lessons' }))).toBe(true)
  })

  it('is any sale when nothing is asked', () => {
    expect(isAnySale(search({}))).toBe(true)
    expect(isAnySale(search({ kind: 'refunds' }))).toBe(false)
  })
})
