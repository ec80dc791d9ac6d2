import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { aJpeg } from '../support/aJpeg'
import { aTender, aTicket, anArticle, CONTEXT } from '../support/factory'
import { aSyncedTill, everything, sync } from '../support/syncing'
import { fetchOf } from '../support/surroundings'
import type { ShopError } from '@/core/errors'
import { createMessages } from '../messages/everyLanguage'
import { sentencesOf } from '@/messages/errorSentences'
import { LARGEST_ANSWER_BYTES, LARGEST_PICTURE_BYTES, MOST_ROWS } from '@/prestashop/answerBounds'
import { makeClient } from '@/prestashop/client'
import { orderPages } from '@/prestashop/orderPages'
import { openOrderReader } from '@/prestashop/readOrders'
import { readFirstProducts, readProducts } from '@/prestashop/readProducts'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { pictureType } from '@/storage/catalogue/pictures'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'

const KEY = 'K'.repeat(32)
const host = 'shop.example'
const { t } = createMessages('fr', 'shop').global

/** Every error of a shop is told in three sentences with nothing left to fill in. */
function expectTold(error: ShopError): void {
  const sentences = Object.values(sentencesOf(error, t, 'fr'))
  expect(sentences).toHaveLength(3)
  for (const sentence of sentences) expect(sentence).toMatch(/^[^{}]{10,}$/)
}

describe('a server that answers what no shop does, without a relay between', () => {
  let server: Server
  let address = ''
  let answer: (response: ServerResponse) => void = response => void response.end()
  beforeAll(async () => {
    server = createServer((_request, response) => {
      answer(response)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const client = () =>
    makeClient({ fetch, host, key: KEY, route: { transport: 'direct', apiUrl: `${address}/api/` } })

  const blanks = Buffer.alloc(LARGEST_ANSWER_BYTES + 1, ' ')
  const BOMBS: [string, string, () => Buffer][] = [
    ['gzip', 'gzip', () => gzipSync(blanks)],
    ['deflate', 'deflate', () => deflateSync(blanks)],
    ['brotli', 'br', () => brotliCompressSync(blanks)],
  ]

  it.each(BOMBS)('%s: a body that unpacks to too much is cut off', async (_name, coding, pack) => {
    const packed = pack()
    expect(packed.length).toBeLessThan(LARGEST_ANSWER_BYTES / 100)
    answer = response =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': coding })
        .end(packed)
    const read = await client().getJson('products')
    expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
    if (!read.ok) expectTold(read.error)
  })

  it('a body without an end is read no further than its bound, and its connection closed', async () => {
    let isClosed = false
    answer = response => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      const more = () => {
        while (!isClosed && response.write(Buffer.alloc(1 << 20, ' ')));
        if (!isClosed) response.once('drain', more)
      }
      response.on('close', () => (isClosed = true))
      more()
    }
    const read = await client().getJson('products')
    expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
    await vi.waitFor(() => expect(isClosed).toBe(true))
  })

  it('a picture has a bound of its own', async () => {
    const bytes = Buffer.alloc(LARGEST_PICTURE_BYTES + 1)
    answer = response => response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(bytes)
    for (const read of [
      await client().getPicture('images/products/1/1'),
      await client().getPublic('img/p/1/1.jpg'),
    ]) {
      expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
    }
  })

  const STATUSES = [
    201, 202, 203, 204, 205, 206, 226, 299, 300, 304, 305, 306, 399, 400, 402, 405, 406, 409, 410,
    418, 451, 499, 500, 501, 505, 511, 520, 599, 600, 666, 700, 800, 999,
  ]
  it.each(STATUSES)('status %i without a body is an error with a name', async status => {
    answer = response => response.writeHead(status, { 'Content-Type': 'application/json' }).end()
    for (const read of [
      await client().getJson('products'),
      await client().getXml(''),
      await client().getJsonIfChanged('products', {}, undefined),
    ]) {
      if (read.ok) expect(read.value).toMatchObject({ text: '' })
      else expectTold(read.error)
    }
    expect((await client().getJson('products')).ok).toBe(false)
  })

  it('an answer is unchanged only since a stored one', async () => {
    answer = response => response.writeHead(304).end()
    const ask = (held?: string) => client().getJsonIfChanged('products', {}, held)
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'shop-failing', status: 304 } })
    expect(await ask('abc')).toEqual({ ok: true, value: { kind: 'unchanged' } })
  })

  const LOCATIONS = [
    'http://[',
    'http://',
    '//[::',
    'http://a:99999/',
    'javascript:alert(1)',
    'data:application/json,{"products":[]}',
    'file:///etc/passwd',
    'ftp://x/',
    'blob:null/1',
    '/api/products',
  ]
  it.each(LOCATIONS)('a redirect to %s is no answer', async location => {
    answer = response => response.writeHead(302, { Location: location }).end('{"products":[]}')
    const read = await client().getJson('products')
    expect(read.ok).toBe(false)
    if (!read.ok) expectTold(read.error)
  })

  const WHOLE = JSON.stringify({ products: [{ id: 1, name: 'Miel' }] })
  const CUTS: [string, (response: ServerResponse) => void][] = [
    [
      'whole JSON, announced as longer',
      response => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1_000 })
        response.write(WHOLE, () => response.destroy())
      },
    ],
    [
      'chunks without the last one',
      response => {
        response.writeHead(200, { 'Content-Type': 'application/json' })
        response.write(WHOLE, () => response.destroy())
      },
    ],
    [
      'gzip that stops',
      response => {
        const packed = gzipSync(WHOLE)
        response.writeHead(200, {
          'Content-Type': 'application/json',
          'Content-Encoding': 'gzip',
        })
        response.end(packed.subarray(0, packed.length - 12))
      },
    ],
    ['JSON that stops', response => response.writeHead(200).end(WHOLE.slice(0, -1))],
    ['JSON that stops in a text', response => response.writeHead(200).end('{"products":[{"na')],
    ['JSON and a half', response => response.writeHead(200).end(`${WHOLE}{"products":[`)],
    ['nothing', response => response.writeHead(200).end()],
    ['no JSON', response => response.writeHead(200).end('<prestashop/>')],
  ]
  it.each(CUTS)('a part is never taken for the whole: %s', async (_name, cut) => {
    answer = response => {
      response.setHeader('Content-Type', 'application/json')
      cut(response)
    }
    const read = await client().getJson('products')
    expect(read.ok).toBe(false)
    if (!read.ok) expectTold(read.error)
  })
})

