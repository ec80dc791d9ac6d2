import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterOf } from '../../support/printer/windows1252'
import { inWindows1252 } from '@/core/printing/codePage'
import { printable } from '@/core/printing/layOut'

const LETTERS = new Set(Array.from({ length: 256 }, (_none, byte) => letterOf(byte) ?? ''))
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

describe('a text in the letters of Windows-1252', () => {
  it.each([
    ['Crème brûlée – « Œuf » 5 €…', 'Crème brûlée – « Œuf » 5 €…'],
    ['e\u0301te\u0301', 'été'],
    ['Ő ű ő Ş ğ č Ž', 'O u o S g c Ž'],
    ['Łódź, Đorđe, ħ ı ŋ', 'Lódz, Dorde, h i n'],
    ['Ωμέγα Θέση Μήλο', 'Oµega Thesi Milo'],
    ['Жанна Щукина, ёлка, Київ', 'Zhanna Shchukina, elka, Kiiv'],
    ['5,00 € → 4,00 € −1', '5,00 € -> 4,00 € -1'],
    ['≤ ≥ ≠ ✓ № ﬁn ㎡ ⅓ ①', '<= >= <> v No fin m2 1/3 1'],
    ['日本 🦊 \ud800', '?? ? ?'],
  ])('%s is %s', (text, printed) => expect(inWindows1252(text)).toBe(printed))

  it('holds no other letter, and is no letter shorter', () => {
    fc.assert(
      fc.property(anyText, text => {
        const seen = [...printable(text)].filter(letter => !/[\p{Mn}\p{Me} ]/u.test(letter))
        const printed = [...printable(inWindows1252(text))].filter(letter => letter !== ' ')
        for (const letter of printed) expect(LETTERS.has(letter), letter).toBe(true)
        expect(printed.length).toBeGreaterThanOrEqual(seen.length)
      }),
    )
  })

  it('leaves what the page has, and what is printed once as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LETTERS)), letters => {
        const text = printable(letters.join(''))
        expect(inWindows1252(text)).toBe(text)
      }),
    )
    fc.assert(
      fc.property(anyText, text => {
        const once = inWindows1252(text)
        expect(inWindows1252(once)).toBe(once)
      }),
    )
  })
})
