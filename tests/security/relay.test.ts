import { mkdtempSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

/** A hostile shop on this machine, which notes the requests that reach it. */
let shop: Server
let address: string
let received: IncomingMessage[] = []
let answer: (response: ServerResponse) => void

const KEY = 'COMPTOIRTESTKEY00000000000000001'
const AUTHORIZATION = `Basic ${btoa(`${KEY}:`)}`

beforeAll(async () => {
  shop = createServer((request, response) => {
    received.push(request)
    answer(response)
  })
  await new Promise<void>(resolve => shop.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
})
afterAll(() => shop.close())
beforeEach(() => {
  received = []
  answer = response => response.setHeader('Content-Type', 'application/json').end('{"products":[]}')
})

function relay(
  over: Partial<Parameters<typeof createApp>[0]> = {},
  fixed: string | null = address,
) {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-security-'))
  const codes: string[] = []
  const made = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, fixed ?? undefined),
    key: undefined,
    allowsPrivate: true,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(shown => codes.push(shown)),
    isKnownHost: knownHosts('caisse.boutique.example, autre.example:8443'),
    ...over,
  })
  const ask = async (
    path: string,
    headers: Record<string, string> = {},
    init: RequestInit = {},
    peer = '127.0.0.1',
  ) =>
    made.request(
      `http://localhost:4173${path}`,
      { ...init, headers },
      { incoming: { socket: { remoteAddress: peer } } },
    )
  return { ask, codes }
}

const PATHS = [
  '/',
  '/index.html',
  '/proxy/health',
  '/proxy/api/products',
  '/proxy/shop',
  '/demo/api/',
]

describe('a page whose name was turned to this machine reads and writes nothing', () => {
  const NAMES = [
    'evil.example',
    'evil.example:4173',
    'localhost.evil.example',
    'localhost.evil.example:4173',
    '127.0.0.1.nip.example:4173',
    'caisse.boutique.example.evil.example',
    'xn--localhost-.example',
    'autre.example',
    'autre.example:8444',
    '169.254.169.254',
    '0x7f.1',
    '2130706433',
    '[::ffff:a9fe:a9fe]',
    'localhost.',
    'localhost@evil.example',
    'localhost, evil.example',
    '',
  ]
  const tricks = NAMES.flatMap(name => PATHS.map((path): [string, string] => [name, path]))

  it.each(tricks)('Host %j at %s', async (host, path) => {
    const method = path === '/proxy/shop' ? 'PUT' : 'GET'
    const body = method === 'PUT' ? JSON.stringify({ address: 'evil.example' }) : undefined
    const { ask } = relay()
    const response = await ask(
      path,
      { Host: host, 'X-Comptoir': '1' },
      { method, body: body ?? null },
    )
    expect(response.status).toBe(421)
    expect(received).toEqual([])
  })

  it.each([
    ['localhost:4173'],
    ['LOCALHOST:4173'],
    ['127.0.0.1'],
    ['[::1]:4173'],
    ['caisse.boutique.example'],
    ['caisse.boutique.example:443'],
    ['autre.example:8443'],
  ])('while Host %s is the till’s own', async host => {
    expect((await relay().ask('/proxy/health', { Host: host })).status).toBe(200)
  })
})

describe('a page of another site uses neither the relay nor the till', () => {
  const ORIGINS = [
    'https://evil.example',
    'http://localhost.evil.example:4173',
    'https://autre.example',
    'null',
    'file://',
    'chrome-extension://abcdef',
    'not an origin',
  ]
  const byOrigin = ORIGINS.flatMap(origin => PATHS.map((path): [string, string] => [origin, path]))

  it.each(byOrigin)('Origin %s at %s', async (origin, path) => {
    const response = await relay().ask(path, { Origin: origin, 'X-Comptoir': '1' })
    expect(response.status).toBe(403)
    expect(received).toEqual([])
  })

  const bySite = ['cross-site', 'same-site'].flatMap(site =>
    PATHS.filter(path => path.startsWith('/proxy/')).flatMap(path =>
      ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(
        (method): [string, string, string] => [site, method, path],
      ),
    ),
  )

  it.each(bySite)('Sec-Fetch-Site %s, %s %s', async (site, method, path) => {
    const response = await relay().ask(path, { 'Sec-Fetch-Site': site }, { method })
    expect(response.status).toBe(403)
    expect(received).toEqual([])
  })
})

