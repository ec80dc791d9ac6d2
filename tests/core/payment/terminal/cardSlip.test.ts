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
  ])('leaves no card number and no expiry: %s', (text, shown) => {
    expect(slip(text)).toEqual([shown])
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
