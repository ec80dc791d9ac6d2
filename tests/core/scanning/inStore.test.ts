import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigitOf } from '@/core/scanning/checkDigit'
import {
  articleCodesOf,
  FRENCH_MASKS,
  inStorePrefix,
  measureCheckDigitOf,
  readLabel,
  readMask,
} from '@/core/scanning/inStore'

const closed = (body: string) => body + checkDigitOf(body)

describe('readMask', () => {
  it('reads 482 g of article 123', () => {
    expect(readMask(closed('210012300482'), 'PPAAAAAWWWWWC')).toEqual({
      prefix: '21',
      articleCode: '00123',
      weightGrams: 482,
      priceCents: null,
      articleLabel: closed('210012300000'),
    })
  })

  it('reads a price with its own check digit, and refuses a wrong one', () => {
    expect(readMask(closed('220123614685'), 'PPAAAAVEEEEEC')).toMatchObject({
      articleCode: '0123',
      priceCents: 14_685,
    })
    expect(readMask(closed('220123714685'), 'PPAAAAVEEEEEC')).toBeUndefined()
    expect(readMask(closed('220123714685'), 'PPAAAAXEEEEEC')).toMatchObject({ priceCents: 14_685 })
  })

  it('reads no code of a brand, nor one with a wrong check digit', () => {
    expect(readMask('3017620422003', 'PPAAAAAWWWWWC')).toBeUndefined()
    expect(readMask('2100123004820', 'PPAAAAAWWWWWC')).toBeUndefined()
    expect(inStorePrefix('96385074')).toBeUndefined()
  })

  it('gives back the measure and the article of every label, whatever the mask', () => {
    const anyBody = fc.stringMatching(/^2\d{11}$/)
    fc.assert(
      fc.property(anyBody, fc.constantFrom(...FRENCH_MASKS), (body, mask) => {
        const label = readMask(closed(withVerifier(body, mask)), mask)
        expect(label).toBeDefined()
        const code = closed(withVerifier(body, mask))
        const digits = (letter: string) =>
          [...code].filter((_one, index) => mask[index] === letter).join('')
        expect(label?.articleCode).toBe(digits('A'))
        expect(label?.weightGrams ?? label?.priceCents).toBe(Number(digits('W') || digits('E')))
        // Two labels of one article give the same article label.
        const other = closed(withVerifier(code.replace(/.{5}$/, '01234').slice(0, 12), mask))
        const isSame = readMask(other, mask)?.articleCode === label?.articleCode
        expect(readMask(other, mask)?.articleLabel === label?.articleLabel).toBe(isSame)
      }),
    )
  })
})

describe('readLabel', () => {
  it('follows the format of its prefix only', () => {
    const formats = [{ prefix: '21', mask: 'PPAAAAAWWWWWC' }]
    expect(readLabel(closed('210012300482'), formats)?.weightGrams).toBe(482)
    expect(readLabel(closed('220012300482'), formats)).toBeUndefined()
  })

  it('names the article in every way a catalogue may', () => {
    const label = readMask(closed('210012300482'), 'PPAAAAAWWWWWC')
    expect(label && articleCodesOf(label)).toEqual([
      closed('210012300000'),
      '2100123',
      '00123',
      '123',
    ])
  })
})

describe('measureCheckDigitOf', () => {
  it('gives the examples of the GS1 specifications', () => {
    expect(measureCheckDigitOf('2875')).toBe('9')
    expect(measureCheckDigitOf('14685')).toBe('6')
  })

  it('sees every single wrong digit', () => {
    const anyMeasure = fc.stringMatching(/^\d{5}$/)
    fc.assert(
      fc.property(anyMeasure, fc.nat(4), fc.integer({ min: 1, max: 9 }), (measure, at, by) => {
        const wrong = (Number(measure[at]) + by) % 10
        const other = measure.slice(0, at) + wrong + measure.slice(at + 1)
        expect(measureCheckDigitOf(other)).not.toBe(measureCheckDigitOf(measure))
      }),
    )
  })
})

/** The body with a correct check digit of its measure, when the mask has one. */
function withVerifier(body: string, mask: string): string {
  const at = mask.indexOf('V')
  if (at === -1) return body
  const measure = [...body].filter((_digit, index) => 'WE'.includes(mask.charAt(index))).join('')
  return body.slice(0, at) + measureCheckDigitOf(measure) + body.slice(at + 1)
}
