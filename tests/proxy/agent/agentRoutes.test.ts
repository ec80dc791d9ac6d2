import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { agentRoutes } from '@/proxy/agent/agentRoutes'
import { parseEquipment } from '@/proxy/agent/equipment'
import { makePrintJobs } from '@/proxy/agent/printJobs'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

const rules = { allowsLoopback: false }
const untold = (fault: string) => {
  throw new Error(fault)
}
const equipment = [
  ...parseEquipment('terminal', 'Comptoir=192.168.1.60', rules, untold),
  ...parseEquipment('printer', '192.168.1.50', rules, untold),
]

interface Peer {
  from?: string
  trustedProxy?: string
  /** The server lists no device. */
  hasNone?: boolean
}

function ask(
  path: string,
  init: RequestInit = {},
  at = 'http://localhost:4173',
  { from = '127.0.0.1', trustedProxy, hasNone = false }: Peer = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-agent-'))
  const app = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, undefined),
    key: undefined,
    allowsPrivate: false,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(() => undefined),
    isKnownHost: knownHosts(undefined),
    agent: hasNone
      ? undefined
      : {
          routes: agentRoutes({ equipment, printJobs: makePrintJobs(rules), trustedProxy }),
          page: () => new Hono(),
          paired: (_context, next) => next(),
        },
  })
  const peer = { incoming: { socket: { remoteAddress: from } } }
  return Promise.resolve(app.request(`${at}${path}`, init, peer))
}

const OWN = { 'X-Comptoir': '1', 'Sec-Fetch-Site': 'same-origin' }

it('answers with an empty list where none is set, to the shop’s network alone', async () => {
  const none = { hasNone: true }
  const response = await ask('/agent/equipment', { headers: OWN }, undefined, none)
  expect([response.status, await response.json()]).toEqual([200, { equipment: [] }])
  const elsewhere = { ...none, from: '203.0.113.9' }
  expect((await ask('/agent/equipment', { headers: OWN }, undefined, elsewhere)).status).toBe(403)
  expect((await ask('/agent/equipment', {}, undefined, none)).status).toBe(403)
})

it('lists devices by id and name, with no address', async () => {
  const response = await ask('/agent/equipment', { headers: OWN })
  const text = await response.text()
  expect(JSON.parse(text)).toEqual({
    equipment: [
      { id: equipment[0]?.id, kind: 'terminal', name: 'Comptoir', hasSlip: true },
      { id: equipment[1]?.id, kind: 'printer', name: '' },
    ],
  })
  expect(text).not.toContain('192.168')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-security-policy')).toContain('sandbox')
})

it.each([
  ['without the till’s header', {}, 403],
  ['of another site', { ...OWN, 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['of a neighbour site', { ...OWN, 'Sec-Fetch-Site': 'same-site' }, 403],
  ['typed as an address', { ...OWN, 'Sec-Fetch-Site': 'none' }, 403],
  ['of another origin', { ...OWN, Origin: 'https://evil.example' }, 403],
  ['of no origin', { ...OWN, Origin: 'null' }, 403],
])('refuses a request %s', async (_what, headers, status) => {
  expect((await ask('/agent/equipment', { headers })).status).toBe(status)
})

describe('whoever asks', () => {
  const status = async (peer: Peer, headers: Record<string, string> = {}) =>
    (await ask('/agent/equipment', { headers: { ...OWN, ...headers } }, undefined, peer)).status

  it.each(['127.0.0.1', '::1', '::ffff:192.168.1.7', '10.0.0.9', 'fe80::7%eth0'])(
    'at %s is at the counter',
    async from => expect(await status({ from })).toBe(200),
  )

  it.each(['8.8.8.8', '100.64.0.1', '2a01:e0a::1', '::ffff:172.32.0.1', ''])(
    'at %s is not',
    async from => expect(await status({ from })).toBe(403),
  )

  it.each(['X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Forwarded', 'Via'])(
    'through something that says %s is not known, unless that is trusted',
    async name => {
      const headers = { [name]: '192.168.1.7' }
      expect(await status({ from: '127.0.0.1' }, headers)).toBe(403)
      expect(await status({ from: '192.168.1.7' }, headers)).toBe(403)
    },
  )

  it.each([
    ['192.168.1.7', 200],
    ['8.8.8.8, 192.168.1.7', 200],
    // The client wrote the first one itself.
    ['192.168.1.7, 8.8.8.8', 403],
    ['8.8.8.8', 403],
    ['unknown', 403],
    ['', 403],
  ])('is who a trusted proxy saw last: %s', async (forwarded, expected) => {
    const peer = { from: '::ffff:192.168.1.2', trustedProxy: '192.168.1.2' }
    expect(await status(peer, { 'X-Forwarded-For': forwarded })).toBe(expected)
  })

  it('is not known where a trusted proxy does not say it', async () => {
    expect(await status({ from: '192.168.1.2', trustedProxy: '192.168.1.2' })).toBe(403)
  })
})

it('refuses a name that was pointed at this machine', async () => {
  const response = await ask('/agent/equipment', { headers: OWN }, 'http://evil.example:4173')
  expect(response.status).toBe(421)
})

it.each([
  ['text', 'text/plain', 415],
  ['a form', 'application/x-www-form-urlencoded', 415],
  ['something like JSON', 'application/jsonp', 415],
  ['JSON', 'application/json; charset=utf-8', 404],
])('takes a body of %s or not', async (_what, type, status) => {
  const headers = { ...OWN, 'Content-Type': type }
  const response = await ask('/agent/nothing', { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(status)
})

it.each(['PUT', 'DELETE', 'PATCH'])('knows no %s', async method => {
  expect((await ask('/agent/equipment', { method, headers: OWN })).status).toBe(405)
})
