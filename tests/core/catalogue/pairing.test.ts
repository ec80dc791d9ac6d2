import { expect, it } from 'vitest'
import { parsePairing, parsePairingCode } from '@/core/catalogue/pairing'

const part = (text: string) => Buffer.from(text).toString('base64url')
const SEALED = part('n'.repeat(12) + 'k'.repeat(32) + 't'.repeat(16))
const HEAD = `1.${part('https://boutique.exemple')}.${part('0123456789abcdef')}`

it('reads the shop, the pairing and the sealed key', () => {
  const link = parsePairing(`${HEAD}.${SEALED}`)
  expect(link).toMatchObject({
    shopAddress: 'https://boutique.exemple',
    id: Buffer.from('0123456789abcdef').toString('hex'),
    head: HEAD,
  })
  expect(link?.sealed).toHaveLength(60)
})

it.each([
  ['nothing', ''],
  ['a part', `${HEAD}.${SEALED.slice(0, 20)}`],
  ['another format', `2${HEAD.slice(1)}.${SEALED}`],
  ['no shop', `1..${part('0123456789abcdef')}.${SEALED}`],
  ['more behind it', `${HEAD}.${SEALED}.x`],
  ['another alphabet', `${HEAD}.${SEALED.slice(0, -1)}+`],
  ['a length that no bytes have', `${HEAD}.${SEALED}a`],
  ['too much', `${HEAD}.${'A'.repeat(401)}`],
])('refuses %s', (_what, text) => expect(parsePairing(text)).toBeUndefined())

it('reads a code however its digits are set apart', () => {
  expect(parsePairingCode(' 1234 5678 ')).toBe('12345678')
  expect(parsePairingCode('1234-5678')).toBe('12345678')
  expect(parsePairingCode('1234 567')).toBeUndefined()
  expect(parsePairingCode('123456789')).toBeUndefined()
})
