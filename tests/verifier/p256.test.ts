import { createECDH, createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NUMBER, UNIT } from '@/verifier/modular'
import { openNumbers } from '@/verifier/numbers'
import { G, invert, isSignedP256, mod, N, P, type P256Key } from '@/verifier/p256'
import { manyCheck, type SignedHash } from '@/verifier/p256Many'
import { AT_ONCE } from '@/verifier/pointSums'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const dsaEncoding = 'ieee-p1363' as const
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')
const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')

function keyIn(jwk: { x?: string; y?: string }): P256Key {
  const [x, y] = [jwk.x ?? '', jwk.y ?? ''].map(part => Buffer.from(part, 'base64url'))
  return { x: new Uint8Array(x ?? []), y: new Uint8Array(y ?? []) }
}
const key = keyIn(pair.publicKey.export({ format: 'jwk' }))

/** What Node says of a signature, by its own cryptography. */
const isSignedInNode = (text: string, signature: Uint8Array) =>
  verify('sha256', Buffer.from(text), { key: pair.publicKey, dsaEncoding }, signature)

async function checkOf(of: P256Key) {
  const check = await manyCheck(of)
  if (!check) throw new Error('Node runs WebAssembly')
  return check
}

describe('numbers in WebAssembly', () => {
  it('multiply and subtract as numbers of the language do, whatever they are', async () => {
    const numbers = await openNumbers(4 * NUMBER)
    if (!numbers) throw new Error('Node runs WebAssembly')
    const edges = [0n, 1n, P - 1n, P, P + 1n, (1n << 256n) - 1n, (1n << 232n) - 1n, 1n << 232n]
    const any = fc.oneof(fc.bigInt(0n, 2n * P), fc.constantFrom(...edges))
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        for (const [place, number] of [a, b, c].entries()) numbers.put(place * NUMBER, number)
        numbers.subtract(3 * NUMBER, 0, NUMBER)
        expect(numbers.read(3 * NUMBER)).toBe(mod(a - b, P))
        // A difference below nought goes on being multiplied.
        numbers.multiply(3 * NUMBER, 3 * NUMBER, 2 * NUMBER)
        expect(mod(numbers.read(3 * NUMBER) * UNIT, P)).toBe(mod((a - b) * c, P))
        numbers.multiply(0, 0, 0)
        numbers.subtract(0, 0, 3 * NUMBER)
        expect(mod(numbers.read(0) * UNIT, P)).toBe(mod(a * a - (a - b) * c, P))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('many signatures of one key', () => {
  it('are told as Node tells them, more than are checked at once, one in three altered', async () => {
    const texts = Array.from({ length: AT_ONCE + 200 }, (_none, place) => `seal ${place}`)
    const signed = texts.map((text, place) => {
      const made = sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding })
      const signature = new Uint8Array(made)
      if (place % 3 === 0) signature[place % 64] = (signature[place % 64] ?? 0) ^ (1 << (place % 8))
      return { sha256: sha256Of(text), signature }
    })
    const verdicts = (await checkOf(key))(signed)
    const expected = texts.map((text, place) =>
      isSignedInNode(text, signed[place]?.signature ?? new Uint8Array()),
    )
    expect(verdicts).toEqual(expected)
    expect(verdicts.filter(is => is)).toHaveLength(texts.filter((_text, at) => at % 3).length)
  })

  it('hold with numbers that no signature may have found wrong', async () => {
    const text = 'seal'
    const good = new Uint8Array(
      sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding }),
    )
    const [r, s] = [good.subarray(0, 32), good.subarray(32)]
    const odd = [0n, 1n, N - 1n, N, N + 1n, P, (1n << 256n) - 1n].map(bytesOf)
    const signatures = [
      good,
      ...odd.flatMap(one => [Buffer.concat([one, s]), Buffer.concat([r, one])]),
      ...odd.flatMap(one => odd.map(other => Buffer.concat([one, other]))),
      good.subarray(1),
      new Uint8Array(65),
    ]
    const sha256 = sha256Of(text)
    const verdicts = (await checkOf(key))(signatures.map(signature => ({ sha256, signature })))
    expect(verdicts).toEqual(signatures.map((_one, place) => place === 0))
    expect(verdicts).toEqual(signatures.map(one => isSignedP256(key, sha256, one)))
  })

  it('are left to the plain check where a point meets itself, or its opposite, in a sum', async () => {
    // The key is the generator itself, so that its multiples are the generator's.
    const generator = { x: new Uint8Array(bytesOf(G.x)), y: new Uint8Array(bytesOf(G.y)) }
    const check = await checkOf(generator)
    for (const half of [1n, 5n, 0x1200n, 1n << 200n]) {
      // Signed with this nonce, a hash that is r: the sum is of twice the same point.
      const nonce = createECDH('prime256v1')
      nonce.setPrivateKey(bytesOf((2n * half) % N))
      const r = BigInt(`0x${nonce.getPublicKey('hex').slice(2, 66)}`) % N
      const s = mod(r * invert(half, N), N)
      const signature = new Uint8Array(Buffer.concat([bytesOf(r), bytesOf(s)]))
      const [same, opposite] = [r, N - r].map(hash => ({
        sha256: bytesOf(hash).toString('hex'),
        signature,
      })) as [SignedHash, SignedHash]
      expect(check([same, opposite, same])).toEqual([true, false, true])
      expect(isSignedP256(generator, same.sha256, signature)).toBe(true)
    }
  })
})
