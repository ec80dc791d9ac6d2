import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut, printable } from '@/core/printing/layOut'
import {
  centredLine,
  leftLine,
  rowLine,
  RULE,
  SPACE,
  type PaperLine,
} from '@/core/printing/paperLine'

const COLUMNS = [32, 42, 48]
const anyText = fc.oneof(
  fc.string({ maxLength: 90 }),
  fc.string({ maxLength: 90, unit: 'binary' }),
  fc.constantFrom(
    'Bouilloire électrique 1,7 l',
    '1\u202f234,50\u00a0€',
    'Œufs’ – … ×',
    '🦊 Renard',
  ),
)
const anyLine: fc.Arbitrary<PaperLine> = fc.oneof(
  anyText.map(text => leftLine(text)),
  anyText.map(text => centredLine(text)),
  fc.tuple(anyText, anyText).map(([name, amount]) => rowLine(name, amount)),
  fc.constant(RULE),
  fc.constant(SPACE),
  fc.array(fc.array(anyText, { minLength: 4, maxLength: 4 }), { maxLength: 4 }).map(rows => ({
    kind: 'table' as const,
    name: 'TVA',
    head: ['Taux', 'HT', 'TVA', 'TTC'],
    rows,
  })),
)
const textsOf = (line: PaperLine): string[] => {
  switch (line.kind) {
    case 'text':
      return [line.text]
    case 'row':
      return [line.left, line.right]
    case 'table':
      return line.rows.flat()
    default:
      return []
  }
}
const bare = (text: string) => printable(text).replaceAll(' ', '')

describe('a paper in so many characters a line', () => {
  it.each(COLUMNS)('%i: has no line longer, and no letter less', columns => {
    fc.assert(
      fc.property(anyLine, line => {
        const laid = layOut([line], columns)
        for (const one of laid) expect([...one].length).toBeLessThanOrEqual(columns)
        const printed = [...bare(laid.join(''))].sort().join('')
        const all = [...bare(textsOf(line).join(''))]
        const left = [...printed]
        for (const letter of all) {
          const at = left.indexOf(letter)
          expect(at, `${letter} is printed`).not.toBe(-1)
          left.splice(at, 1)
        }
      }),
    )
  })

  it('puts an amount at the end of the last line of its name', () => {
    expect(layOut([rowLine('Bouilloire électrique à col de cygne', '129,00 €')], 32)).toEqual([
      'Bouilloire électrique à',
      'col de cygne            129,00 €',
    ])
  })

  it('puts an amount below a name where both leave no room', () => {
    expect(layOut([rowLine('Total', '1 234 567 890 123 456,00 €')], 32)).toEqual([
      'Total',
      '      1 234 567 890 123 456,00 €',
    ])
  })

  it('sets columns apart where they fit, else says each by its name', () => {
    const vat: PaperLine = {
      kind: 'table',
      name: 'TVA',
      head: ['Taux', 'HT', 'TVA', 'TTC'],
      rows: [['20 %', '10 000,00 €', '2 000,00 €', '12 000,00 €']],
    }
    expect(layOut([vat], 48)).toEqual([
      'Taux             HT           TVA            TTC',
      '20 %    10 000,00 €    2 000,00 €    12 000,00 €',
    ])
    expect(layOut([vat], 32)).toEqual([
      '20 %',
      'HT                   10 000,00 €',
      'TVA                   2 000,00 €',
      'TTC                  12 000,00 €',
    ])
  })

  it('cuts a word that no line holds, and keeps the lines of a text', () => {
    expect(layOut([leftLine('4 rue des Lilas\n35000 Rennes')], 32)).toEqual([
      '4 rue des Lilas',
      '35000 Rennes',
    ])
    expect(layOut([leftLine('f'.repeat(70))], 32)).toEqual([
      'f'.repeat(32),
      'f'.repeat(32),
      'ffffff',
    ])
  })

  it('keeps a sign beside its number or its word, unless no line holds them', () => {
    expect(layOut([leftLine('dont éco-participation 1 × 0,12\u00a0€')], 32)).toEqual([
      'dont éco-participation 1 ×',
      '0,12 €',
    ])
    expect(layOut([leftLine('Bouilloire à col de cygne de «\u00a0Lyon\u00a0»')], 32)).toEqual([
      'Bouilloire à col de cygne de',
      '« Lyon »',
    ])
    expect(layOut([leftLine(`${'f'.repeat(30)}\u00a0${'g'.repeat(30)}`)], 32)).toEqual([
      'f'.repeat(30),
      'g'.repeat(30),
    ])
  })

  it('prints the spaces of French amounts as plain ones', () => {
    expect(printable('1\u202f234,50\u00a0€\u200b\u0007')).toBe('1 234,50 €')
  })
})
