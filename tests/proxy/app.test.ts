import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from '@/proxy/app'
import { LARGEST_ANSWER_BYTES } from '@/prestashop/answerBounds'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

/** A shop on this machine that notes the requests it receives. */
let shop: Server
let address: string
let received: IncomingMessage[] = []
let answer: (response: ServerResponse, request: IncomingMessage) => void

const KEY = 'COMPTOIRTESTKEY00000000000000001'
const basic = `Basic ${btoa(`${KEY}:`)}`
/** Codes that the terminal showed. */
const codes: string[] = []
const fromHere = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }

beforeAll(async () => {
  shop = createServer((request, response) => {
    received.push(request)
    answer(response, request)
  })
  await new Promise<void>(resolve => shop.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
})
afterAll(() => shop.close())
beforeEach(() => {
  received = []
  answer = response => response.setHeader('Content-Type', 'application/json').end('{"products":[]}')
})

const asJson = (response: ServerResponse) => response.setHeader('Content-Type', 'application/json')

function app(over: Partial<Parameters<typeof createApp>[0]> = {}, fixed: string | null = address) {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-proxy-'))
  const made = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, fixed ?? undefined),
    key: undefined,
    allowsPrivate: true,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(shown => codes.push(shown)),
    isKnownHost: knownHosts(undefined),
    ...over,
  })
  const ask = (path: string, init: RequestInit = {}, env: object = fromHere) =>
    Promise.resolve(made.request(`http://localhost:4173${path}`, init, env))
  return { ask, folder }
}

