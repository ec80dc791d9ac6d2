import { describe, expect, it } from 'vitest'
import { RECORDED_KEYS, RECORDED_VERSIONS, recordedShop } from '../../support/recordedShop'
import { aTillInTime, contents, synced } from '../../support/syncing'
import { isLocalText } from '@/demo/webservice/shopData'
import { makeClient } from '@/prestashop/client'
import { readRecord } from '@/storage/catalogue/heldShop'

/** Oddities of real PrestaShop servers that the sync must handle. */
describe.each(RECORDED_VERSIONS)('traps of %s', version => {
  const key = RECORDED_KEYS.minimal

  it('a key whose header the host drops is sent in the address, and at once the next time', async () => {
    const shop = recordedShop(version)
    shop.state.dropsHeader = true
    const context = aTillInTime()
    expect((await synced(context, shop, { key })).outcome).toBe('applied')
    expect((await readRecord(context.catalogueDb, 'state'))?.keyPlace).toBe('query')
    shop.requests.splice(0)
    await synced(context, shop, { key })
    expect(shop.requests.every(request => request.status !== 401)).toBe(true)
    expect(shop.requests.every(({ path }) => !path.includes(key))).toBe(true)
  })

  it('a shop with one active language gives plain names, unasked', async () => {
    const shop = recordedShop(version)
    for (const row of shop.data.tables.languages ?? []) {
      if (row.id === 1) row.fields.active = '0'
    }
    const context = aTillInTime()
    await synced(context, shop, { key, languages: ['en'] })
    const { articles } = await contents(context)
    expect(articles.find(one => one.articleId === 'ps-20')?.name).toBe('Bouilloire électrique')
  })

  it('a product without its name in the language asked is found by its reference', async () => {
    const shop = recordedShop(version)
    const row = shop.data.tables.products?.find(one => one.id === 20)
    const names = row?.fields.name
    if (row && isLocalText(names)) {
      row.fields.name = names.map(one => (String(one.id) === '2' ? { ...one, value: null } : one))
    }
    const context = aTillInTime()
    await synced(context, shop, { key })
    const { articles } = await contents(context)
    const named = articles.find(one => one.articleId === 'ps-20')
    expect(named?.name).not.toBe('')
    expect(named?.priceCents).toBe(2999)
  })

  it('requests lists with their fields, in upper case, sorted, and never one record', async () => {
    const shop = recordedShop(version)
    const context = aTillInTime()
    await synced(context, shop, { key: RECORDED_KEYS.full })
    context.minute += 90
    await synced(context, shop, { key: RECORDED_KEYS.full })
    const lists = shop.requests.filter(({ path }) => path !== '/api/')
    expect(lists.length).toBeGreaterThan(10)
    for (const { path } of lists) {
      expect(path).toContain('output_format=JSON')
      expect(path).toContain('sort=[id_ASC]')
      expect(path).not.toMatch(/\/api\/\w+\/\d/)
      // Without a display the shop would leave out every false field of a record.
      if (!path.startsWith('/api/products?')) expect(path).toContain('display=[')
      expect(path).not.toContain('display=full')
    }
  })

  it('requests dates strictly after the last one, with date=1, on the shop’s own clock', async () => {
    const shop = recordedShop(version)
    const context = aTillInTime()
    await synced(context, shop, { key })
    const newest = (await readRecord(context.catalogueDb, 'state'))?.newestShopTime ?? ''
    shop.requests.splice(0)
    await synced(context, shop, { key, trigger: 'automatic' })
    const dated = shop.requests.find(({ path }) => path.includes('date_upd]'))
    const since = /filter\[date_upd\]=>\[([^\]]+)\]/.exec(dated?.path ?? '')?.[1] ?? ''
    expect(dated?.path).toContain('date=1')
    expect(Date.parse(newest) - Date.parse(since)).toBe(2 * 3_600_000)
  })
})

it('good data under status 500, caused by a PHP warning, is accepted', async () => {
  // language-row-missing-json, verbatim but for the path of the server in the warning.
  const body =
    '{"products":[{"id":20,"name":[{"id":"1","value":null},{"id":"2","value":"Bouilloire électrique"}]}],' +
    '"errors":[{"code":3,"message":"[PHP Warning #2] Undefined array key 1 (WebserviceOutputJSON.php, line 98)"}]}'
  const client = makeClient({
    host: 'shop.example',
    key: 'K'.repeat(32),
    route: { transport: 'direct', apiUrl: 'https://shop.example/api/' },
    fetch: () => Promise.resolve(new Response(body, { status: 500 })),
  })
  expect(await client.getJson('products')).toMatchObject({
    ok: true,
    value: { products: [{ id: 20 }] },
  })
})
