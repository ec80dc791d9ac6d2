import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENGLISH } from '@/proxy/agent/page/english'
import { FRENCH } from '@/proxy/agent/page/french'
import { openAgent, type Agent } from '@/proxy/agent/openAgent'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

const PAGE = 'https://boutique.example'
const AT = 'http://localhost:4173'

let folder: string
let shown: string[]
let printer: Server
let app: ReturnType<typeof createApp>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-agent-'))
  printer = createServer(socket => socket.resume())
  await new Promise<void>(resolve => printer.listen(0, '127.0.0.1', resolve))
})
afterEach(() => printer.close())

function start(more: Record<string, string> = {}): void {
  shown = []
  const agent: Agent | undefined = openAgent({
    env: {
      COMPTOIR_PRINTER: `Comptoir=127.0.0.1:${(printer.address() as AddressInfo).port}`,
      COMPTOIR_TERMINAL: '<b>Caisse</b>=127.0.0.1:1',
      COMPTOIR_ALLOW_LOOPBACK: '1',
      ...more,
    },
    stateFolder: folder,
    say: text => shown.push(text),
  })
  app = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, undefined),
    key: undefined,
    allowsPrivate: false,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(() => undefined),
    isKnownHost: knownHosts(undefined),
    agent,
  })
}

const ask = (path: string, init: RequestInit = {}, from = '127.0.0.1', at = AT) =>
  Promise.resolve(
    app.request(`${at}${path}`, init, { incoming: { socket: { remoteAddress: from } } }),
  )

const page = async (headers: Record<string, string> = {}) => {
  const answer = await ask('/agent', { headers })
  expect(answer.status).toBe(200)
  return answer.text()
}

/** One part of the page, without its tags. */
const part = (html: string, testId: string) =>
  new RegExp(`data-testid="${testId}"[^>]*>(.*?)</(?:li|p)>`, 's')
    .exec(html)?.[1]
    ?.replace(/<[^>]+>/g, '')

async function pair(): Promise<string> {
  const code = /\d{4}-\d{4}-\d{4}/.exec(shown.join('\n'))?.[0] ?? ''
  const body = JSON.stringify({ code })
  const headers = {
    Origin: PAGE,
    'Content-Type': 'application/json',
    'Content-Length': `${body.length}`,
  }
  const answer = await ask('/agent/pair', { method: 'POST', body, headers })
  return ((await answer.json()) as { key: string }).key
}

const asPage = (key: string) => ({
  Origin: PAGE,
  Authorization: `Bearer ${key}`,
  'X-Comptoir': '1',
})

it('says which till it serves, since when, and when it was last heard', async () => {
  start()
  expect(part(await page(), 'not-paired')).toBe(FRENCH.notPaired)
  const key = await pair()
  const before = await page()
  expect(part(before, 'paired')).toContain(PAGE)
  expect(part(before, 'paired-at')).toMatch(/^Reliée le \d+ \S+ \d{4}/)
  expect(part(before, 'heard-at')).toBe(FRENCH.neverHeard)
  // A wrong key is nobody's.
  await ask('/agent/equipment', { headers: asPage('A'.repeat(43)) })
  expect(part(await page(), 'heard-at')).toBe(FRENCH.neverHeard)
  await ask('/agent/equipment', { headers: asPage(key) })
  expect(part(await page(), 'heard-at')).toMatch(/^Entendue pour la dernière fois le \d+/)
  // The moment of the pairing outlives the program.
  start()
  expect(part(await page(), 'paired-at')).toMatch(/^Reliée le /)
})

