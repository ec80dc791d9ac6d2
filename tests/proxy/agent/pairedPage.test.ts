import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openAgent, type Agent } from '@/proxy/agent/openAgent'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

const PAGE = 'https://boutique.example'
const AGENT = 'http://localhost:4173'

let folder: string
let shown: string[]
let agent: Agent
/** What a wrong code waits for. */
let late: Promise<void>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-agent-'))
  late = Promise.resolve()
  start()
})

/** Starts the program, again over the same files. */
function start(): void {
  shown = []
  const opened = openAgent({
    env: { COMPTOIR_PRINTER: 'Comptoir=192.168.1.50' },
    stateFolder: folder,
    say: text => shown.push(text),
    afterWrongCode: () => late,
  })
  if (!opened) throw new Error('no equipment')
  agent = opened
}

const codeShown = () =>
  /\d{4}-\d{4}-\d{4}/.exec(shown.findLast(text => /Code/.test(text)) ?? '')?.[0]

interface Asked {
  origin?: string
  key?: string
  method?: string
  body?: string
  at?: string
  from?: string
  headers?: Record<string, string>
}

function ask(
  path: string,
  { origin = PAGE, key, at = AGENT, from = '127.0.0.1', ...init }: Asked = {},
) {
  const app = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, undefined),
    key: undefined,
    allowsPrivate: false,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(() => undefined),
    isKnownHost: knownHosts(undefined),
    agent,
  })
  const headers = {
    'Sec-Fetch-Site': 'cross-site',
    'X-Comptoir': '1',
    Origin: origin,
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    ...(init.body === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': `${init.body.length}` }),
    ...init.headers,
  }
  const peer = { incoming: { socket: { remoteAddress: from } } }
  return Promise.resolve(app.request(`${at}${path}`, { ...init, headers }, peer))
}

const pair = (code = codeShown() ?? '', more: Asked = {}) =>
  ask('/agent/pair', { method: 'POST', body: JSON.stringify({ code }), ...more })

async function paired(): Promise<string> {
  const { key } = (await (await pair()).json()) as { key: string }
  return key
}

it('lets a page in by the code that the program shows, and no other page', async () => {
  const key = await paired()
  const answer = await ask('/agent/equipment', { key })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE)
  expect(await answer.text()).not.toContain('192.168')
  const other = await ask('/agent/equipment', { key, origin: 'https://evil.example' })
  expect(other.status).toBe(403)
  expect(other.headers.get('access-control-allow-origin')).toBeNull()
})

it('knows its page after a restart, by nothing that the file says in clear', async () => {
  const key = await paired()
  start()
  expect((await ask('/agent/equipment', { key })).status).toBe(200)
})

it('takes a page that is paired anew in the place of the one before', async () => {
  const key = await paired()
  const next = 'https://autre.example'
  await pair(codeShown(), { origin: next })
  expect((await ask('/agent/equipment', { key })).status).toBe(403)
})

it('takes a code once', async () => {
  const code = codeShown()
  expect((await pair(code)).status).toBe(200)
  expect(codeShown()).not.toBe(code)
  expect((await pair(code, { origin: 'https://evil.example' })).status).toBe(403)
})

it.each([undefined, '', 'x', 'A'.repeat(43)])('refuses the key %s', async key => {
  await paired()
  expect((await ask('/agent/equipment', key === undefined ? {} : { key })).status).toBe(401)
})

it('shows another code after five wrong ones', async () => {
  const first = codeShown()
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await pair('0000-0000-0000')).status).toBe(403)
  }
  expect(codeShown()).not.toBe(first)
  expect((await pair(first)).status).toBe(403)
})

