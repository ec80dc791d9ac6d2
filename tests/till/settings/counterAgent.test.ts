import { expect, it } from 'vitest'
import { servesCounter } from '@/till/settings/counterAgent'

const PAGE = 'https://caisse.example/'

it.each([
  [
    'a server in the shop with devices',
    200,
    '{"equipment":[{"id":"a","kind":"printer","name":""}]}',
    true,
  ],
  ['a server in the shop without any', 200, '{"equipment":[]}', true],
  ['a server that is not in the shop', 403, '{"error":"not-at-the-counter"}', false],
  ['a host of files', 404, 'Not found', false],
  ['a host that answers with its page', 200, '<!doctype html>', false],
])('knows %s', async (_what, status, body, serves) => {
  const asked: string[] = []
  const fetch = (address: RequestInfo | URL) => {
    asked.push(address instanceof Request ? address.url : address.toString())
    return Promise.resolve(new Response(body, { status }))
  }
  expect(await servesCounter(PAGE, fetch)).toBe(serves)
  expect(asked).toEqual([`${PAGE}agent/equipment`])
})

it('does not take silence for a server', async () => {
  const fetch = () => Promise.reject(new TypeError('off'))
  expect(await servesCounter(PAGE, fetch)).toBe(false)
})
