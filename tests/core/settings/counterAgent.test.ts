import { expect, it } from 'vitest'
import { agentHeaders, parseAgentAddress } from '@/core/settings/counterAgent'

it.each([
  ['http://localhost:4173/', 'http://localhost:4173/'],
  [' localhost:4173 ', 'http://localhost:4173/'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080/'],
  ['https://localhost', 'https://localhost/'],
])('takes %s for this machine', (typed, address) => {
  expect(parseAgentAddress(typed)).toBe(address)
})

it.each([
  '',
  'boutique.example',
  'http://192.168.1.20:4173',
  'http://localhost.evil.example:4173',
  'http://localhost@evil.example',
  'http://user:secret@localhost:4173',
  'http://localhost:4173/agent',
  'http://localhost:4173/?to=evil',
  'javascript:alert(1)',
  'localhost:99999',
])('takes nothing else: %s', typed => {
  expect(parseAgentAddress(typed)).toBeUndefined()
})

it('sends its key to the agent that it was paired with, and none to the page’s own server', () => {
  expect(agentHeaders({ address: 'http://localhost:4173/', key: 'k' })).toEqual({
    'X-Comptoir': '1',
    Authorization: 'Bearer k',
  })
  expect(agentHeaders({ address: '/', key: '' })).toEqual({ 'X-Comptoir': '1' })
})