type Answer = (url: URL, request: Request) => Response | Promise<Response>

function clientOf(answer: Answer) {
  const handle = (request: Request) => Promise.resolve(answer(new URL(request.url), request))
  const route = { transport: 'direct' as const, apiUrl: `https://${host}/api/` }
  return makeClient({ host, key: KEY, route, fetch: fetchOf(() => ({ handle })) })
}

it('a byte a second is given up after a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const client = clientOf((_url, { signal }) => {
    let drip: ReturnType<typeof setInterval>
    const body = new ReadableStream({
      start(line) {
        drip = setInterval(() => line.enqueue(new Uint8Array([0x20])), 1_000)
        signal.addEventListener('abort', () => {
          clearInterval(drip)
          line.error(signal.reason)
        })
      },
      cancel: () => clearInterval(drip),
    })
    return new Response(body, { headers: { 'Content-Type': 'application/json' } })
  })
  const read = client.getJson('products')
  await vi.advanceTimersByTimeAsync(62_000)
  expect(await read).toEqual({ ok: false, error: { code: 'shop-timeout', host } })
  vi.useRealTimers()
})

describe('a relay that answers otherwise than the till’s own', () => {
  const FORGED: [string, string, string][] = [
    ['quoted', '', 'no JSON'],
    ['quoted', '{}', 'nothing quoted'],
    ['quoted', '{"status":999,"type":"a/b","text":""}', 'a status that is none'],
    ['quoted', '{"status":204,"type":"text/html","text":"x"}', 'a body where there is none'],
    ['quoted', '{"status":200,"type":"a\\r\\nb: c","text":"x"}', 'a type with a header in it'],
    ['quoted', '{"status":200,"type":"\\u0000","text":"x"}', 'a type that is none'],
    ['error', '', 'no JSON'],
    ['error', 'null', 'null'],
    ['error', '[]', 'a list'],
    ['error', '{"error":{"a":1},"host":[],"reason":7}', 'no texts'],
    ['error', '{"error":"unreachable","reason":"too-large"}', 'too large'],
  ]
  it.each(FORGED)(
    '%s %s (%s)',
    async (kind, body) => {
      const client = clientOf(
        () => new Response(body, { status: 502, headers: { 'X-Comptoir-Proxy': kind } }),
      )
      const read = await client.getJson('products')
      expect(read.ok).toBe(false)
      if (!read.ok) expectTold(read.error)
    },
    20_000,
  )
})

const row = (id: number) => ({ id, name: `a${id}`, price: '1.0', shown: '1.2' })
const rows = (count: number) => Array.from({ length: count }, (_none, index) => row(index + 1))

