import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newKeyPair } from '../support/signedJournal'
import { canonicalJson } from '@/core/journal/canonicalJson'
import { publicKeyOf, signSeal } from '@/till/journal/signSeal'
import { anchorsIn, fingerprintIn } from '@/verifier/anchor'
import { canonicalText, canonicalTextWithout } from '@/verifier/canonical'
import { linesOf } from '@/verifier/lines'
import { sha256Alone, sha256OfBytes, sha256OfText } from '@/verifier/sha256'
import { isSignedBy, signatureCheck } from '@/verifier/signature'

const ofNode = (value: string | Uint8Array) => createHash('sha256').update(value).digest('hex')

describe('the checker’s own SHA-256', () => {
  it('is that of Node for any text and any bytes', async () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        expect(sha256OfText(text)).toBe(ofNode(text))
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(sha256Alone(bytes)).toBe(ofNode(bytes))
      }),
    )
    const long = new Uint8Array(200_000).fill(7)
    expect(sha256Alone(long)).toBe(ofNode(long))
    expect(await sha256OfBytes(long)).toBe(ofNode(long))
    expect(sha256OfText('é'.repeat(90_000))).toBe(ofNode('é'.repeat(90_000)))
  })
})

const whole = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.array(tie('any')),
    fc.dictionary(fc.string(), tie('any')),
  ),
})).any

describe('the checker’s own canonical JSON', () => {
  it('is that of the till, and refuses fractions', () => {
    fc.assert(
      fc.property(whole, value => {
        expect(canonicalText(value)).toBe(canonicalJson(value))
      }),
    )
    for (const value of [0.5, Number.NaN, undefined, 2 ** 53]) {
      expect(() => canonicalText({ value })).toThrow()
    }
  })

  it('is the same for what is in order already, which JSON writes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), whole), fields => {
        const { seal: _seal, ...others } = fields
        const inOrder = JSON.parse(canonicalJson(fields)) as object
        expect(canonicalTextWithout(inOrder, 'seal')).toBe(canonicalJson(others))
        expect(canonicalTextWithout(fields, 'seal')).toBe(canonicalJson(others))
      }),
    )
  })

  it('takes nothing that JSON would write as something else', () => {
    const hole = [1, 2]
    hole.length = 3
    for (const value of [0.5, Number.NaN, Infinity, undefined, [undefined], hole, () => 1]) {
      expect(() => canonicalTextWithout({ value }, 'seal')).toThrow()
    }
    const at = '2026-11-28T10:00:00.000Z'
    const odd: object[] = [new Date(at), Object('text') as object, { toJSON: () => at }]
    for (const value of odd) {
      let text = 'none'
      try {
        text = canonicalTextWithout({ value }, 'seal')
      } catch {
        // Refused: just as good.
      }
      expect(text).not.toBe(JSON.stringify({ value }))
    }
  })
})

describe('signatures', () => {
  it('hold for their text and key alone, one by one as many at once', async () => {
    const pair = await newKeyPair()
    const key = await publicKeyOf(pair)
    const other = await publicKeyOf(await newKeyPair())
    const seal = 'ab'.repeat(32)
    const signature = await signSeal(pair.privateKey, seal)
    const cases = [
      { text: seal, signature },
      { text: `${seal} `, signature },
      { text: seal, signature: signature.replace(/^./, x => (x === 'A' ? 'B' : 'A')) },
      ...['', '%', btoa('\0'.repeat(64))].map(none => ({ text: seal, signature: none })),
    ]
    const expected = cases.map((_case, place) => place === 0)
    expect(await (await signatureCheck(key))(cases)).toEqual(expected)
    expect(await Promise.all(cases.map(one => isSignedBy(key, one)))).toEqual(expected)
    for (const wrong of [other, { ...key, x: 'AAAA' }, { ...key, x: key.y, y: key.x }]) {
      expect(await (await signatureCheck(wrong))(cases)).not.toContain(true)
      expect(await isSignedBy(wrong, { text: seal, signature })).toBe(false)
    }
  })
})

describe('what is on a paper', () => {
  it('is found in any text, in capitals or not, or broken into lines', () => {
    const [seal, key] = ['a1'.repeat(32), 'b2'.repeat(32)]
    const expected = { till: 'A', number: 42, seal, keyFingerprint: key }
    for (const text of [
      `COMPTOIR1 A 42 ${seal} ${key}`,
      `Bonjour,\ncomptoir-anchor/1 a\n42 ${seal.toUpperCase()}\n ${key}.`,
    ]) {
      expect(anchorsIn(text)).toEqual([expected])
    }
    expect(anchorsIn(`COMPTOIR1 A 42 ${seal} -`)[0]?.keyFingerprint).toBe('')
    expect(anchorsIn(`COMPTOIR1 A 42 ${seal} ${key}0`)).toEqual([])
    expect(fingerprintIn(key.toUpperCase().replace(/(.{4})/g, '$1 '))).toBe(key)
    expect(fingerprintIn('abc')).toBeUndefined()
  })

  it('gives lines one at a time', () => {
    expect([...linesOf(new TextEncoder().encode('é\n\nb'))]).toEqual(['é', '', 'b'])
  })
})
