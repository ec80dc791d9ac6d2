import { describe, expect, it } from 'vitest'
import { code128 } from '@/core/documents/code128'

const modules = (text: string) => code128(text).reduce((sum, width) => sum + width, 0)

describe('a Code 128 barcode', () => {
  it.each([
    // Widths that the ZXing library decoded to these texts when they were recorded.
    ['A-000123', '2112141113231221321131412122222221223121314212112331112'],
    ['AER-000001', '2112141113231321132311311221321131412122222122222221221111432331112'],
    ['A-1234567', '2112141113231221321232211131413121311131231411222231122331112'],
    [
      'Comptoir ~!',
      '2112141313211341114131111112421241121341111421121212412122221311412221222113312331112',
    ],
  ])('of %s is what scanners read', (text, widths) => {
    expect(code128(text).join('')).toBe(widths)
  })

  it('has eleven modules a character, six bars and spaces, none like another', () => {
    const letters = Array.from({ length: 95 }, (_none, index) => String.fromCharCode(32 + index))
    const patterns = letters.map(letter => code128(letter).slice(6, 12).join(''))
    expect(new Set(patterns).size).toBe(95)
    expect(new Set(letters.map(modules))).toEqual(new Set([11 * 3 + 13]))
  })

  it('writes the digits of a number two by two, so that it stays narrow', () => {
    expect(modules('A-000123')).toBe(modules('ABCDEF'))
    expect(modules('A-1000123')).toBe(modules('ABCDEFG'))
  })

  it('refuses characters it cannot encode', () => {
    expect(() => code128('Été')).toThrow('plain characters')
    expect(() => code128('')).toThrow('plain characters')
  })
})