it('answers a wrong code late, and tries one at a time', async () => {
  let wake: () => void = () => undefined
  late = new Promise(resolve => (wake = resolve))
  const answered: string[] = []
  const wrong = pair('0000-0000-0000').then(() => answered.push('wrong'))
  const right = pair().then(({ status }) => answered.push(`right ${status}`))
  const others = Array.from({ length: 8 }, () => pair('0000-0000-0000'))
  // Whoever comes then waits for nothing, and is told so.
  expect((await pair()).status).toBe(429)
  expect(answered).toEqual([])
  wake()
  await Promise.all([wrong, right, ...others])
  expect(answered).toEqual(['wrong', 'right 200'])
})

it.each(['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP', 'X-Forwarded-Host'])(
  'refuses the paired page itself where %s says that it was passed on',
  async name => {
    const key = await paired()
    const headers = { [name]: '127.0.0.1' }
    const answer = await ask('/agent/equipment', { key, headers })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect((await pair(codeShown(), { headers })).status).toBe(403)
  },
)

describe('a file of the pairing', () => {
  const file = () => join(folder, 'page.json')

  it.each(['', 'x', 'null', '[]', '{}', '{"origin":"https://a.example","keyHash":"x"}'])(
    'that says %j is told and put aside, and the devices go on',
    async text => {
      writeFileSync(file(), text)
      start()
      expect(shown.join('\n')).toContain('aucune page n’est plus reliée')
      expect(readFileSync(`${file()}.damaged`, 'utf8')).toBe(text)
      const own = { 'Sec-Fetch-Site': 'same-origin' }
      expect((await ask('/agent/equipment', { origin: AGENT, headers: own })).status).toBe(200)
      // A page is paired anew, and known after a restart.
      const key = await paired()
      start()
      expect(shown.join('\n')).not.toContain('illisible')
      expect((await ask('/agent/equipment', { key })).status).toBe(200)
    },
  )

  it('that the disk does not read is told, and left where it is', () => {
    mkdirSync(file())
    start()
    expect(shown.join('\n')).toContain('aucune page n’est plus reliée')
    expect(existsSync(file())).toBe(true)
  })

  it('of a version before, which noted no time, is known', async () => {
    const key = await paired()
    const { origin, keyHash } = JSON.parse(readFileSync(file(), 'utf8')) as Record<string, string>
    writeFileSync(file(), JSON.stringify({ origin, keyHash }))
    start()
    expect((await ask('/agent/equipment', { key })).status).toBe(200)
  })
})

it.each([
  ['a page over http', { origin: 'http://boutique.example' }],
  ['no page', { origin: 'null' }],
  ['another machine', { from: '192.168.1.77' }],
  ['another name of this machine', { at: 'http://192.168.1.10:4173' }],
  ['a name that was pointed at this machine', { at: 'http://evil.example:4173' }],
])('pairs no page of %s', async (_what, asked) => {
  const answer = await pair(codeShown(), asked)
  expect([403, 421]).toContain(answer.status)
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect((await ask('/agent/equipment', { key: 'A'.repeat(43) })).status).toBe(403)
})

describe('a body of a pairing', () => {
  it.each([
    ['text', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, 415],
    ['nothing', { body: 'null' }, 400],
    ['a long code', { body: JSON.stringify({ code: '1'.repeat(500) }) }, 400],
    ['a long text', { body: JSON.stringify({ code: '1'.repeat(5_000) }) }, 413],
  ])('is refused as %s', async (_what, asked, status) => {
    expect((await ask('/agent/pair', { method: 'POST', ...asked })).status).toBe(status)
  })
})

it('tells a browser that asks first what the page may send', async () => {
  const preflight = await ask('/agent/pair', { method: 'OPTIONS' })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  // Of equipment only the paired page may ask.
  expect((await ask('/agent/equipment', { method: 'OPTIONS' })).status).toBe(403)
})

it('opens nothing but the equipment to the paired page', async () => {
  const key = await paired()
  for (const path of [
    '/',
    '/proxy/health',
    '/proxy/shop',
    '/demo/api',
    '/boite/sante',
    '/agent/../proxy/health',
  ]) {
    const answer = await ask(path, { key })
    expect(answer.status, path).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
})
