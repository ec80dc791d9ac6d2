import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigitOf, kindOf } from '@/core/scanning/checkDigit'
import { readingsOf, readingsOfText } from '@/core/scanning/readings'
import type { Stroke } from '@/core/scanning/stroke'
import { pressedFor, WEDGES, type Wedge } from '../../support/wedge'

const anyWedge = fc.constantFrom(...WEDGES)
const digits = (length: number) =>
  fc.stringMatching(new RegExp(`^\\d{${length}}$`)).map(body => body + checkDigitOf(body))
const anyProven = fc.oneof(digits(12), digits(7), digits(11))
const typedBy = (text: string, wedge: Wedge): Stroke[] =>
  pressedFor(text, wedge).map((pressed, index) => ({ ...pressed, atMs: index * 5 }))

describe('checkDigitOf', () => {
  it('closes known codes', () => {
    expect(kindOf('3017620422003')).toBe('ean-13')
    expect(kindOf('96385074')).toBe('ean-8')
    expect(kindOf('036000241457')).toBe('upc-a')
    expect(kindOf('3017620422004')).toBe('other')
    expect(kindOf('301762042200')).toBe('other')
    expect(kindOf('ABC')).toBe('other')
  })

  it('sees every single wrong digit', () => {
    fc.assert(
      fc.property(anyProven, fc.nat(), fc.integer({ min: 1, max: 9 }), (code, place, by) => {
        const at = place % code.length
        const wrong = (Number(code[at]) + by) % 10
        expect(kindOf(code.slice(0, at) + wrong + code.slice(at + 1))).toBe('other')
      }),
    )
  })
})

describe('readingsOf', () => {
  it('repairs what an AZERTY tablet makes of a scanner set to the US layout', () => {
    const strokes = typedBy('3017620422003', {
      scanner: 'us',
      device: 'french',
      capsLock: 'off',
    })
    expect(strokes.map(({ key }) => key).join('')).toBe('"à&è-éà\'ééàà"')
    expect(readingsOf(strokes)[0]).toEqual({
      text: '3017620422003',
      kind: 'ean-13',
      isRepaired: true,
    })
  })

  it('finds every proven code first, whatever the scanner, the device and Caps Lock', () => {
    fc.assert(
      fc.property(anyProven, anyWedge, (code, wedge) => {
        expect(readingsOf(typedBy(code, wedge))[0]?.text).toBe(code)
      }),
    )
  })

  it('finds it on a phone that does not give the codes of its keys', () => {
    const onRows = anyWedge.filter(({ scanner }) => scanner !== 'numpad')
    fc.assert(
      fc.property(anyProven, onRows, (code, wedge) => {
        const strokes = typedBy(code, wedge).map(stroke => ({ ...stroke, code: '' }))
        expect(readingsOf(strokes).map(({ text }) => text)).toContain(code)
      }),
    )
  })

  it('reads a number pad without Num Lock by its key codes', () => {
    const strokes = [...'96385074'].map((digit, index) => ({
      key: 'End',
      code: `Numpad${digit}`,
      isShifted: false,
      atMs: index,
    }))
    expect(readingsOf(strokes)[0]?.text).toBe('96385074')
  })

  it('keeps the letters of a Code 128 among its readings', () => {
    const anyLabel = fc.stringMatching(/^[A-Z0-9-]{4,16}$/)
    const rows = anyWedge.filter(({ scanner }) => scanner !== 'numpad')
    fc.assert(
      fc.property(anyLabel, rows, (label, wedge) => {
        expect(readingsOf(typedBy(label, wedge)).map(({ text }) => text)).toContain(label)
      }),
    )
    const french = typedBy('A-000123', { scanner: 'us', device: 'french', capsLock: 'off' })
    expect(readingsOf(french)[0]?.text).toBe('A-000123')
  })

  it('removes prefixes that scanners put before a code', () => {
    expect(readingsOfText(']E03017620422003')[0]?.text).toBe('3017620422003')
    const azerty = typedBy('$03017620422003', {
      scanner: 'us',
      device: 'french',
      capsLock: 'letters',
    })
    expect(readingsOf(azerty)[0]?.text).toBe('3017620422003')
  })
})
