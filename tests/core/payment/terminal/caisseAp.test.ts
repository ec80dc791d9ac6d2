import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTo, approvalOf, record, recordsOf } from '../../../support/terminal/fakeTerminal'
import {
  encodeRequest,
  LONGEST_ANSWER,
  outcomeOf,
  readAnswer,
} from '@/core/payment/terminal/caisseAp'
import { isMealVoucherCard, type TerminalRequest } from '@/core/payment/terminal/outcome'

const REFERENCE = '0123456789abcdef0123456789abcdef'
const asked: TerminalRequest = {
  amountCents: 12_345,
  direction: 'debit',
  tillNumber: 1,
  reference: REFERENCE,
}
const heard = recordsOf(encodeRequest(asked))
const outcome = (answer: string, request = asked) => outcomeOf(readAnswer(answer), request)

describe('a request', () => {
  it('is records of a tag, a length and a value, the version first', () => {
    expect(encodeRequest(asked)).toBe(
      `CZ0040320CJ012999999999999CA00201CB00512345CD0010CE003978CF032${REFERENCE}`,
    )
  })

  it('asks for the customer’s slip as text, where it is wanted only', () => {
    expect(recordsOf(encodeRequest({ ...asked, wantsSlip: true }))).toMatchObject({ CK: '100' })
    expect(recordsOf(encodeRequest(asked))).not.toHaveProperty('CK')
  })

  it('pads amounts below ten cents, tells a credit, and the till’s number', () => {
    const text = encodeRequest({ ...asked, amountCents: 5, direction: 'credit', tillNumber: 42 })
    expect(recordsOf(text)).toMatchObject({ CB: '05', CD: '1', CA: '42' })
  })

  it.each([
    { amountCents: 0 },
    { amountCents: -100 },
    { amountCents: 1.5 },
    { amountCents: 1e12 },
    { amountCents: NaN },
    { tillNumber: 0 },
    { tillNumber: 100 },
    { reference: '' },
    { reference: 'a-b' },
    { reference: 'a'.repeat(33) },
  ])('cannot be made of %j', change => {
    expect(() => encodeRequest({ ...asked, ...change })).toThrow('Broken rule')
  })
})

