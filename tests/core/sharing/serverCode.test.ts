import { expect, it } from 'vitest'
import { serverCode } from '@/core/sharing/serverCode'

it('the shop’s key is a code for the shop’s own host alone', () => {
  const connection = { address: 'https://boutique.example/fr', key: 'KEY' }
  expect(serverCode('https://boutique.example/modules/comptoir/mailbox.php', connection)).toBe(
    'KEY',
  )
  expect(serverCode('https://other.example/mailbox.php', connection)).toBe('')
  expect(serverCode('http://boutique.example/mailbox.php', connection)).toBe('')
  expect(serverCode('https://boutique.example.evil.example/mailbox.php', connection)).toBe('')
  expect(serverCode('https://boutique.example/boite', connection)).toBe('')
  expect(serverCode('mailbox.php', connection)).toBe('')
  expect(serverCode('https://boutique.example/mailbox.php', undefined)).toBe('')
})
