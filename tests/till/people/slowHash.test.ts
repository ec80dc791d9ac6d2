import { expect, it } from 'vitest'
import { hashSecret, isHashOf, type SlowHash } from '@/till/people/hashSecret'
import { slowHash } from '@/till/people/slowHash'

// Slow on purpose, and slower on a busy machine.
it('is scrypt with the test vector of RFC 7914', async () => {
  // Section 12: the first 32 of its 64 bytes.
  const salt = Buffer.from('SodiumChloride').toString('hex')
  expect(await slowHash('pleaseletmein', salt, 2 ** 14)).toBe(
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
  )
})

it('stores only a salted hash of a PIN, at full cost, which only the PIN reproduces', async () => {
  const asked: number[] = []
  const cheap: SlowHash = (secret, salt, cost) => {
    asked.push(cost)
    return slowHash(secret, salt, 2)
  }
  const [kept, again] = [await hashSecret(cheap, '73910284'), await hashSecret(cheap, '73910284')]
  expect(JSON.stringify(kept)).not.toContain('73910284')
  expect(kept.salt).toHaveLength(32)
  expect(kept.hash).not.toBe(again.hash)
  expect(await isHashOf(cheap, kept, '73910284')).toBe(true)
  expect(await isHashOf(cheap, kept, '73910285')).toBe(false)
  expect(asked.every(cost => cost >= 2 ** 15)).toBe(true)
})
