import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyActs, journalOf } from '../../../support/anyJournal'
import { aJournal, anArticle, aTicket } from '../../../support/factory'
import { dailyTable } from '@/core/reports/exports/dailyTable'
import { linesTable, salesTable, type TableWords } from '@/core/reports/exports/salesTable'
import { cellText, FORMULA, isMisread, textCell, type Table } from '@/core/reports/exports/table'
import { isSale } from '@/core/journal/journal'
import { totalsOf } from '@/core/closing/totals'
import { referenceKey } from '@/core/journal/entryReference'

const WORDS: TableWords = {
  sale: 'Vente',
  refund: 'Remboursement',
  counter: 'Comptoir',
  web: 'En ligne',
  goods: 'Biens',
  shipping: 'Port',
  private: 'Particuliers',
  business: 'Professionnels',
  'delivery-counter': 'Au comptoir',
  'delivery-take-away': 'À emporter',
  'delivery-delivery': 'Livraison',
  'delivery-shipped': 'Expédition',
}

function sumOf(
  table: Table,
  key: string,
  where: (row: Table['rows'][number]) => boolean = () => true,
) {
  const place = table.columns.findIndex(column => column.key === key)
  return table.rows.filter(where).reduce((sum, row) => sum + Number(row[place]), 0)
}

describe('tables of sales, lines and days', () => {
  it('agree to the cent with the totals, per rate as well', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        const entries = journalOf(acts)
        const both = [totalsOf(entries), totalsOf(entries, 'web')]
        const total = both.reduce((sum, one) => sum + one.totalCents, 0)
        const vat = both.flatMap(one => one.vat)
        const vatCents = vat.reduce((sum, one) => sum + one.vatCents, 0)
        const daily = dailyTable(entries, new Set(), WORDS)
        expect(sumOf(salesTable(entries, WORDS), 'discount')).toBe(
          both.reduce((sum, one) => sum + one.discountsCents, 0),
        )
        for (const table of [salesTable(entries, WORDS), linesTable(entries, WORDS), daily]) {
          expect(sumOf(table, 'gross')).toBe(total)
          expect(sumOf(table, 'net') + sumOf(table, 'vat')).toBe(total)
          expect(sumOf(table, 'vat')).toBe(vatCents)
        }
        const rateAt = daily.columns.findIndex(column => column.key === 'vatRate')
        for (const rate of new Set(vat.map(one => one.vatRate))) {
          const ofRate = vat.filter(one => one.vatRate === rate)
          expect(sumOf(daily, 'vat', row => row[rateAt] === rate)).toBe(
            ofRate.reduce((sum, one) => sum + one.vatCents, 0),
          )
        }
      }),
      { numRuns: 100 },
    )
  })

  it('have as many cells as columns', () => {
    const entries = aJournal([aTicket()])
    for (const { columns, rows } of [
      salesTable(entries, WORDS),
      linesTable(entries, WORDS),
      dailyTable(entries, new Set(), WORDS),
    ]) {
      expect(rows.map(row => row.length)).toEqual([columns.length])
    }
  })

  it('separate sales invoiced to a business from sales to private customers', () => {
    const entries = aJournal([aTicket(undefined, 'a'), aTicket()])
    const first = entries.find(isSale)
    const daily = dailyTable(entries, new Set([first ? referenceKey(first) : '']), WORDS)
    expect(daily.rows.map(row => row[2])).toEqual(['Professionnels', 'Particuliers'])
    expect(daily.rows.map(row => row.at(-1))).toEqual([1, 1])
  })
})

it('counts the sales of a day, however many lines each has', () => {
  const twoLines = aTicket([anArticle(), anArticle({ articleId: 'ps-2' })], 'b')
  const entries = aJournal([aTicket(undefined, 'a'), twoLines, aTicket(undefined, 'c')])
  const daily = dailyTable(entries, new Set(), WORDS)
  expect(daily.rows.map(row => row.at(-1))).toEqual([3])
})

describe('a cell', () => {
  it('is written as a French spreadsheet reads it', () => {
    expect(cellText(-123_456, 'cents')).toBe('-1234,56')
    expect(cellText(5, 'cents')).toBe('0,05')
    expect(cellText(550, 'rate')).toBe('5,5')
    expect(cellText(1250, 'quantity')).toBe('1,25')
    expect(cellText('Thé', 'text')).toBe('Thé')
  })

  it.each(['=1+1', '@SUM(A1)', '+cmd|x', '-2+3', '\t=1', "-cmd|' /C calc'!A0"])(
    '%s is a formula to be neutralised',
    text => expect(FORMULA.test(text)).toBe(true),
  )

  it.each(['-12,50', '+33 6 12 34 56 78', 'Thé - vrac', '12,50', '-1234'])(
    '%s is not a formula',
    text => expect(FORMULA.test(text)).toBe(false),
  )
})

it.each([
  '0612345678',
  '06 12 34 56 78',
  '+33612345678',
  '01000',
  '00123',
  '1E5',
  '1e-7',
  '3-12',
  '3/12',
  '1.5',
  '12,50',
  '5400000002649',
  '12:30',
  '1/2',
  '5 %',
  '12 mars',
  'SEPT2',
  'mar-24',
  'VRAI',
  '(12)',
])('keeps the characters of %s in a spreadsheet', text => {
  expect(isMisread(text)).toBe(true)
  expect(textCell(text)).toBe(`\t${text}`)
})

it.each([
  'Miel',
  '12',
  '0',
  'CAR-1',
  '10:15:00',
  '3 rue du Port',
  'A-000123',
  '',
  'marteau',
  '12 œufs',
])('leaves %j as it is', text => expect(textCell(text)).toBe(text))

it('runs no formula, whatever it looks like', () => {
  for (const text of ['=1+1', '@SUM(A1)', '-1+cmd', '+A1']) {
    expect(textCell(text)).toBe(`'${text}`)
  }
  expect(textCell('\t=1')).toBe("'\t'=1")
})