describe('the proxy forwards the webservice, and nothing else', () => {
  it('passes the key and the query on, and little of the browser', async () => {
    const { ask } = app()
    const response = await ask('/proxy/api/products?display=%5Bid%5D&output_format=JSON', {
      headers: {
        Authorization: basic,
        'X-Comptoir-Shop': address,
        Cookie: 'a=1',
        Origin: 'http://localhost:4173',
        Referer: 'http://localhost:4173/',
        'Local-Content-Sha1': 'abc',
      },
    })
    expect(await response.json()).toEqual({ products: [] })
    expect(received[0]?.url).toBe('/api/products?display=%5Bid%5D&output_format=JSON')
    expect(received[0]?.headers).toMatchObject({
      authorization: basic,
      'local-content-sha1': 'abc',
    })
    for (const name of ['cookie', 'origin', 'referer'])
      expect(received[0]?.headers).not.toHaveProperty(name)
  })

  it('gives back what the till reads, never cookies nor a log-in dialog', async () => {
    answer = response =>
      response
        .writeHead(401, {
          'Set-Cookie': 'a=1',
          'WWW-Authenticate': 'Basic',
          'PSWS-Version': '0',
          'Content-Type': 'text/html',
        })
        .end('401 Unauthorized')
    const response = await app().ask('/proxy/api/')
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({
      status: 401,
      type: 'text/html',
      text: '401 Unauthorized',
    })
    expect(response.headers.get('psws-version')).toBe('0')
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(response.headers.get('www-authenticate')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['GET', '/proxy/api/employees'],
    ['GET', '/proxy/api/products/../customers_passwords'],
    ['GET', '/proxy/api/%2e%2e/admin'],
    ['GET', '/proxy/api/products%2f..%2f..%2fadmin'],
    ['GET', '/proxy/api//evil.example/'],
    ['GET', '/proxy/api/products/1;x'],
    ['POST', '/proxy/api/products'],
    ['DELETE', '/proxy/api/products/1'],
    ['PATCH', '/proxy/api/stock_availables/1'],
    ['PUT', '/proxy/api/products/1'],
    // PrestaShop also takes the method from here, under each name that PHP reads as this one.
    ['GET', '/proxy/api/products/1?ps_method=DELETE'],
    ['GET', '/proxy/api/products/1?ps.method=DELETE'],
    ['GET', '/proxy/api/products/1?ps%20method=DELETE'],
    ['GET', '/proxy/api/products/1?ps%5Bmethod=DELETE'],
    ['GET', '/proxy/api/products?display=full&ps_method=POST'],
  ])('refuses %s %s', async (method, path) => {
    const response = await app().ask(path, { method })
    expect([403, 404]).toContain(response.status)
    expect(received).toEqual([])
  })

  describe('lets one row of stock be written', () => {
    const row = (inside: string) =>
      `<prestashop><stock_available>${inside}</stock_available></prestashop>`
    const right = row('<id>59</id><quantity>-4</quantity>')
    const write = (path: string, body: string, method = 'PATCH') =>
      app().ask(`/proxy/api/${path}`, {
        method,
        body,
        headers: { Authorization: basic, 'X-Comptoir-Shop': address },
      })

    it.each(['PATCH', 'PUT'])('as it is, by %s', async method => {
      let body = ''
      answer = (response, request) => {
        request.setEncoding('utf8').on('data', (part: string) => (body += part))
        request.on('end', () => response.setHeader('Content-Type', 'text/xml').end('<prestashop/>'))
      }
      expect((await write('stock_availables/59', right, method)).status).toBe(200)
      expect(received[0]).toMatchObject({ method, url: '/api/stock_availables/59' })
      expect(received[0]?.headers).toMatchObject({ authorization: basic })
      expect(body).toBe(right)
    })

    it.each([
      ['stock_availables', right, 'PATCH'],
      ['stock_availables/59/1', right, 'PATCH'],
      ['products/59', right, 'PATCH'],
      ['stock_availables/59', right, 'POST'],
      ['stock_availables/59', right, 'DELETE'],
      ['stock_availables/59', row('<price>1</price>'), 'PATCH'],
      ['stock_availables/59', row('<id>59</quantity>'), 'PATCH'],
      ['stock_availables/59', `<!DOCTYPE x>${right}`, 'PATCH'],
      ['stock_availables/59', '{"stock_available":{"id":59,"quantity":1}}', 'PATCH'],
      ['stock_availables/59', row(`<location>${'x'.repeat(3_000)}</location>`), 'PUT'],
      ['stock_availables/59?ps_method=DELETE', right, 'PATCH'],
      ['stock_availables/59', right.replaceAll('stock_available', 'product'), 'PUT'],
    ])('and nothing else: %s %s %s', async (path, body, method) => {
      expect((await write(path, body, method)).status).toBe(403)
      expect(received).toEqual([])
    })
  })

  it('refuses another site', async () => {
    const response = await app().ask('/proxy/api/products', {
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    })
    expect(response.status).toBe(403)
    expect(received).toEqual([])
  })

  it('follows no redirect: it names the host', async () => {
    answer = response =>
      response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end()
    const response = await app().ask('/proxy/api/products')
    expect(response.status).toBe(502)
    expect(response.headers.get('x-comptoir-proxy')).toBe('error')
    expect(await response.json()).toEqual({ error: 'redirected', host: '169.254.169.254' })
    expect(received).toHaveLength(1)
  })

  it('names a shop that cannot be reached', async () => {
    const response = await app({}, 'http://127.0.0.1:9').ask('/proxy/api/products')
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ error: 'unreachable', reason: 'ECONNREFUSED' })
  })

  it('reaches no private address unless asked to', async () => {
    for (const fixed of [address, 'http://localhost:9', 'http://10.0.0.1', 'http://[::1]:9']) {
      const response = await app({ allowsPrivate: false }, fixed).ask('/proxy/api/products')
      expect(await response.json()).toEqual({ error: 'unreachable', reason: 'private-address' })
    }
    expect(received).toEqual([])
  })

  it('breaks the connection of an answer that never ends', async () => {
    answer = response => {
      asJson(response)
      const part = Buffer.alloc(1024 * 1024)
      const more = () => {
        while (!response.destroyed && response.write(part));
        response.once('drain', more)
      }
      more()
    }
    const response = await app().ask('/proxy/api/products')
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  it('breaks the connection of an answer that unpacks to too much, too', async () => {
    const bomb = gzipSync(Buffer.alloc(LARGEST_ANSWER_BYTES + 1))
    expect(bomb.length).toBeLessThan(LARGEST_ANSWER_BYTES / 100)
    answer = response => asJson(response).setHeader('Content-Encoding', 'gzip').end(bomb)
    const response = await app().ask('/proxy/api/products')
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  it.each([false, true])('passes on that a line was cut half-way (zipped: %s)', async isZipped => {
    answer = response => {
      const body = Buffer.from(
        JSON.stringify({ products: Array.from({ length: 5_000 }, (_none, id) => ({ id })) }),
      )
      asJson(response)
      const sent = isZipped ? gzipSync(body, { level: 0 }) : body
      if (isZipped) response.setHeader('Content-Encoding', 'gzip')
      response.setHeader('Content-Length', sent.length)
      response.write(sent.subarray(0, sent.length / 2), () => response.destroy())
    }
    const response = await app().ask('/proxy/api/products')
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  it('unpacks what the shop zips', async () => {
    answer = response =>
      asJson(response)
        .setHeader('Content-Encoding', 'gzip')
        .end(gzipSync('{"products":[{"id":1}]}'))
    const response = await app().ask('/proxy/api/products')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await response.json()).toEqual({ products: [{ id: 1 }] })
  })

  describe('waits a minute and no more', () => {
    const limit = vi.spyOn(AbortSignal, 'timeout')
    beforeEach(() => {
      limit.mockImplementation(() => {
        const soon = new AbortController()
        setTimeout(() => soon.abort(new DOMException('too late', 'TimeoutError')), 100)
        return soon.signal
      })
    })
    afterAll(() => limit.mockRestore())

    it('for an answer that does not come', async () => {
      answer = () => undefined
      const response = await app().ask('/proxy/api/products')
      expect(limit).toHaveBeenCalledWith(60_000)
      expect(response.status).toBe(504)
      expect(await response.json()).toEqual({ error: 'timeout' })
    })

    it('for one that falls silent half-way', async () => {
      answer = response => asJson(response).write('{"products":')
      const response = await app().ask('/proxy/api/products')
      expect(response.status).toBe(200)
      await expect(response.text()).rejects.toThrow()
    })
  })

  it('names the scheme of a redirect to https, because the host is the same', async () => {
    const { host } = new URL(address)
    answer = response => response.writeHead(301, { Location: `https://${host}/api/` }).end()
    const response = await app().ask('/proxy/api/')
    expect(await response.json()).toEqual({ error: 'redirected', host: `https://${host}` })
  })

  it('says whether it is well, and for which shop', async () => {
    const health = async (one: ReturnType<typeof app>): Promise<unknown> =>
      (await one.ask('/proxy/health')).json()
    expect(await health(app({}, 'https://shop.example/boutique'))).toEqual({
      comptoir: true,
      shop: 'shop.example',
      holdsKey: false,
    })
    expect(await health(app({ key: KEY }, 'https://shop.example'))).toEqual({
      comptoir: true,
      shop: 'shop.example',
      holdsKey: true,
    })
  })

  it('moves the key to the query when told that the host drops the header', async () => {
    await app().ask('/proxy/api/products', {
      headers: {
        Authorization: basic,
        'X-Comptoir-Key-In': 'query',
        'X-Comptoir-Shop': address,
      },
    })
    expect(received[0]?.url).toBe(`/api/products?ws_key=${KEY}`)
    expect(received[0]?.headers).not.toHaveProperty('authorization')
  })

  it('can hold the key itself, so that no device does', async () => {
    const { ask } = app({ key: KEY })
    await ask('/proxy/api/products')
    expect(received[0]?.headers.authorization).toBe(basic)
    expect(received[0]?.url).not.toContain(KEY)
  })

  it('writes no key in its log', async () => {
    const said = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    await app({}, 'http://127.0.0.1:9').ask(`/proxy/api/products?ws_key=${KEY}`)
    for (const channel of said) {
      expect(JSON.stringify(channel.mock.calls)).not.toContain(KEY)
      channel.mockRestore()
    }
  })
})

describe('which shop it serves', () => {
  const register = (
    to: string,
    headers: Record<string, string> = { 'X-Comptoir': '1' },
    code: string | null | undefined = codes.at(-1),
  ) => ({ method: 'PUT', headers, body: JSON.stringify({ address: to, code }) })

  it('is the one registered with the code of the terminal, kept across a restart', async () => {
    const { ask, folder } = app({}, null)
    const without = await ask('/proxy/shop', register('shop.example', undefined, null))
    expect(without.status).toBe(403)
    const wrong = await ask('/proxy/shop', register('shop.example', undefined, '0000-0000'))
    expect(await wrong.json()).toEqual({ error: 'code-wrong' })
    expect((await ask('/proxy/shop', register('shop.example/api/'))).status).toBe(200)
    expect(JSON.parse(readFileSync(join(folder, 'shop.json'), 'utf8'))).toEqual({
      address: 'https://shop.example',
    })
    expect(openRegistry(folder, undefined).address()).toBe('https://shop.example')
    const again = await ask('/proxy/shop', register('shop.example', undefined, ''))
    expect(again.status).toBe(200)
  })

  it('is not for whoever tries codes: after five wrong ones it has another', async () => {
    const { ask } = app({}, null)
    const first = codes.at(-1) ?? ''
    for (let tries = 0; tries < 5; tries += 1)
      await ask('/proxy/shop', register('evil.example', undefined, '1'))
    expect(codes.at(-1)).not.toBe(first)
    expect((await ask('/proxy/shop', register('shop.example', undefined, first))).status).toBe(403)
    expect((await ask('/proxy/shop', register('shop.example'))).status).toBe(200)
  })

  it('cannot be changed by another site, or a form, even with the code', async () => {
    const { ask } = app({}, null)
    const attempts = [
      register('evil.example', {}),
      register('evil.example', { 'X-Comptoir': '1', 'Sec-Fetch-Site': 'cross-site' }),
      register('not an address at all !'),
      register(`shop.example/${'x'.repeat(100_000)}`),
    ]
    for (const attempt of attempts) expect((await ask('/proxy/shop', attempt)).status).not.toBe(200)
    expect((await ask('/proxy/api/products')).status).toBe(404)
  })

  it('cannot be changed when the environment fixes it', async () => {
    const { ask } = app({}, 'https://shop.example')
    expect((await ask('/proxy/shop', register('other.example'))).status).toBe(403)
    expect((await ask('/proxy/shop', register('https://shop.example/'))).status).toBe(200)
  })
})

describe('what may be cached', () => {
  const cachingOf = async (path: string, over: Parameters<typeof app>[0] = {}) => {
    const { ask, folder } = app(over, null)
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'assets/here-12345678.js'), 'here')
    writeFileSync(join(folder, 'index.html'), 'here')
    const answer = await ask(path)
    return [answer.status, answer.headers.get('cache-control')]
  }

  it('is a file with a hash in its name, for ever', async () => {
    const [status, caching] = await cachingOf('/assets/here-12345678.js')
    expect(status).toBe(200)
    expect(caching).toContain('immutable')
    expect(await cachingOf('/index.html')).toEqual([200, 'no-cache'])
  })

  it.each([
    '/assets/gone-12345678.js',
    '/gone.js',
    '/proxy/elsewhere',
    '/proxy/api/products',
    '/online.json',
  ])('is never an error: %s', async path => {
    expect(await cachingOf(path)).toEqual([404, 'no-store'])
  })

  it('is never what failed on the server', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const demo = () => Promise.reject(new Error('broken'))
    expect(await cachingOf('/demo/api/', { demo })).toEqual([500, 'no-store'])
    const kept = () =>
      Promise.resolve(
        new Response('gone', { status: 410, headers: { 'Cache-Control': 'max-age=60' } }),
      )
    expect(await cachingOf('/demo/api/', { demo: kept })).toEqual([410, 'no-store'])
  })
})
