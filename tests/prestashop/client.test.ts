import { describe, expect, it } from 'vitest'
import { fail, type ShopError } from '@/core/errors'
import { decodeList } from '@/prestashop/decode/list'
import { productRow } from '@/prestashop/decode/products'
import { makeClient } from '@/prestashop/client'
import { PageSize } from '@/prestashop/pageSize'
import { betweenIds, readByIds, theseIds } from '@/prestashop/readByIds'
import { readFirstProducts } from '@/prestashop/readProducts'
import { unreachable } from '@/prestashop/unreachable'

const host = 'shop.example'

/** A client whose shop is a function of the address asked. */
function clientOf(answer: (url: URL, headers: Headers) => Response | Promise<Response>) {
  return makeClient({
    host,
    key: 'K'.repeat(32),
    route: { transport: 'direct', apiUrl: `https://${host}/api/` },
    fetch: (input, init) => {
      const request = new Request(input, init)
      return Promise.resolve(answer(new URL(request.url), request.headers))
    },
  })
}

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

  it('sends the hash of what is held, and takes 304 for "as it was"', async () => {
    const client = clientOf((_url, headers) =>
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

  it('waits as long as Retry-After says, then goes on', { timeout: 10_000 }, async () => {
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

  it.each([
    ['fetch failed (CERT_HAS_EXPIRED)', 'shop-certificate'],
    ['fetch failed (DEPTH_ZERO_SELF_SIGNED_CERT)', 'shop-certificate'],
    ['fetch failed (ERR_TLS_CERT_ALTNAME_INVALID)', 'shop-certificate'],
    ['fetch failed (ENOTFOUND)', 'shop-unreachable'],
  ])('%s is %s', (detail, code) => expect(unreachable(host, detail).code).toBe(code))
})

describe('an old PrestaShop, without drafts nor ISBN', () => {
  it('is asked again without the fields it does not know', async () => {
    const asked: string[] = []
    const client = clientOf(url => {
      const display = url.searchParams.get('display') ?? ''
      asked.push(display)
      const errors = [{ code: 35, message: 'Unable to display this field "isbn".' }]
      return display.includes('isbn')
        ? Response.json({ errors }, { status: 500 })
        : Response.json({ products: [OLD_ROW] })
    })
    const read = await readFirstProducts(client, 1, 10)
    expect(read).toMatchObject({ ok: true, value: { rows: [{ productId: 7, isSaved: true }] } })
    expect(asked).toHaveLength(2)
    expect(asked[1]).not.toContain('state')
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
  plainnet: '10.000000',
  plaingross: '12.000000',
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

  it('end at what no smaller page would mend', async () => {
    const refused: ShopError = { code: 'shop-key-refused', host }
    expect(await readByIds([1, 2, 3], () => Promise.resolve(fail(refused)))).toEqual(fail(refused))
  })

  it('are named by their ends, or one by one', () => {
    expect(betweenIds([3, 5, 9])).toBe('[3,9]')
    expect(theseIds([3, 5, 9])).toBe('[3|5|9]')
  })
})

it('an empty list is `[]`, whatever the resource', () => {
  expect(decodeList([], 'products', productRow, host)).toMatchObject({ ok: true })
  expect(decodeList({ orders: [] }, 'products', productRow, host)).toMatchObject({ ok: false })
})
