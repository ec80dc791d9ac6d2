import { describe, expect, it } from 'vitest'
import { ean13Bars } from '@/core/printing/labels/ean13'

const bits = (digits: string) =>
  ean13Bars(digits)
    .map((width, index) => (index % 2 === 0 ? '1' : '0').repeat(width))
    .join('')

/** Modules of the digits as the GS1 tables print them. */
const L = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(
  ' ',
)
const G = '0100111 0110011 0011011 0100001 0011101 0111001 0000101 0010001 0001001 0010111'.split(
  ' ',
)
const R = '1110010 1100110 1101100 1000010 1011100 1001110 1010000 1000100 1001000 1110100'.split(
  ' ',
)

describe('an EAN-13 barcode', () => {
  it('is the one of the standard’s own tables', () => {
    // 4 is said by the sets L G L L G G of the six digits after it.
    const left = [L[0], G[0], L[3], L[9], G[9], G[4]].join('')
    const right = [R[1], R[5], R[5], R[4], R[8], R[6]].join('')
    expect(bits('4003994155486')).toBe(`101${left}01010${right}101`)
  })

  it.each([
    ['0', 'LLLLLL'],
    ['1', 'LLGLGG'],
    ['2', 'LLGGLG'],
    ['3', 'LLGGGL'],
    ['4', 'LGLLGG'],
    ['5', 'LGGLLG'],
    ['6', 'LGGGLL'],
    ['7', 'LGLGLG'],
    ['8', 'LGLGGL'],
    ['9', 'LGGLGL'],
  ])('says the first digit %s by the sets %s', (first, sets) => {
    const check = [...'0123456789'].find(digit => isSound(`${first}12345678901${digit}`)) ?? ''
    const left = [...'123456'].map((digit, at) => (sets[at] === 'L' ? L : G)[Number(digit)])
    expect(bits(`${first}12345678901${check}`).slice(3, 45)).toBe(left.join(''))
  })

  it('refuses a wrong check digit, and what is no EAN-13', () => {
    for (const text of ['4003994155487', '400399415548', '40039941554866', '', 'ABCDEFGHIJKLM']) {
      expect(() => ean13Bars(text)).toThrow('thirteen digits')
    }
  })
})

function isSound(digits: string): boolean {
  const sum = [...digits].reduce(
    (all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  )
  return sum % 10 === 0
}