describe('pages that never end do end', () => {
  const RIGHTS = { orders: ['get'], carriers: ['get'], order_states: ['get'], taxes: ['get'] }
  const counted = (answer: Answer) => {
    let requests = 0
    const client = clientOf((url, request) => {
      requests += 1
      return answer(url, request)
    })
    return { client, requests: () => requests }
  }

  it.each([
    ['all of 300 rows with each page', 300],
    ['the same 100 rows with each page', 100],
  ])('orders: %s', async (_name, count) => {
    const { client, requests } = counted(() => Response.json({ order_states: rows(count) }))
    const read = await openOrderReader(client, RIGHTS, 1)
    expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
    expect(requests()).toBeLessThan(5)
  })

  it('orders after an id, again and again', async () => {
    const orders = rows(100).map(({ id }) => ({ id }))
    const { client } = counted(url => {
      const isOrders = url.pathname.endsWith('/orders')
      return Response.json(isOrders ? { orders } : [])
    })
    const read = await openOrderReader(client, RIGHTS, 1)
    if (!read.ok) throw new Error(read.error.code)
    const again = await read.value.changed(null, 100)
    expect(again).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
  })

  it('a new page for ever: the requests of one import are counted', async () => {
    const { client, requests } = counted(url => {
      const from = Number((url.searchParams.get('limit') ?? '0').split(',')[0])
      return Response.json({ taxes: rows(100).map(({ id }) => ({ id: id + from })) })
    })
    const { object, number, unknown } = await import('valibot')
    const pages = orderPages(client, RIGHTS)
    const read = await pages.all('taxes', object({ id: number(), rest: unknown() }), {})
    expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
    expect(requests()).toBe(15_000)
  })

  it(`more than ${MOST_ROWS} rows in one answer`, async () => {
    const client = clientOf(
      () => new Response(`{"products":[${'{},'.repeat(300_000)}{}]}`, { status: 200 }),
    )
    const read = await readFirstProducts(client, 1, 10)
    expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
  })

  it('all articles with each page of some', async () => {
    const { client, requests } = counted(() => Response.json({ products: rows(5_000) }))
    const ids = Array.from({ length: 5_000 }, (_none, index) => index + 1)
    const wish = { languageId: 1, isWhole: true, onRead: () => undefined }
    const read = await readProducts(client, ids, wish)
    expect(read).toMatchObject({ ok: false, error: { code: 'shop-answer-too-large' } })
    expect(requests()).toBeLessThan(5)
  })
})

describe('a value that no shop has is listed, never guessed, and never stops the page', () => {
  const SOUND = {
    id: 1,
    id_category_default: '2',
    reference: 'A',
    ean13: '',
    upc: '',
    active: '1',
    date_upd: '2016-01-01 00:00:00',
    name: 'Miel',
    price: '10.000000',
    shown: '12.000000',
  }
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const ABSURD: [string, object][] = [
    ['a price in words', { price: 'ten' }],
    ['a price of 1e400', { price: 1e308 }],
    ['a price that is NaN', { price: 'NaN' }],
    ['a price that is Infinity', { shown: 'Infinity' }],
    ['a price in hexadecimal', { price: '0x10' }],
    ['a price below zero', { price: '-1.0' }],
    ['a price of a billion', { price: '1000000000.0' }],
    ['a price of 10,000 digits', { price: '9'.repeat(10_000) }],
    ['a price that is a list', { price: ['1.0'] }],
    ['a price that is an object', { price: { toString: 1 } }],
    ['a price that is true', { price: true }],
    ['a price that is null', { shown: null }],
    ['an id below zero', { id: -1 }],
    ['an id with a fraction', { id: 1.5 }],
    ['an id beyond 2^53', { id: '9007199254740993' }],
    ['an id in words', { id: 'one' }],
    ['an id that is a path', { id: '../1' }],
    ['an id that is null', { id: null }],
    ['a name that is a number', { name: 1 }],
    ['a name that is an object', { name: { __proto__: null, value: 'x' } }],
    ['a name in lists a thousand deep', { name: 'DEEP 1000' }],
    ['a name in lists a hundred thousand deep', { name: 'DEEP 100000' }],
    ['a category that is a script', { id_category_default: '<script>' }],
    ['associations that are a text', { associations: 'x' }],
    ['categories that are an object', { associations: { categories: { id: 1 } } }],
    ['combinations without ids', { associations: { combinations: [{}] } }],
    ['an eco-participation below zero', { ecotax: '-1' }],
  ]
  it.each(ABSURD)('%s', async (_name, absurd) => {
    const rowsOf = {
      products: [
        { ...SOUND, ...absurd },
        { ...SOUND, id: 7 },
      ],
    }
    const body = JSON.stringify(rowsOf).replace(/"DEEP (\d+)"/, (_all, depth) =>
      deep(Number(depth)),
    )
    const read = await readFirstProducts(
      clientOf(() => new Response(body, { headers: { 'Content-Type': 'application/json' } })),
      1,
      10,
    )
    expect(read).toMatchObject({ ok: true, value: { rows: [{ productId: 7 }] } })
    if (read.ok) expect(read.value.unreadable).toHaveLength(1)
  })

  const TEXTS: [string, string, string][] = [
    ['half a character', 'Miel \ud83d', 'Miel \ufffd'],
    ['the other half', '\udc1dMiel', '\ufffdMiel'],
    ['a line break', 'Miel\r\nX', 'Miel X'],
    ['an escape sequence', '\u001b[2JMiel', '[2JMiel'],
    ['marks that turn text', 'Miel\u202e leiM', 'Miel leiM'],
    ['a NUL', 'Mi\u0000el', 'Mi el'],
  ]
  it.each(TEXTS)('a name with %s is a sound text', async (_name, name, sound) => {
    const body = JSON.stringify({ products: [{ ...SOUND, name }] })
    const read = await readFirstProducts(
      clientOf(() => new Response(body)),
      1,
      10,
    )
    expect(read).toMatchObject({ ok: true, value: { rows: [{ name: sound }] } })
  })
})