describe('a reverse proxy on this machine gives nobody its rights', () => {
  it('forwarded hosts count for nothing unless their proxy was named', async () => {
    const { ask } = relay({ trustedProxy: '10.0.0.7' })
    const forged = { Host: 'evil.example', 'X-Forwarded-Host': 'localhost' }
    expect((await ask('/proxy/health', forged)).status).toBe(421)
    expect((await ask('/proxy/health', forged, {}, '10.0.0.8')).status).toBe(421)
  })

  it('a named one is believed, and the host it tells is checked', async () => {
    const { ask } = relay({ trustedProxy: '10.0.0.7' })
    const through = (host: string) =>
      ask('/proxy/health', { Host: 'localhost:4173', 'X-Forwarded-Host': host }, {}, '10.0.0.7')
    expect((await through('caisse.boutique.example')).status).toBe(200)
    expect((await through('evil.example')).status).toBe(421)
    expect((await through('evil.example')).status).toBe(421)
  })

  it('a request from this machine names no shop without the code of the terminal', async () => {
    const { ask, codes } = relay({}, null)
    const name = (code: unknown) =>
      ask(
        '/proxy/shop',
        { 'X-Comptoir': '1' },
        { method: 'PUT', body: JSON.stringify({ address: 'evil.example', code }) },
      )
    for (const code of [undefined, null, '', '0', '00000000', 12345678, ['a'], {}, '\u0000'])
      expect((await name(code)).status).toBe(403)
    expect((await ask('/proxy/api/products')).status).toBe(404)
    expect((await name(codes.at(-1)?.replaceAll('-', ' '))).status).toBe(200)
  })
})

describe('a key goes only to the shop its till means', () => {
  it.each([
    [undefined],
    ['https://shop.example'],
    ['http://127.0.0.1'],
    [''],
    ['http://127.0.0.1:1/'],
    ['HTTP://LOCALHOST'],
  ])('not when the till means %s', async meant => {
    const response = await relay().ask('/proxy/api/products', {
      Authorization: AUTHORIZATION,
      ...(meant === undefined ? {} : { 'X-Comptoir-Shop': meant }),
    })
    expect(response.status).toBe(409)
    expect(received).toEqual([])
  })

  it('nor one that the server keeps, for whom names no shop: an image of a foreign page is one', async () => {
    const { ask } = relay({ key: 'KEPT' })
    expect((await ask('/proxy/api/products')).status).toBe(409)
    expect(received).toEqual([])
    expect((await ask('/proxy/api/products', { 'X-Comptoir-Shop': address })).status).toBe(200)
  })

  it('nor one in the address, which names no shop', async () => {
    const { ask } = relay()
    expect((await ask('/proxy/api/products?ws_key=ABCDEFGHIJ')).status).toBe(403)
    expect(received).toEqual([])
  })

  it.each(['Basic !!!', 'Basic', 'Bearer abc', 'Basic YQ==YQ', 'Basic Y'])(
    'and %j, which is no key, goes nowhere in an address',
    async authorization => {
      const { ask } = relay()
      const headers = { 'X-Comptoir-Shop': address, 'X-Comptoir-Key-In': 'query' }
      const response = await ask('/proxy/api/products', {
        ...headers,
        Authorization: authorization,
      })
      expect(response.status).toBe(403)
      expect(received).toEqual([])
    },
  )

  it('and the code that names a shop is too long to be tried through', () => {
    const { codes } = relay({}, null)
    expect(codes.at(-1)).toMatch(/^\d{4}-\d{4}-\d{4}$/)
  })

  it('not either once another shop is registered in the middle of a sync', async () => {
    const { ask, codes } = relay({}, null)
    const name = (to: string) =>
      ask(
        '/proxy/shop',
        { 'X-Comptoir': '1' },
        { method: 'PUT', body: JSON.stringify({ address: to, code: codes.at(-1) }) },
      )
    const meant = 'https://shop.example'
    expect((await name(meant)).status).toBe(200)
    expect((await name(address)).status).toBe(200)
    const next = await ask('/proxy/api/products', {
      Authorization: AUTHORIZATION,
      'X-Comptoir-Shop': meant,
    })
    expect(next.status).toBe(409)
    expect(received).toEqual([])
  })
})

