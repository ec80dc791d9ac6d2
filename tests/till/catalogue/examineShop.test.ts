import { afterEach, describe, expect, it, vi } from 'vitest'
import { browser, fetchOf, proxyOf, sameOrigin } from '../../support/surroundings'
import type { ShopError } from '@/core/errors'
import { isBlocked, type Finding, type FindingCode } from '@/core/catalogue/connectionFindings'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { createMessages } from '../../messages/everyLanguage'
import { checkUpText, findingSentences } from '@/messages/findingSentences'
import type { Translate } from '@/messages/useMessages'
import type { Surroundings } from '@/prestashop/route'
import { examineShop } from '@/till/catalogue/examineShop'

interface Wish {
  surroundings?: (shop: ShopServer) => Surroundings
  /** Changes the shop before the examination. */
  spoil?: (shop: ShopServer) => void
  /** Changes answers between the shop and the till. */
  answer?: (response: Response, request: Request) => Response | Promise<Response>
  address?: string
  key?: string
  languages?: string[]
  now?: () => number
}

async function examine(wish: Wish = {}): Promise<Finding[]> {
  const demo = createDemoShop()
  wish.spoil?.(demo)
  const { answer } = wish
  const shop = answer
    ? { ...demo, handle: async (asked: Request) => answer(await demo.handle(asked), asked) }
    : demo
  const { address = 'http://shop.example', key = DEMO_KEYS.minimal } = wish
  const surroundings = (wish.surroundings ?? (one => sameOrigin(one, new URL(address).origin)))(
    shop,
  )
  return examineShop(
    surroundings,
    { address, key },
    wish.languages ?? ['fr'],
    wish.now ?? (() => Date.now()),
  )
}

const terminal = (shop: ShopServer): Surroundings => ({
  fetch: fetchOf(() => shop),
  pageAddress: null,
})
const throughProxy = (shop: ShopServer) => browser(shop, proxyOf(shop))

/** Changes the webservice's root, which lists the key's rights. */
function withRoot(change: (root: string) => string): Pick<Wish, 'answer'> {
  return {
    answer: async (response, request) =>
      new URL(request.url).pathname.endsWith('/api/')
        ? new Response(change(await response.text()), response)
        : response,
  }
}

function withoutHeader(name: string): Pick<Wish, 'answer'> {
  return {
    answer: response => {
      const headers = new Headers(response.headers)
      headers.delete(name)
      return new Response(response.body, { status: response.status, headers })
    },
  }
}

/** A clock that advances six seconds at each look. */
function slowClock() {
  let now = Date.now()
  return () => (now += 6_000)
}

afterEach(() => {
  vi.useRealTimers()
})

it('finds nothing that blocks in a shop as it should be', async () => {
  const findings = await examine({ address: 'https://shop.example' })
  expect(isBlocked(findings)).toBe(false)
  expect(findings.map(({ code }) => code)).toEqual([
    'shop-answers',
    'by-same-origin',
    'rights-complete',
    'version-known',
    'clock-right',
    'languages-known',
    'page-quick',
    'picture-kind',
  ])
})

/** A shop for every finding: a finding without one does not compile. */
const FINDINGS: Record<FindingCode, Wish & { level: Finding['level'] }> = {
  'shop-answers': { level: 'good' },
  'address-plain': { level: 'advice' },
  'key-in-query': { level: 'advice', spoil: shop => (shop.state.dropsHeader = true) },
  'by-same-origin': { level: 'good' },
  'by-direct': { level: 'good', surroundings: terminal },
  'by-proxy': { level: 'good', surroundings: throughProxy },
  'right-missing': {
    level: 'blocking',
    ...withRoot(root => root.replace(/<images [\s\S]*<\/images>/, '')),
  },
  'rights-complete': { level: 'good' },
  'rights-too-many': {
    level: 'advice',
    ...withRoot(root => root.replaceAll('put="false"', 'put="true"')),
  },
  'stock-writable': { level: 'good', key: DEMO_KEYS.stock },
  'rights-wider': { level: 'good', key: DEMO_KEYS.full },
  'version-unseen': { level: 'good', ...withoutHeader('psws-version') },
  'version-known': { level: 'good' },
  'version-old': { level: 'advice', spoil: shop => (shop.data.version = '1.5.6.2') },
  'languages-known': { level: 'good' },
  'language-absent': { level: 'advice', languages: ['de'] },
  'clock-right': { level: 'good' },
  'clock-apart': { level: 'advice', now: () => Date.now() - 7_200_000 },
  'page-quick': { level: 'good' },
  'page-slow': { level: 'advice', now: slowClock() },
  'host-notices': { level: 'advice', spoil: shop => shop.misbehave({ kind: 'php-notices' }) },
  'picture-kind': { level: 'good' },
  'picture-kind-absent': {
    level: 'advice',
    spoil: shop => (shop.data.pictureKinds.products = []),
  },
}

describe('every finding comes from a shop, and is explained in both languages with its remedy', () => {
  it.each(Object.entries(FINDINGS))('%s', async (code, { level, ...wish }) => {
    const finding = (await examine(wish)).find(one => one.code === code)
    expect(finding).toMatchObject({ level, code })
    if (finding) expectSentences(finding)
  })

  it.each(['categories', 'images', 'languages', 'products', 'tax_rule_groups'])(
    'names the right on %s where the key lacks it',
    async resource => {
      const without = new RegExp(`<${resource} [\\s\\S]*?</${resource}>`)
      const findings = await examine(withRoot(root => root.replace(without, '')))
      expect(findings.filter(one => one.level === 'blocking')).toEqual([
        { level: 'blocking', code: 'right-missing', values: { resource } },
      ])
    },
  )
})

