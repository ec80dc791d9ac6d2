import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addedCodes,
  codeKeys,
  codeShown,
  codesTyped,
  distinctCodes,
  isSameCode,
  isWrittenAs,
  spellingsOfCode,
} from '@/core/scanning/articleCode'
import { checkDigitOf } from '@/core/scanning/checkDigit'
import { gtinsOf, spellingsOf, upcAOfUpcE } from '@/core/scanning/gtin'
import { GROUP_SEPARATOR as GS } from '@/core/scanning/gs1'

const closed = (body: string) => body + checkDigitOf(body)
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
const anyGtin = fc.oneof(
  digits(13).map(closed),
  digits(12).map(body => `0${closed(body)}`),
  digits(11).map(body => `00${closed(body)}`),
  digits(7).map(body => `000000${closed(body)}`),
)

describe('one article by any of its spellings', () => {
  it.each([
    ['5400000002649', '05400000002649'],
    ['5400000002649', '540-0000-00264-9'],
    ['5400000002649', ' 5 400000 002649 '],
    ['5400000002649', `]d20105400000002649${GS}10LOT-7`],
    ['5400000002649', `]C1010540000000264917261231`],
    ['5400000002649', `${GS}0105400000002649`],
    ['5400000002649', ']E05400000002649'.slice(3)],
    ['5400000002649', 'https://id.gs1.org/01/05400000002649'],
    ['5400000002649', 'https://id.gs1.org/01/05400000002649/10/ABC?17=261231'],
    ['5400000002649', 'http://boutique.example/fr/produits/01/5400000002649/21/7'],
    ['5400000002649', 'HTTPS://EXAMPLE.COM/GTIN/05400000002649#x'],
    ['5400000002649', '(01)05400000002649(17)261231(10)A'],
    ['036000241457', '0036000241457'],
    ['012345000065', '01234565'],
    ['042100005264', '04252614'],
    ['2-07-036024-5', '9782070360246'],
    ['978-2-07-036024-6', '2070360245'],
    ['080442957X', '978-0-8044-2957-3'],
    ['9782070360246', '978207036024651299'],
    ['96385074', '0000096385074'],
    ['96385074', '0100000096385074'],
    ['2900000000063', '0102900000000063'],
    ['col-014', 'COL-014'],
  ])('%j is %j', (one, other) => {
    expect(isSameCode(one, other)).toBe(true)
    expect(isSameCode(other, one)).toBe(true)
  })

  it.each([
    // A case of six is not a piece: its number has another check digit.
    ['15400000002646', '5400000002649'],
    ['5400000002648', '05400000002648'],
    ['2-07-036024-9', '9782070360246'],
    ['0105400000002648', '5400000002649'],
    // What a pallet contains is not what the code names.
    ['02054000000026493710', '5400000002649'],
    ['0105400000002649REF', '5400000002649'],
    ['https://id.gs1.org/01/05400000002648', '5400000002649'],
    ['https://id.gs1.org/10/05400000002649', '5400000002649'],
    ['COL-014', 'COL014'],
    ['00000000000000', '0000000000000'],
  ])('%j is not %j', (one, other) => expect(isSameCode(one, other)).toBe(false))

  it('knows every spelling of every number, with separators anywhere', () => {
    const anySeparators = fc.array(fc.constantFrom('', '', ' ', '-'), {
      minLength: 14,
      maxLength: 14,
    })
    fc.assert(
      fc.property(
        anyGtin.filter(gtin => !/^0+$/.test(gtin)),
        anySeparators,
        (gtin, between) => {
          for (const spelling of spellingsOf(gtin)) {
            expect(codeKeys(spelling)).toContain(gtin)
            const parted = [...spelling].map((digit, at) => digit + (between[at] ?? '')).join('')
            expect(codeKeys(parted)).toContain(gtin)
            expect(spellingsOfCode(parted)).toContain(spelling)
          }
        },
      ),
    )
  })

  it('knows each UPC-E by its UPC-A', () => {
    const anyBody = fc.tuple(fc.constantFrom('0', '1'), digits(6))
    fc.assert(
      fc.property(anyBody, ([system, six]) => {
        const checks = [...'0123456789'].map(check => `${system}${six}${check}`)
        const proven = checks.filter(code => upcAOfUpcE(code) !== undefined)
        expect(proven).toHaveLength(1)
        const [code = ''] = proven
        expect(isSameCode(code, upcAOfUpcE(code) ?? '')).toBe(true)
        expect(gtinsOf(upcAOfUpcE(code) ?? '')).toHaveLength(/^0+$/.test(code) ? 0 : 1)
      }),
    )
  })

  it('takes nothing for a number whose check digit is wrong', () => {
    fc.assert(
      fc.property(anyGtin, fc.nat(13), fc.integer({ min: 1, max: 9 }), (gtin, at, by) => {
        const wrong = (Number(gtin[at]) + by) % 10
        const code = gtin.slice(0, at) + wrong + gtin.slice(at + 1)
        expect(gtinsOf(code)).toEqual([])
        expect(codeKeys(`]d201${code}`)).not.toContain(gtin)
      }),
    )
  })

  it('is one key for any text, and soon, however hostile', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        expect(codeKeys(text).length).toBeGreaterThan(0)
      }),
    )
    const hostile = [
      '('.repeat(500_000),
      '(01)'.repeat(500_000),
      `]d2${'10A'.repeat(500_000)}`,
      `https://${'01/'.repeat(500_000)}`,
      `01${'0'.repeat(1_000_000)}`,
      '- '.repeat(500_000),
    ]
    // Work that grows with the square of the length would take hours: the runner stops it.
    for (const text of hostile) expect(codeKeys(text).length).toBeGreaterThan(0)
  })
})

describe('codes of an article', () => {
  it('are shown and kept as the number alone', () => {
    expect(codeShown(`]d20105400000002649${GS}10LOT`)).toBe('5400000002649')
    expect(codeShown('https://id.gs1.org/01/00000096385074')).toBe('96385074')
    expect(codeShown('REF-12')).toBe('REF-12')
  })

  it('are not added twice in another spelling', () => {
    expect(distinctCodes(['5400000002649', '05400000002649', 'A', 'a'])).toEqual([
      '5400000002649',
      'A',
    ])
    expect(addedCodes(['9782070360246'], ['2-07-036024-5', '96385074'])).toEqual(['96385074'])
  })

  it('are typed with spaces within or between them', () => {
    expect(codesTyped('978 2 07 036024 6, 96385074')).toEqual(['978 2 07 036024 6', '96385074'])
    expect(codesTyped('96385074 A12\nB13;;')).toEqual(['96385074', 'A12', 'B13'])
  })

  it('are found in a reference, with hyphens or without', () => {
    const texts = new Set(spellingsOfCode(']d20109782070360246'))
    expect(texts).toContain('2070360245')
    const refs = ['978-2-07-036024-6', '2-07-036024-5', '2-07-036024-8', '09782070360246']
    for (const reference of refs) expect(isWrittenAs(reference, texts)).toBe(true)
    expect(isWrittenAs('2-07-036025-5', texts)).toBe(false)
    expect(isWrittenAs('col-014', new Set(spellingsOfCode('Col-014')))).toBe(true)
  })
})
