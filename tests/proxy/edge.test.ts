/// <reference types="vite/client" />
import { afterEach, describe, expect, it, vi } from 'vitest'
import edge from '@/proxy/edge'
import { LARGEST_ANSWER_BYTES } from '@/prestashop/answerBounds'

const settings = { COMPTOIR_SHOP: 'shop.example/boutique' }
const ask = async (path: string, init: RequestInit = {}, shop = settings) =>
  edge.fetch(new Request(`https://caisse.example${path}`, init), shop)

function shopAnswers(answer: () => Response | Promise<Response>) {
  const asked = vi.fn((_address: URL, _init: RequestInit) => Promise.resolve().then(answer))
  vi.stubGlobal('fetch', asked)
  return asked
}
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the proxy on a host of functions', () => {
  it('is found by the till, for the one shop of its settings', async () => {
    expect(await (await ask('/proxy/health')).json()).toEqual({
      comptoir: true,
      shop: 'shop.example',
      holdsKey: false,
    })
    const register = (address: string) =>
      ask('/proxy/shop', {
        method: 'PUT',
        headers: { 'X-Comptoir': '1' },
        body: JSON.stringify({ address }),
      })
    expect((await register('https://shop.example/boutique')).status).toBe(200)
    expect((await register('https://other.example')).status).toBe(403)
  })

  it('forwards the webservice with the key of the device, and nothing of the browser', async () => {
    const asked = shopAnswers(() => Response.json({ products: [] }))
    const headers = {
      Authorization: 'Basic abc',
      'X-Comptoir-Shop': 'https://shop.example/boutique',
      Cookie: 'a=1',
    }
    const answer = await ask('/proxy/api/products?display=[id]', { headers })
    expect(await answer.json()).toEqual({ products: [] })
    const [address, init] = asked.mock.calls[0] ?? []
    expect(address?.href).toBe('https://shop.example/boutique/api/products?display=[id]')
    const sent = new Headers(init?.headers)
    expect(sent.get('authorization')).toBe('Basic abc')
    expect(sent.get('cookie')).toBeNull()
    expect(init?.redirect).toBe('manual')
  })

  it.each([
    ['POST', '/proxy/api/products'],
    ['GET', '/proxy/api/employees'],
    ['GET', '/proxy/elsewhere'],
  ])('refuses %s %s', async (method, path) => {
    const asked = shopAnswers(() => Response.json({}))
    const answer = await ask(path, { method })
    expect(answer.status).toBeGreaterThanOrEqual(403)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(asked).not.toHaveBeenCalled()
  })

  it('reaches no private address', async () => {
    const asked = shopAnswers(() => Response.json({}))
    const answer = await ask('/proxy/api/products', {}, { COMPTOIR_SHOP: 'http://169.254.169.254' })
    expect(await answer.json()).toEqual({ error: 'unreachable', reason: 'private-address' })
    expect(asked).not.toHaveBeenCalled()
  })

  it('follows no redirect, and reports a shop that cannot be reached', async () => {
    shopAnswers(
      () => new Response(null, { status: 302, headers: { Location: 'https://x.example' } }),
    )
    expect(await (await ask('/proxy/api/products')).json()).toEqual({
      error: 'redirected',
      host: 'x.example',
    })
    shopAnswers(() => Promise.reject(new TypeError('fetch failed')))
    expect(await (await ask('/proxy/api/products')).json()).toEqual({
      error: 'unreachable',
      reason: 'network',
    })
  })

  it('breaks the connection of an answer that never ends', async () => {
    const part = new Uint8Array(LARGEST_ANSWER_BYTES / 4)
    const endless = () => new ReadableStream({ pull: line => line.enqueue(part) })
    const headers = { 'Content-Type': 'application/json' }
    shopAnswers(() => new Response(endless(), { headers }))
    await expect((await ask('/proxy/api/products')).arrayBuffer()).rejects.toThrow('too-large')
  })
})

describe('what runs there', () => {
  const sources = import.meta.glob<string>('../../src/**/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  })

  /** Modules of the project that a module needs at run time, and all their packages. */
  function needsOf(path: string, known = new Set<string>()): Set<string> {
    if (known.has(path)) return known
    known.add(path)
    const imports = (sources[`../../src/${path}.ts`] ?? '').matchAll(
      /^import (?!type )[^']*'([^']+)'/gm,
    )
    for (const [, target = ''] of imports) {
      if (target.startsWith('@/')) needsOf(target.slice(2), known)
      else if (target.startsWith('./')) needsOf(`proxy/${target.slice(2)}`, known)
      else known.add(target)
    }
    return known
  }

  it('needs nothing of Node', () => {
    const needs = [...needsOf('proxy/edge')]
    expect(needs).toContain('proxy/forward')
    expect(needs.filter(name => name.startsWith('node:') || name.includes('node-server'))).toEqual(
      [],
    )
    expect([...needsOf('proxy/server')].some(name => name.startsWith('node:'))).toBe(true)
  })
})