/** Errors that a diagnosis may meet: the others concern an address, a QR code, a disk or a sync. */
type Bar = Exclude<
  ShopError['code'],
  | 'shop-address-unusable'
  | 'shop-rights-missing'
  | 'shop-catalogue-empty'
  | `pairing-${string}`
  | 'catalogue-not-written'
  | 'sync-cancelled'
  | 'sync-elsewhere'
>

const nobody = (): Surroundings => ({ fetch: fetchOf(() => undefined), pageAddress: null })
const refusing = (reason: string) => () => {
  const error = { error: 'unreachable', reason }
  const headers = { 'x-comptoir-proxy': 'error' }
  return browser(
    createDemoShop(),
    proxyOf({ handle: () => Promise.resolve(Response.json(error, { status: 502, headers })) }),
  )
}

const refusingProxy = (error: string) => ({
  handle: ({ method }: Request) =>
    Promise.resolve(
      method === 'PUT'
        ? Response.json({ error }, { status: 403 })
        : Response.json({ comptoir: true }),
    ),
})

/** A shop for every blocking error: an error without one does not compile. */
const BARS: Record<Bar, Wish> = {
  'shop-unreachable': { surroundings: nobody },
  'shop-certificate': { surroundings: refusing('CERT_HAS_EXPIRED') },
  'shop-timeout': { spoil: shop => shop.misbehave({ kind: 'slow', delayMs: 120_000 }) },
  'shop-redirected': { spoil: shop => (shop.state.onlyHost = 'www.shop.example') },
  'shop-not-prestashop': { spoil: shop => shop.misbehave({ kind: 'home-page' }) },
  'shop-cors-blocked': { surroundings: shop => browser(shop) },
  'shop-proxy-refused': { surroundings: shop => browser(shop, refusingProxy('another-shop')) },
  'proxy-code-needed': { surroundings: shop => browser(shop, refusingProxy('code-needed')) },
  'proxy-code-wrong': { surroundings: shop => browser(shop, refusingProxy('code-wrong')) },
  'shop-webservice-off': { spoil: shop => (shop.state.webserviceOff = true) },
  'shop-key-missing': { key: '' },
  'shop-key-malformed': { key: 'short' },
  'shop-key-refused': { key: 'X'.repeat(32) },
  'shop-key-not-seen': {
    answer: () =>
      new Response('401 Unauthorized', { status: 401, headers: { 'Content-Type': 'text/html' } }),
  },
  'shop-failing': { spoil: shop => shop.misbehave({ kind: 'empty-500' }) },
  'shop-firewall': {
    spoil: shop => shop.misbehave({ kind: 'firewall', firewall: 'ModSecurity' }),
  },
  'shop-busy': {
    answer: () => new Response(null, { status: 429, headers: { 'Retry-After': '3600' } }),
  },
  'shop-answer-too-large': {
    answer: (response, { url }) =>
      url.includes('/languages') ? new Response(' '.repeat(33 * 1024 * 1024)) : response,
  },
  'shop-answer-unreadable': {
    answer: (response, { url }) =>
      url.includes('/languages') ? new Response('{"languages":[') : response,
  },
}

describe('a blocking error ends the diagnosis, and is named', () => {
  it.each(Object.entries(BARS))('%s', async (code, wish) => {
    if (code === 'shop-timeout') vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const examined = examine(wish)
    if (code === 'shop-timeout') await vi.advanceTimersByTimeAsync(61_000)
    const findings = await examined
    const last = findings.at(-1)
    expect(last).toMatchObject({ level: 'blocking', code: 'error', error: { code } })
    expect(isBlocked(findings)).toBe(true)
    if (last) expectSentences(last)
  })

  it('in the middle, too: a page of articles that fails', async () => {
    const findings = await examine({
      spoil: shop => shop.misbehave({ kind: 'empty-500', matching: 'products?' }),
    })
    expect(findings.at(-1)).toMatchObject({ code: 'error', error: { code: 'shop-failing' } })
    expect(findings.map(({ code }) => code)).toContain('languages-known')
  })
})

it.each(['fr', 'en'] as const)('gives the agency a text without the key, in %s', async locale => {
  const text = checkUpText(await examine(), DEMO_KEYS.minimal, translate(locale), locale)
  expect(text).not.toContain(DEMO_KEYS.minimal)
  expect(text).not.toMatch(/finding\.|doctor\./)
  expect(text.split('\n').length).toBeGreaterThan(8)
})

function translate(locale: 'fr' | 'en'): Translate {
  const i18n = createMessages(locale)
  return (name, values = {}) => i18n.global.t(name, values)
}

/** Whole sentences with their values filled in; a remedy for everything that is not good. */
function expectSentences(finding: Finding): void {
  for (const locale of ['fr', 'en'] as const) {
    const { what, todo } = findingSentences(finding, translate(locale), locale)
    expect(what).toMatch(/^[^{}]{10,}\.$/)
    expect(what).not.toContain('undefined')
    if (finding.level !== 'good') expect(todo).toMatch(/^[^{}]{15,}\.$/)
  }
}
