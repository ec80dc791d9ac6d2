import { describe, expect, it, vi } from 'vitest'
import { fetchOf } from '../support/surroundings'
import { fail, type ShopError } from '@/core/errors'
import { decodeList } from '@/prestashop/decode/list'
import { productRow } from '@/prestashop/decode/products'
import { makeClient } from '@/prestashop/client'
import { PageSize } from '@/prestashop/pageSize'
import { betweenIds, readByIds, theseIds } from '@/prestashop/readByIds'
import { readFirstProducts } from '@/prestashop/readProducts'
import { unreachable } from '@/prestashop/unreachable'

const host = 'shop.example'

type Answer = (url: URL, request: Request) => Response | Promise<Response>

/** A client whose shop is a function of the requested address. */
function clientOf(answer: Answer, signal?: AbortSignal, origin = `https://${host}`) {
  const handle = (request: Request) => Promise.resolve(answer(new URL(request.url), request))
  return makeClient({
    host,
    key: 'K'.repeat(32),
    route: { transport: 'direct', apiUrl: `${origin}/api/` },
    fetch: fetchOf(() => ({ handle })),
    signal,
  })
}

/** An answer that begins and then stalls; its connection breaks when the request is aborted. */
const silentAnswer: Answer = (_url, { signal }) =>
  new Response(
    new ReadableStream({
      start: line => signal.addEventListener('abort', () => line.error(signal.reason)),
    }),
  )

describe('one request', () => {
  it('never has more than two in flight', async () => {
    let flying = 0
    let most = 0
    const client = clientOf(async () => {
      flying += 1
      most = Math.max(most, flying)
      await new Promise(resolve => setTimeout(resolve, 5))
      flying -= 1
      return Response.json([])
    })
    await Promise.all(Array.from({ length: 8 }, () => client.getJson('products')))
    expect(most).toBe(2)
  })

  it('sends the hash of the stored answer, and takes 304 for "unchanged"', async () => {
    const client = clientOf((_url, { headers }) =>
      headers.get('local-content-sha1') === 'abc'
        ? new Response(null, { status: 304 })
        : Response.json([], { headers: { 'Content-Sha1': 'abc' } }),
    )
    expect(await client.getJsonIfChanged('languages', {}, undefined)).toEqual({
      ok: true,
      value: { kind: 'changed', body: [], sha1: 'abc' },
    })
    expect(await client.getJsonIfChanged('languages', {}, 'abc')).toEqual({
      ok: true,
      value: { kind: 'unchanged' },
    })
  })

  it('waits as long as Retry-After says, then goes on', async () => {
    let asked = 0
    const client = clientOf(() => {
      asked += 1
      return asked === 1
        ? new Response(null, { status: 429, headers: { 'Retry-After': '1' } })
        : Response.json([])
    })
    const startedAt = performance.now()
    expect(await client.getJson('products')).toEqual({ ok: true, value: [] })
    expect(performance.now() - startedAt).toBeGreaterThan(900)
  })

  it.each([['3600'], [new Date(Date.now() + 3_600_000).toUTCString()]])(
    'is not sent again to a shop that asks to be left alone until %s',
    async retryAfter => {
      let asked = 0
      const client = clientOf(() => {
        asked += 1
        return new Response(null, { status: 429, headers: { 'Retry-After': retryAfter } })
      })
      expect(await client.getJson('products')).toEqual(fail({ code: 'shop-busy', host }))
      expect(asked).toBe(1)
    },
  )

  it.each([
    ['never answers', (() => new Promise(() => undefined)) satisfies Answer],
    ['begins its answer and falls silent', silentAnswer],
  ])('is given up when the shop %s', async (_how, answer) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const read = clientOf(answer).getJson('products')
    await vi.advanceTimersByTimeAsync(61_000)
    expect(await read).toEqual(fail({ code: 'shop-timeout', host }))
    vi.useRealTimers()
  })

  it('that is cancelled while its answer comes ends at once', async () => {
    const stop = new AbortController()
    const client = clientOf(silentAnswer, stop.signal)
    const read = client.getJson('products')
    setTimeout(() => stop.abort(), 5)
    expect(await read).toEqual(fail({ code: 'sync-cancelled' }))
  })

  it.each([
    ['http://shop.example', 'https://shop.example', 'https://shop.example'],
    ['https://shop.example', 'https://www.shop.example', 'www.shop.example'],
  ])(
    'from %s that ends at %s is said, not taken for a key refused',
    async (from, to, otherHost) => {
      const client = clientOf(
        url => {
          const isThere = url.origin === to
          return isThere
            ? new Response('401 Unauthorized', {
                status: 401,
                headers: { 'Content-Type': 'text/html' },
              })
            : new Response(null, { status: 301, headers: { Location: `${to}${url.pathname}` } })
        },
        undefined,
        from,
      )
      expect(await client.getXml('')).toEqual(fail({ code: 'shop-redirected', host, otherHost }))
    },
  )

  it.each([
    ['fetch failed (CERT_HAS_EXPIRED)', 'shop-certificate'],
    ['fetch failed (DEPTH_ZERO_SELF_SIGNED_CERT)', 'shop-certificate'],
    ['fetch failed (ERR_TLS_CERT_ALTNAME_INVALID)', 'shop-certificate'],
    ['fetch failed (ENOTFOUND)', 'shop-unreachable'],
  ])('%s is %s', (detail, code) => expect(unreachable(host, detail).code).toBe(code))
})