describe('what is no picture is never shown', () => {
  const png = (width: number, height: number) => {
    const bytes = new Uint8Array(64)
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    new DataView(bytes.buffer).setUint32(16, width)
    new DataView(bytes.buffer).setUint32(20, height)
    bytes.set([0x49, 0x45, 0x4e, 0x44], 56)
    return bytes
  }
  const ascii = (text: string) => new TextEncoder().encode(text)
  const WRONG: [string, Uint8Array][] = [
    ['SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a page', ascii('<html><script>1</script></html>')],
    ['a BMP', ascii('BM000000')],
    ['nothing', new Uint8Array()],
    ['two bytes of a JPEG', new Uint8Array([0xff, 0xd8])],
    ['a JPEG without its end', aJpeg(200).subarray(0, 198)],
    ['a JPEG that stops before its pixels', aJpeg(200).subarray(0, 20)],
    ['a PNG without its end', png(8, 8).subarray(0, 50)],
    ['a PNG of 30,000 by 30,000', png(30_000, 30_000)],
    ['a PNG of one line of a million', png(1_000_000, 1)],
    ['a PNG of nothing', png(0, 8)],
    ['a GIF and a page', ascii('GIF89a=1/*<script>*/')],
    ['a RIFF that is sound', ascii('RIFF\u0004\0\0\0WAVEfmt data and more data here')],
    ['too many bytes', aJpeg(LARGEST_PICTURE_BYTES + 1)],
  ]
  it.each(WRONG)('%s', (_name, bytes) => {
    expect(pictureType(new Uint8Array(bytes).buffer)).toBeUndefined()
  })

  it.each([
    ['image/jpeg', aJpeg()],
    ['image/png', png(250, 250)],
  ])('while %s is', (type, bytes) => expect(pictureType(bytes.buffer)).toBe(type))
})

describe('a sync with a hostile shop is all or nothing, and the till goes on selling', () => {
  const TRICKS: [string, (response: Response, url: URL) => Response | Promise<Response>][] = [
    ['half an answer', async answer => new Response((await answer.text()).slice(0, -20))],
    ['32 MB of blanks', () => new Response(' '.repeat(LARGEST_ANSWER_BYTES + 1))],
    ['300,000 articles', () => new Response(`{"products":[${'{},'.repeat(300_000)}{}]}`)],
    ['another resource', () => Response.json({ prestashops: [] })],
    ['a list of lists', () => Response.json({ products: [[[]]] })],
    ['a text', () => Response.json('products')],
    ['null', () => Response.json(null)],
    ['a page', () => new Response('<html></html>', { headers: { 'Content-Type': 'text/html' } })],
    ['status 205', () => new Response(null, { status: 205 })],
    ['status 304', () => new Response(null, { status: 304 })],
    ['an error inside', () => Response.json({ errors: [{ code: 26, message: 'x' }] })],
  ]
  it.each(TRICKS)(
    '%s for its articles',
    async (_name, trick) => {
      const { till, shop } = await aSyncedTill()
      await openTill(till)
      const before = await everything(till)
      const hostile: ShopServer = {
        ...shop,
        handle: async request => {
          const url = new URL(request.url)
          const answer = await shop.handle(request)
          // Anything of articles, but not the lists that are unchanged by right.
          return url.pathname.endsWith('/api/products') ? trick(answer, url) : answer
        },
      }
      const done = await sync(till, hostile, { sweep: 'all' })
      expect(
        done.ok && done.value.outcome !== 'unchanged' && done.value.outcome !== 'waiting',
      ).toBe(false)
      if (!done.ok) expectTold(done.error as ShopError)
      const { articles, products } = await everything(till)
      expect({ articles, products }).toEqual({
        articles: before.articles,
        products: before.products,
      })
      const sold = await sellTicket(till, aTicket([anArticle()]), [aTender(1_548)], CONTEXT)
      expect(sold.ok).toBe(true)
    },
    60_000,
  )
})
