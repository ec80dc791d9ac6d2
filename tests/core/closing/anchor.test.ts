import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAnchor, parseAnchor } from '@/core/closing/anchor'
import { FIRST_TILL_CODE, nextTillCode } from '@/core/journal/tillCode'
import { anchorsIn } from '@/verifier/anchor'

/** All till codes, in the order they are given. */
function everyTillCode(): string[] {
  const given = [FIRST_TILL_CODE]
  try {
    for (;;) given.push(nextTillCode(given))
  } catch {
    return given
  }
}
const hex64 = fc.stringMatching(/^[0-9a-f]{64}$/)
const anyAnchor = fc.record({
  till: fc.constantFrom(...everyTillCode()),
  number: fc.integer({ min: 1, max: 999_999_999 }),
  seal: hex64,
  keyFingerprint: fc.oneof(hex64, fc.constant('')),
})
const seal = 'ab'.repeat(32)
const keyFingerprint = '0f'.repeat(32)
const line = formatAnchor({ till: 'A', number: 123, seal, keyFingerprint })

describe('an anchor', () => {
  it('is read back from its line, and from a mail that contains it', () => {
    fc.assert(
      fc.property(anyAnchor, fc.string(), fc.string(), (anchor, before, after) => {
        expect(parseAnchor(formatAnchor(anchor))).toEqual(anchor)
        expect(parseAnchor(`${before}\n${formatAnchor(anchor)}\n${after}`)).toEqual(anchor)
        expect(anchorsIn(`${formatAnchor(anchor)}\n${after}`)[0]).toEqual(anchor)
      }),
    )
  })

  it('is one line of capitals and figures, as a QR code holds best', () => {
    expect(line).toBe(`COMPTOIR-ANCHOR/1 A 123 ${'AB'.repeat(32)} ${'0F'.repeat(32)}`)
    expect(formatAnchor({ till: 'A', number: 1, seal, keyFingerprint: '' })).toMatch(/ -$/)
    fc.assert(
      fc.property(anyAnchor, anchor => {
        expect(formatAnchor(anchor)).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
      }),
    )
  })

  it('is read also where a mail broke its line or changed its capitals', () => {
    const anchor = { till: 'A', number: 123, seal, keyFingerprint }
    expect(parseAnchor(line.toLowerCase())).toEqual(anchor)
    expect(parseAnchor(line.replaceAll(' ', '\r\n  '))).toEqual(anchor)
  })

  it.each([
    ['nothing', ''],
    ['another mark', line.replace('ANCHOR/1', 'ANCHOR/2')],
    ['a seal that is too short', line.replace('AB ', ' ')],
    ['a fingerprint that is cut', line.slice(0, -1)],
    ['a fingerprint that is too long', `${line}0`],
    ['a number that is none', line.replace(' 123 ', ' 12x ')],
    ['no till', line.replace(' A ', ' ')],
    ['a code no till can have', line.replace(' A ', ' ABC ')],
    ['a code that would be taken for a series', line.replace(' A ', ' AZ ')],
  ])('is not read from %s', (_what, text) => {
    expect(parseAnchor(text)).toBeUndefined()
    expect(anchorsIn(text)).toEqual([])
  })
})
