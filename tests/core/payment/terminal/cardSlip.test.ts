import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approvalOf, record } from '../../../support/terminal/fakeTerminal'
import { outcomeOf, readAnswer } from '@/core/payment/terminal/caisseAp'
import { slipIn } from '@/core/payment/terminal/cardSlip'

const ticketOf = (text: string) => record('AK', btoa(text))
const answerWith = (more: string) => approvalOf({ CB: '1548', CD: '0', CE: '978' }) + more
const slip = (text: string) =>
  slipIn(answerWith(record('ZT', record('CK', '100') + ticketOf(text))))

describe('the slip of a card payment', () => {
  it('is read from the constructed record, and where a terminal sends it by itself', () => {
    expect(slip('CB SANS CONTACT\r\nDEBIT 15,48 EUR\n\n')).toEqual([
      'CB SANS CONTACT',
      'DEBIT 15,48 EUR',
    ])
    expect(slipIn(answerWith(ticketOf('REÇU CLIENT')))).toEqual(['REÇU CLIENT'])
  })

  it.each([
    ['4970101234567890', '************7890'],
    ['4970 1012 3456 7890', '**** **** **** 7890'],
    ['4970-1012-3456-7890', '****-****-****-7890'],
    ['CARTE : 4970.1012.3456.7890 CB', 'CARTE : ****.****.****.7890 CB'],
    ['1234567890123', '*********0123'],
    ['6304000000000000123', '***************0123'],
    ['XXXXXXXXXXXX2897', 'XXXXXXXXXXXX2897'],
    ['AUTO 184117', 'AUTO 184117'],
    ['21/10/24 - 23:12:24', '21/10/24 - 23:12:24'],
    ['EXP. 12/29', 'EXP. **/**'],
    ['FIN VALIDITE: 1229', 'FIN VALIDITE: **/**'],
    ['4970  1012  3456  7890', '****  ****  ****  7890'],
    ['4970\t 1012\t 3456\t 7890', '****  ****  ****  7890'],
    ['4970/1012/3456/7890', '****/****/****/7890'],
    ['4970 - 1012 - 3456 - 7890', '**** - **** - **** - 7890'],
    ['4970 1012 3456 7890 12/27', '**** **** **** **** **/**'],
    ['49,70 10,12 34,56 78,90', '**,** **,** **,** 78,90'],
    ['EXP 12/2027', 'EXP **/**'],
    ['EXP: 12-27', 'EXP: **/**'],
    ['EXPIRE LE 31/12/2027', 'EXPIRE LE **/**'],
    ['DATE EXP 27/12', 'DATE EXP **/**'],
    ['VAL 12/27', 'VAL **/**'],
    ['VALID THRU 12 / 27', 'VALID THRU **/**'],
    ['VALEUR : 12.50 EUR', 'VALEUR : 12.50 EUR'],
    ['MONTANT VALIDE : 45.10 EUR', 'MONTANT VALIDE : 45.10 EUR'],
    ['EXPRESS 12/27', 'EXPRESS 12/27'],
    ['FIN 10/11/2024 10:45', 'FIN 10/11/2024 10:45'],
    ['21/10/2024 - 23:12:24', '21/10/2024 - 23:12:24'],
  ])('leaves no card number and no expiry: %s', (text, shown) => {
    expect(slip(text)).toEqual([shown])
  })

  it.each([
    ['4970 1012\n3456 7890', ['**** ****', '**** 7890']],
    ['4970 1012      \r\n   3456 7890', ['**** ****', '   **** 7890']],
    ['DATE EXP.\n12/27', ['DATE EXP.', '**/**']],
    [
      '4970 1012 3456 7890\n21/10/24 23:12\n15,48\nAUTO 184117',
      ['**** **** **** 7890', '21/10/24 23:12', '15,48', 'AUTO 184117'],
    ],
    ['MONTANT\n15.48 EUR\n184117', ['MONTANT', '15.48 EUR', '184117']],
  ])('leaves none over several lines, and amounts and times stay: %j', (text, shown) => {
    expect(slip(text)).toEqual(shown)
  })

  it('shows four digits of a card at most, however they are grouped, parted and cut into lines', () => {
    const sign = fc.constantFrom(
      ' ',
      '  ',
      '\t',
      '\t ',
      '-',
      '/',
      '.',
      ',',
      ':',
      ' - ',
      ' / ',
      '\u00a0',
    )
    const lineEnd = fc.constantFrom('\n', '\r\n', '   \n', '\n  ', ' \n\n', '-\n')
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 6 })
    const groups = fc.array(fc.tuple(digits, fc.oneof(sign, lineEnd)), {
      minLength: 5,
      maxLength: 6,
    })
    fc.assert(
      fc.property(groups, fc.constantFrom('', 'CARTE : ', 'CARTE\n'), (parts, before) => {
        const text = `${before}${parts.flat().join('')}MERCI`
        const shown = (slip(text) ?? []).join('').replace(/\D/g, '')
        expect(shown.length).toBeLessThanOrEqual(4)
      }),
    )
  })

  it('shows four digits of a card at most, wherever its line is broken', () => {
    for (let at = 1; at < 16; at += 1) {
      const number = '4970101234567890'
      const lines = slip(`CARTE ${number.slice(0, at)}\n${number.slice(at)}`) ?? []
      expect(lines.join('').replace(/\D/g, '')).toBe('7890')
    }
  })

  it('holds no control character and no endless line, whatever the terminal sends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), bytes => {
        const text = String.fromCharCode(...bytes)
        for (const line of slip(text) ?? []) {
          expect(line.length).toBeLessThanOrEqual(48)
          // oxlint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
          expect(line).not.toMatch(/\d{13}/)
        }
      }),
    )
    expect(slip('a\n'.repeat(300))?.length).toBe(80)
  })

  it.each([
    ['no record of it', ''],
    ['an empty one', record('ZT', record('CK', '100'))],
    ['what is not base 64', record('AK', 'CB*')],
    ['a record that is cut', 'AK900Q0I='],
    ['blanks alone', ticketOf(' \n ')],
  ])('is none where there is %s', (_, more) => {
    expect(slipIn(answerWith(more))).toBeNull()
  })

  it('decides nothing of the payment, even sent twice', () => {
    const asked = {
      amountCents: 1_548,
      direction: 'debit' as const,
      tillNumber: 1,
      reference: 'a'.repeat(32),
    }
    const twice = answerWith(record('ZT', ticketOf('a')) + record('ZT', ticketOf('b')))
    expect(outcomeOf(readAnswer(twice), asked)).toMatchObject({ state: 'accepted' })
    expect(slipIn(twice)).toEqual(['a'])
  })
})