it('says of each device how it was last found, and asks nothing of it for that', async () => {
  start()
  const connected: unknown[] = []
  printer.on('connection', () => connected.push(1))
  const first = await page()
  expect(part(first, 'printer')).toContain(FRENCH.neverAsked)
  expect(part(first, 'printer')).toContain('Imprimante – Comptoir')
  expect(part(first, 'printer')).toContain('127.0.0.1:')
  expect(part(first, 'terminal')).toContain(FRENCH.neverAsked)
  expect(connected).toEqual([])

  const key = await pair()
  const { equipment } = (await (
    await ask('/agent/equipment', { headers: asPage(key) })
  ).json()) as { equipment: { id: string; kind: string }[] }
  const id = equipment.find(({ kind }) => kind === 'printer')?.id
  const askPrinter = () => ask(`/agent/printers/${id}/state`, { headers: asPage(key) })
  await askPrinter()
  expect(part(await page(), 'printer')).toContain('A répondu le ')
  printer.close()
  await askPrinter()
  expect(part(await page(), 'printer')).toContain('Vérifiez l’alimentation')
})

it('reads no name and no address as HTML', async () => {
  start()
  const html = await page()
  expect(html).not.toContain('<b>Caisse')
  expect(html).toContain('&lt;b&gt;Caisse&lt;/b&gt;')
})

it('has neither the code nor a key on it, and lets nothing run but its own script', async () => {
  start()
  const key = await pair()
  const answer = await ask('/agent')
  const html = await answer.text()
  expect(html).not.toMatch(/\d{4}-\d{4}-\d{4}/)
  expect(html).not.toContain(key)
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

describe('whoever asks', () => {
  it.each(['127.0.0.1', '192.168.1.7', '::ffff:10.0.0.9'])('at %s sees it', async from => {
    start()
    expect((await ask('/agent', {}, from)).status).toBe(200)
  })

  it.each([
    ['from the internet', {}, '203.0.113.9', AT],
    ['through a reverse proxy', { 'X-Forwarded-For': '127.0.0.1' }, '127.0.0.1', AT],
    ['by a name that was pointed at this machine', {}, '127.0.0.1', 'http://evil.example:4173'],
    ['as a page of another site', { Origin: 'https://evil.example' }, '127.0.0.1', AT],
  ])('%s does not', async (_what, headers, from, at) => {
    start()
    const answer = await ask('/agent', { headers }, from, at)
    expect([403, 421]).toContain(answer.status)
    expect(await answer.text()).not.toContain('127.0.0.1')
  })

  it('as the paired page does not: it knows devices by name alone', async () => {
    start()
    const answer = await ask('/agent', { headers: asPage(await pair()) })
    expect(answer.status).toBe(404)
  })
})

it('says that what was kept of the pairing was damaged, and where it is', async () => {
  writeFileSync(join(folder, 'page.json'), '{')
  start()
  const html = await page()
  expect(part(html, 'lost')).toBe(FRENCH.lost)
  expect(html).toContain('page.json.damaged')
  expect(html).not.toContain(folder)
  await pair()
  expect(part(await page(), 'lost')).toBeUndefined()
})

it('says that a setting is no device, never what stands there, and serves the others', async () => {
  start({ COMPTOIR_TERMINAL: 'sk_live_secret key,127.0.0.1:1' })
  const html = await page()
  expect(part(html, 'wrong-setting')).toContain('Dans COMPTOIR_TERMINAL, un réglage')
  expect(html).not.toContain('secret')
  expect(part(html, 'terminal')).toContain('127.0.0.1:1')
  expect(shown.join('\n')).toContain('COMPTOIR_TERMINAL : « sk_live_secret key »')
  start()
  expect(part(await page(), 'wrong-setting')).toBeUndefined()
})

it('speaks the language that the browser prefers', async () => {
  start()
  expect(await page({ 'Accept-Language': 'en-GB,en;q=0.9,fr;q=0.5' })).toContain(ENGLISH.lead)
  expect(await page({ 'Accept-Language': 'de, fr;q=0.8' })).toContain(FRENCH.lead)
})

it('keeps French signs on the line of their word', () => {
  const texts = [FRENCH, FRENCH.kinds, FRENCH.faults]
    .flatMap((part): unknown[] => Object.values(part))
    .filter(text => typeof text === 'string')
  expect(texts.length).toBeGreaterThan(20)
  expect(texts.filter(text => / [:;?!»]|« /.test(text))).toEqual([])
})
