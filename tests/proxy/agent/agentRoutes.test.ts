import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { agentRoutes } from '@/proxy/agent/agentRoutes'
import { parseEquipment } from '@/proxy/agent/equipment'
import { makePrintJobs } from '@/proxy/agent/printJobs'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

const rules = { allowsLoopback: false }
const equipment = [
  ...parseEquipment('terminal', 'Comptoir=192.168.1.60', rules),
  ...parseEquipment('printer', '192.168.1.50', rules),
]

function ask(path: string, init: RequestInit = {}, at = 'http://localhost:4173') {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-agent-'))
  const app = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, undefined),
    key: undefined,
    allowsPrivate: false,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(() => undefined),
    isKnownHost: knownHosts(undefined),
    agent: {
      routes: agentRoutes({ equipment, printJobs: makePrintJobs(rules) }),
      paired: (_context, next) => next(),
    },
  })
  const peer = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
  return Promise.resolve(app.request(`${at}${path}`, init, peer))
}

const OWN = { 'X-Comptoir': '1', 'Sec-Fetch-Site': 'same-origin' }

it('lists devices by id and name, with no address', async () => {
  const response = await ask('/agent/equipment', { headers: OWN })
  const text = await response.text()
  expect(JSON.parse(text)).toEqual({
    equipment: [
      { id: equipment[0]?.id, kind: 'terminal', name: 'Comptoir' },
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