describe('an old PrestaShop, without drafts nor ISBN', () => {
  it('is asked again without the fields it does not know', async () => {
    const query: string[] = []
    const client = clientOf(url => {
      const display = url.searchParams.get('display') ?? ''
      query.push(display)
      // Recording display-unknown-field of 1.6.1.24, shortened.
      const known =
        'id, id_category_default, id_default_image, id_tax_rules_group, reference, ean13, upc, ' +
        'ecotax, active, date_upd, price, wholesale_price, name'
      const message = `Unable to display this field "isbn". However, these are available: ${known}`
      const errors = [{ code: 35, message }]
      return display.includes('isbn')
        ? Response.json({ errors }, { status: 500 })
        : Response.json({ products: [OLD_ROW] })
    })
    const read = await readFirstProducts(client, 1, 10)
    expect(read).toMatchObject({ ok: true, value: { rows: [{ productId: 7, isSaved: true }] } })
    expect(query).toHaveLength(2)
    expect(query[1]).not.toContain('state')
    // Associations and computed prices are in no list of fields, and are still asked.
    expect(query[1]).toContain('combinations[id]')
    expect(query[1]).toContain('shown')
    // Learnt once: the next page is asked right.
    await readFirstProducts(client, 1, 10)
    expect(query).toHaveLength(3)
  })
})

const OLD_ROW = {
  id: 7,
  id_category_default: '2',
  reference: 'A',
  ean13: '',
  upc: '',
  active: '1',
  date_upd: '2016-01-01 00:00:00',
  name: 'Ancien',
  ecotax: '0.000000',
  price: '10.000000',
  shown: '12.000000',
}

describe('pages', () => {
  const tooMuch: ShopError = { code: 'shop-failing', host, status: 500 }

  it('grow to a thousand while the shop is quick, and shrink when it is not', () => {
    const page = new PageSize()
    const sizes = Array.from({ length: 6 }, () => {
      page.answered(page.current, 100)
      return page.current
    })
    expect(sizes).toEqual([200, 400, 800, 1000, 1000, 1000])
    page.answered(1000, 12_000)
    expect(page.current).toBe(500)
    expect(page.refused(500, tooMuch)).toBe(true)
    expect(page.current).toBe(125)
    expect(page.refused(10, tooMuch)).toBe(false)
    expect(page.refused(500, { code: 'shop-key-refused', host })).toBe(false)
    // A shop under maintenance, or one that is busy, is not asked again with smaller pages.
    expect(page.refused(500, { ...tooMuch, status: 503 })).toBe(false)
    expect(page.refused(500, { code: 'shop-busy', host })).toBe(false)
  })

  it('read every id once, whatever is refused on the way', async () => {
    const ids = Array.from({ length: 950 }, (_, index) => index * 3 + 1)
    const read = await readByIds(ids, slice =>
      Promise.resolve(
        slice.length > 60
          ? fail(tooMuch)
          : {
              ok: true,
              value: { rows: [...slice], unreadable: [], lastId: 0, length: slice.length },
            },
      ),
    )
    expect(read.ok && read.value.rows.sort((a, b) => a - b)).toEqual(ids)
  })

  it('end at an error that no smaller page would avoid', async () => {
    const refused: ShopError = { code: 'shop-key-refused', host }
    expect(await readByIds([1, 2, 3], () => Promise.resolve(fail(refused)))).toEqual(fail(refused))
  })

  it('are requested as an interval, or id by id', () => {
    expect(betweenIds([3, 5, 9])).toBe('[3,9]')
    expect(theseIds([3, 5, 9])).toBe('[3|5|9]')
  })
})

it('an empty list is `[]`, whatever the resource', () => {
  expect(decodeList([], 'products', productRow, host)).toMatchObject({ ok: true })
  expect(decodeList({ orders: [] }, 'products', productRow, host)).toMatchObject({ ok: false })
})