describe('nothing the shop says is ever a page', () => {
  const TYPES = [
    'text/html',
    'text/html; charset=utf-7',
    'TEXT/HTML',
    'application/xhtml+xml',
    'image/svg+xml',
    'application/rdf+xml',
    'text/javascript',
    'application/javascript',
    'text/css',
    'text/plain',
    'application/pdf',
    'application/wasm',
    'application/octet-stream',
    'multipart/x-mixed-replace',
    'application/json/html',
    'text/xml-external-parsed-entity',
    'text/xsl',
    '',
  ]
  const SCRIPT = '<html><script>opener.stolen = localStorage.key</script></html>'
  const tricks = TYPES.flatMap(type =>
    [200, 403, 500].map((status): [string, number] => [type, status]),
  )

  it.each(tricks)('type %j, status %i', async (type, status) => {
    answer = response =>
      response.writeHead(status, type ? { 'Content-Type': type } : {}).end(SCRIPT)
    const response = await relay().ask('/proxy/api/products')
    expect(response.status).toBe(status === 200 ? 502 : status)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(await response.json()).toEqual({ status, type, text: SCRIPT })
  })

  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/json; charset=iso-8859-1', 'application/json; charset=utf-8'],
    ['text/xml;charset=utf-8', 'text/xml; charset=utf-8'],
    ['application/xml', 'text/xml; charset=utf-8'],
    ['image/jpeg', 'image/jpeg'],
    ['IMAGE/PNG', 'image/png'],
    ['image/webp; x=y', 'image/webp'],
  ])('%s passes as %s, and can run nothing', async (sent, type) => {
    answer = response => response.setHeader('Content-Type', sent).end(SCRIPT)
    const response = await relay().ask('/proxy/api/products')
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; sandbox; frame-ancestors 'none'",
    )
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['document', 'iframe', 'frame', 'embed', 'object'])(
    'nothing opens it as a %s',
    async dest => {
      const response = await relay().ask('/proxy/api/products', { 'Sec-Fetch-Dest': dest })
      expect(response.status).toBe(403)
      expect(received).toEqual([])
    },
  )
})

describe('an impossible answer ends in a named error', () => {
  it('a shop that turns the connection into another one is an error at once', async () => {
    answer = response => {
      response.socket?.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      )
    }
    const response = await relay().ask('/proxy/api/products')
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ error: 'unreachable', reason: 'bad-status' })
  })

  it.each([600, 700, 999])('status %i', async status => {
    answer = response => response.writeHead(status).end('{}')
    const response = await relay().ask('/proxy/api/products')
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ error: 'unreachable', reason: 'bad-status' })
  })

  it.each([204, 205, 304])('status %i has no body, whatever the shop sends', async status => {
    answer = response => response.writeHead(status).end()
    const response = await relay().ask('/proxy/api/products')
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })

  it.each(['http://[', 'http://', '//[::', 'http://a:99999/', 'http://%zz/', 'http:///'])(
    'Location %s',
    async location => {
      answer = response => response.writeHead(302, { Location: location }).end()
      const response = await relay().ask('/proxy/api/products')
      expect(response.status).toBe(502)
      expect(await response.json()).toMatchObject({ error: 'redirected' })
    },
  )

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'ftp://x/'])(
    'Location %s is followed by nobody',
    async location => {
      answer = response => response.writeHead(302, { Location: location }).end()
      const response = await relay().ask('/proxy/api/products')
      expect(response.status).toBe(502)
      expect(response.headers.get('location')).toBeNull()
      expect(received).toHaveLength(1)
    },
  )

  it.each(['text/html', 'application/json'])('%s cut half-way is never whole', async type => {
    answer = response => {
      response.writeHead(200, { 'Content-Type': type, 'Content-Length': 1_000 })
      response.write('{"products":[]}', () => response.destroy())
    }
    const whole = relay()
      .ask('/proxy/api/products')
      .then(async response => {
        if (!response.ok) throw new Error('refused')
        return response.text()
      })
    await expect(whole).rejects.toThrow()
  })
})