describe('what an answer says', () => {
  it('is accepted, with what may be kept of it', () => {
    expect(outcome(approvalOf(heard))).toEqual({
      state: 'accepted',
      amountCents: 12_345,
      application: '00B',
      authorisation: '184117',
      contract: '1234567',
    })
  })

  it('never holds the card’s number or expiry', () => {
    const answer = readAnswer(approvalOf(heard))
    expect(JSON.stringify([...answer.fields])).not.toMatch(/4970|2912/)
  })

  it('may be accepted for less', () => {
    expect(outcome(approvalOf(heard, { CB: '5000' }))).toMatchObject({ amountCents: 5_000 })
  })

  it.each([
    ['04', 'refused'],
    ['05', 'forbidden'],
    ['06', 'abandoned'],
    ['07', 'not-completed'],
    ['08', 'input-timeout'],
    ['09', 'bad-format'],
    ['11', 'abandoned'],
    ['13', 'currency'],
    ['00', 'other'],
    ['', 'other'],
    ['0451  TRANSACTION REFUSEE', 'refused'],
  ])('is not done, for reason %s', (reason, why) => {
    const answer = answerTo(heard, { AE: '01', AF: reason, CB: '' })
    expect(outcome(answer)).toEqual({ state: 'refused', why })
  })

  it.each([
    ['no amount', { CB: '' }, 'amount-missing'],
    ['an amount of nought', { CB: '00' }, 'amount-missing'],
    ['an amount in letters', { CB: '12A' }, 'amount-missing'],
    ['more than was asked', { CB: '12346' }, 'amount-above'],
    ['another currency', { CE: '840' }, 'other-request'],
    ['the other direction', { CD: '1' }, 'other-request'],
    ['another request', { CF: 'f'.repeat(32) }, 'other-request'],
    ['an operation that is only noted', { AE: '11' }, 'unreadable'],
    ['an unknown result', { AE: '99' }, 'unreadable'],
    ['not done, yet authorised', { AE: '01', AF: '01' }, 'unreadable'],
  ])('is for a person to judge with %s', (_what, given, why) => {
    expect(outcome(approvalOf(heard, given))).toEqual({ state: 'unknown', why })
  })

  it('is a meal-voucher card’s or not', () => {
    expect(['00E', '10E'].map(isMealVoucherCard)).toEqual([true, true])
    expect(['00B', '001', ''].map(isMealVoucherCard)).toEqual([false, false, false])
  })

  it('is read with tags that nobody knows, in any order, and line ends after it', () => {
    const answer = approvalOf(heard, { ZT: record('AK', 'x'.repeat(300)), X9: 'new' })
    const [first = '', ...rest] = Object.entries(recordsOf(answer)).map(([tag, value]) =>
      record(tag, value),
    )
    const turned = [first, ...rest.toReversed()].join('')
    expect(outcome(`${turned}\r\n`)).toMatchObject({ state: 'accepted', amountCents: 12_345 })
  })

  it.each([
    ['nothing', ''],
    ['a page', '<html>'],
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['another first record', 'AE00210CZ0040320'],
    ['a length in letters', 'CZ0040320AEabc'],
    ['an empty record', 'CZ0040320AE000'],
    ['a tag twice', `${approvalOf(heard)}CB00100`],
    ['more than an answer may be', approvalOf(heard) + record('ZT', 'x'.repeat(999)).repeat(9)],
  ])('is never accepted from %s', (_what, text) => {
    expect(outcome(text).state).toBe('unknown')
  })
})

describe('an answer in parts', () => {
  const whole = approvalOf(heard)

  it('is whole only where records are, and the result is there', () => {
    for (let length = 0; length < whole.length; length += 1) {
      const said = outcome(whole.slice(0, length))
      // A prefix never tells another amount, nor that nothing was done.
      if (said.state !== 'unknown') {
        expect(said).toMatchObject({ state: 'accepted', amountCents: 12_345 })
        expect(readAnswer(whole.slice(0, length)).state).toBe('whole')
      }
      expect(readAnswer(whole.slice(0, length)).state).not.toBe('broken')
    }
  })

  it('says the same however it is cut', () => {
    const cuts = fc.array(fc.nat(), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), cuts, (amountCents, places) => {
        const request = { ...asked, amountCents }
        const answer = approvalOf(recordsOf(encodeRequest(request)))
        const ends = places.map(place => place % answer.length).toSorted((a, b) => a - b)
        for (const end of ends) expect(readAnswer(answer.slice(0, end)).state).not.toBe('broken')
        expect(outcome(answer, request)).toMatchObject({ state: 'accepted', amountCents })
      }),
    )
  })
})

describe('a hostile answer', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  const textOf = (bytes: readonly number[]) => String.fromCharCode(...bytes)

  it('of any bytes is never accepted', () => {
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 400 }), bytes => {
        expect(outcome(textOf(bytes)).state).toBe('unknown')
      }),
    )
  })

  it('with one byte changed never tells more than was asked', () => {
    const whole = approvalOf(heard)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), byte, (at, changed) => {
        const said = outcome(whole.slice(0, at) + textOf([changed]) + whole.slice(at + 1))
        if (said.state !== 'accepted') return
        expect(said.amountCents).toBeLessThanOrEqual(asked.amountCents)
        expect(said.authorisation + said.contract).toMatch(/^[A-Za-z0-9]{0,20}$/)
      }),
    )
  })

  it('is read no further than an answer may be', () => {
    expect(readAnswer('C'.repeat(LONGEST_ANSWER + 1)).state).toBe('broken')
  })
})
