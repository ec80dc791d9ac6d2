import { describe, expect, it } from 'vitest'
import { browser, fetchOf, proxyOf, sameOrigin, tillPage } from '../../support/surroundings'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { tryConnection } from '@/till/catalogue/tryConnection'

const address = 'http://shop.example'
const good = { address, key: DEMO_KEYS.minimal }

describe('a connection that works', () => {
  it('tells the shop, its version, its languages and the rights of the key', async () => {
    expect(await tryConnection(sameOrigin(createDemoShop()), good)).toEqual({
      ok: true,
      value: {
        transport: 'same-origin',
        shopName: 'L’Atelier Colibri',
        version: '8.2.1',
        languages: [
          { languageId: 1, name: 'English (English)', isoCode: 'en', isActive: true },
          { languageId: 2, name: 'Français (French)', isoCode: 'fr', isActive: true },
        ],
        rights: ['categories', 'images', 'languages', 'products', 'tax_rule_groups'].map(
          resource => ({ resource, isGranted: true }),
        ),
      },
    })
  })

  it('goes through the query where the host drops the header', async () => {
    const shop = createDemoShop()
    shop.state.dropsHeader = true
    expect(await tryConnection(sameOrigin(shop), good)).toMatchObject({ ok: true })
    expect(shop.requests.at(-1)?.path).toContain('ws_key=…')
  })

  it('goes directly where the shop lets other origins read it', async () => {
    const shop = createDemoShop()
    shop.state.allowsOtherOrigins = true
    const tried = await tryConnection(browser(shop), good)
    expect(tried).toMatchObject({ ok: true, value: { transport: 'direct' } })
  })

  it('goes through the proxy where the shop does not', async () => {
    const shop = createDemoShop()
    const tried = await tryConnection(browser(shop, proxyOf(shop)), good)
    expect(tried).toMatchObject({ ok: true, value: { transport: 'proxy' } })
  })

  it('says which rights are missing', async () => {
    const shop = createDemoShop()
    const tried = await tryConnection(sameOrigin(withoutRight(shop, 'images')), good)
    expect(tried.ok && tried.value.rights.filter(right => !right.isGranted)).toEqual([
      { resource: 'images', isGranted: false },
    ])
  })
})

describe('a connection that fails says why', () => {
  const failing = async (change: (shop: ShopServer) => void, key: string = good.key) => {
    const shop = createDemoShop()
    change(shop)
    const tried = await tryConnection(sameOrigin(shop), { address, key })
    return tried.ok ? 'worked' : tried.error.code
  }

  it.each([
    ['an unknown key', 'X'.repeat(32), 'shop-key-refused'],
    ['a key cut short', 'TOOSHORT', 'shop-key-malformed'],
    ['no key', '', 'shop-key-missing'],
  ])('%s', async (_case, key, code) => {
    expect(await failing(() => undefined, key)).toBe(code)
  })

  it('the webservice switched off', async () => {
    expect(await failing(shop => (shop.state.webserviceOff = true))).toBe('shop-webservice-off')
  })

  it('a home page instead of the webservice', async () => {
    expect(await failing(shop => shop.misbehave({ kind: 'home-page' }))).toBe('shop-not-prestashop')
  })

  it('no PrestaShop at all', async () => {
    const tried = await tryConnection(sameOrigin({ handle: notFound }), good)
    expect(tried).toMatchObject({ error: { code: 'shop-not-prestashop' } })
  })

  it('a shop that is not there', async () => {
    const nobody = {
      fetch: fetchOf(host => (host === 'till.example' ? tillPage : undefined)),
      pageAddress: 'http://till.example/',
    }
    expect(await tryConnection(nobody, good)).toMatchObject({ error: { code: 'shop-unreachable' } })
  })

  it('a browser that may not read the shop, without a proxy to help', async () => {
    const tried = await tryConnection(browser(createDemoShop()), good)
    expect(tried).toMatchObject({ error: { code: 'shop-cors-blocked' } })
  })

  it('a proxy that serves another shop', async () => {
    const refusing = {
      handle: (request: Request) =>
        Promise.resolve(
          request.method === 'PUT'
            ? Response.json({ error: 'another-shop' }, { status: 403 })
            : Response.json({ comptoir: true }),
        ),
    }
    const tried = await tryConnection(browser(createDemoShop(), refusing), good)
    expect(tried).toMatchObject({ error: { code: 'shop-proxy-refused' } })
  })

  it('a shop that answers under another name, as the proxy tells it', async () => {
    const redirecting = proxyOf({
      handle: () =>
        Promise.resolve(
          Response.json(
            { error: 'redirected', host: 'www.shop.example' },
            { status: 502, headers: { 'x-comptoir-proxy': 'error' } },
          ),
        ),
    })
    const tried = await tryConnection(browser(createDemoShop(), redirecting), good)
    expect(tried).toMatchObject({
      error: { code: 'shop-redirected', otherHost: 'www.shop.example' },
    })
  })

  it('never with the key in the message', async () => {
    const shop = createDemoShop()
    shop.state.dropsHeader = true
    shop.misbehave({ kind: 'empty-500' })
    const tried = await tryConnection(sameOrigin(shop), good)
    expect(JSON.stringify(tried)).not.toContain(good.key)
  })
})

const notFound = () =>
  Promise.resolve(
    new Response('<html></html>', { status: 404, headers: { 'Content-Type': 'text/html' } }),
  )

function withoutRight(shop: ShopServer, resource: string) {
  return {
    handle: async (request: Request) => {
      const response = await shop.handle(request)
      if (!new URL(request.url).pathname.endsWith('/api/')) return response
      const root = (await response.text()).replace(
        new RegExp(`<${resource} [\\s\\S]*</${resource}>`),
        '',
      )
      return new Response(root, response)
    },
  }
}
