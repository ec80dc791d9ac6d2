import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { expect, test, type Page } from '@playwright/test'
import { openDemo, readyOffline, tiles } from '../support'

type Files = Map<string, Buffer>

const client = fileURLToPath(new URL('../../../dist/client/', import.meta.url))
/** What is uploaded; the compressed files are for the till's own server alone. */
const builtFiles = (): Files =>
  new Map(
    readdirSync(client, { recursive: true, withFileTypes: true })
      // A host sends one compressed form, here the smaller.
      .filter(entry => entry.isFile() && !entry.name.endsWith('.gz'))
      .map(entry => {
        const path = `${entry.parentPath}/${entry.name}`.replaceAll(/\/+/g, '/')
        return [path.slice(client.length), readFileSync(path)]
      }),
  )

/** The same till as another build would make it: every name with a hash is another. */
function nextVersion(files: Files): Files {
  const hashed = /\b([\w-]+-[\w-]{8})\.(js|css|woff2|wasm)\b/g
  const names = new Set([...files.keys()].map(path => path.replace('assets/', '')))
  const rename = (text: string) =>
    text.replaceAll(hashed, name => (names.has(name) ? name.replace('.', '.v2.') : name))
  const next: Files = new Map(
    [...files].map(([path, bytes]) => [
      rename(path),
      /\.(js|css|html)$/.test(path) ? Buffer.from(rename(bytes.toString())) : bytes,
    ]),
  )
  const page = next.get('index.html')?.toString().replace('<head>', '<head><meta name="v2">')
  next.set('index.html', Buffer.from(page ?? ''))
  const worker = next
    .get('sw.js')
    ?.toString()
    .replaceAll(/"revision":"\w+","url":"([^"]+)","integrity":"[^"]+"/g, (_entry, url: string) => {
      const bytes = next.get(url)
      if (!bytes) throw new Error(`${url} is not there`)
      const revision = createHash('md5').update(bytes).digest('hex')
      const integrity = `sha256-${createHash('sha256').update(bytes).digest('base64')}`
      return JSON.stringify({ revision, url, integrity }).slice(1, -1)
    })
  next.set('sw.js', Buffer.from(worker ?? ''))
  for (const path of [...next.keys()].filter(name => name.endsWith('.br'))) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 1 }
    next.set(path, brotliCompressSync(next.get(path.slice(0, -3))!, { params }))
  }
  return next
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
}

/** A host as careless as can be: errors may be cached for a year, or are pages with status 200. */
async function openHost(files: Files, missing: 'cached 404' | 'page'): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const name = pathname.slice(1) || 'index.html'
    // As Apache does in the folder: the compressed file, where it is there.
    const compressed = files.get(`${name}.br`)
    const bytes = compressed ?? files.get(name)
    const isHashed = name.startsWith('assets/')
    const caching = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache'
    if (bytes) {
      const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
      response.setHeader('Content-Type', type).setHeader('Cache-Control', caching)
      if (compressed) response.setHeader('Content-Encoding', 'br')
      response.writeHead(200).end(bytes)
    } else if (missing === 'page') {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Cache-Control': caching })
      response.end('<!doctype html><title>Ma boutique</title>')
    } else response.writeHead(404, { 'Cache-Control': caching }).end('Not found')
  })
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  return server
}

/** The same numbers each time, between 0 and 1. */
function chance(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}

const shuffled = (names: string[], next: () => number) =>
  names
    .map(name => [next(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name)

/** Looks for an update and waits for its installation to end; says what waits then. */
const look = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    // A service worker that is cut is no script: the browser refuses it here.
    await registration?.update().catch(() => undefined)
    for (let tries = 0; registration?.installing && tries < 300; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    return registration?.waiting !== null
  })

const isV2 = (page: Page) => page.evaluate(() => document.querySelector('[name=v2]') !== null)

test.describe('an update whose files arrive one by one', () => {
  test.use({ serviceWorkers: 'allow' })

  const orders: [name: string, sort: (names: string[]) => string[], gone: boolean][] = [
    ['the page and the service worker first @long', n => first(n, ['index.html', 'sw.js']), false],
    ['the service worker first, the old files gone @long', n => first(n, ['sw.js']), true],
    ['the page last', n => first(n, ['index.html']).toReversed(), false],
    ['by chance @long', n => shuffled(n, chance(7)), false],
    ['by chance, the old files gone @long', n => shuffled(n, chance(11)), true],
  ]
  const first = (names: string[], which: string[]) => [
    ...which,
    ...names.filter(name => !which.includes(name)),
  ]

  for (const [place, [name, sort, isGone]] of orders.entries()) {
    test(`is whole or not at all: ${name}`, async ({ page, context }) => {
      test.setTimeout(180_000)
      const old = builtFiles()
      const next = nextVersion(old)
      const files: Files = new Map(old)
      const host = await openHost(files, place % 2 === 0 ? 'cached 404' : 'page')
      const opens = async () => {
        await page.reload()
        await expect(page.getByTestId('connect-shop')).toBeVisible()
      }
      try {
        const { port } = host.address() as AddressInfo
        await page.goto(`http://localhost:${port}/`)
        await readyOffline(page)
        // The code reader comes when a camera first needs it.
        for (const [path, bytes] of next) if (/\.wasm(?:\.br)?$/.test(path)) files.set(path, bytes)
        const changed = [...next.keys()].filter(
          path => !path.endsWith('.br') && !files.get(path)?.equals(next.get(path)!),
        )
        /** A file and its compressed form, as far as they have come. */
        const put = (path: string, part: (bytes: Buffer) => Buffer) => {
          for (const name of [path, `${path}.br`]) {
            const bytes = next.get(name)
            if (bytes) files.set(name, part(bytes))
          }
        }
        const order = sort(changed)
        if (isGone) for (const path of old.keys()) if (!next.has(path)) files.delete(path)

        // A look after the first files, after the last but one, and now and then.
        const looks = new Set([0, 1, 2, Math.floor(order.length / 2), order.length - 1])
        for (const [at, path] of order.entries()) {
          put(path, bytes => bytes.subarray(0, Math.floor(bytes.length / 2)))
          if (looks.has(at)) {
            expect(await look(page), `${path} is half there`).toBe(false)
            await opens()
            expect(await isV2(page)).toBe(false)
          }
          put(path, bytes => bytes)
          if (looks.has(at) && at < order.length - 1) {
            expect(await look(page), `${path} is there, others are not`).toBe(false)
          }
        }
        expect(await look(page)).toBe(true)
        await page.getByTestId('update-apply').click({ timeout: 20_000 })
        await expect.poll(() => isV2(page).catch(() => false), { timeout: 20_000 }).toBe(true)
        await expect(page.getByTestId('connect-shop')).toBeVisible()
        await context.setOffline(true)
        await opens()
        expect(await isV2(page)).toBe(true)
      } finally {
        host.close()
        host.closeAllConnections()
      }
    })
  }

  test('a service worker that was still empty is not offered @long', async ({ page }) => {
    const files = builtFiles()
    const next = nextVersion(files)
    const host = await openHost(files, 'cached 404')
    try {
      const { port } = host.address() as AddressInfo
      await page.goto(`http://localhost:${port}/`)
      await readyOffline(page)
      files.set('sw.js', Buffer.from(''))
      files.delete('sw.js.br')
      expect(await look(page)).toBe(true)
      await page.waitForTimeout(3_000)
      await expect(page.getByTestId('update-apply')).toHaveCount(0)
      for (const [path, bytes] of next) files.set(path, bytes)
      // It looks again by itself, as the first one never answers.
      await expect(page.getByTestId('update-apply')).toBeEnabled({ timeout: 60_000 })
      await page.getByTestId('update-apply').click()
      await expect.poll(() => isV2(page).catch(() => false), { timeout: 20_000 }).toBe(true)
    } finally {
      host.close()
      host.closeAllConnections()
    }
  })
})

test.describe('a page of the old version, without a service worker', () => {
  test('says that a part of it is gone, and reloads between two sales', async ({ page }) => {
    await openDemo(page)
    await tiles(page).first().click()
    await page.route('**/assets/SalesScreen-*.js', route => route.fulfill({ status: 404 }))
    await page.getByTestId('nav-sales').click()
    const button = page.getByTestId('update-apply')
    await expect(button).toHaveText('Recharger')
    await expect(page.getByRole('status').filter({ has: button })).toContainText('remplacée')
    await expect(page.getByTestId('unexpected')).toHaveCount(0)
    // Not in the middle of a ticket.
    await expect(button).toBeDisabled()
    await page.getByTestId('ticket-clear').click()
    await expect(button).toBeEnabled()
    await page.unroute('**/assets/SalesScreen-*.js')
    const loaded = page.waitForEvent('load')
    await button.click()
    await loaded
    await page.getByTestId('nav-sales').click()
    await expect(page).toHaveURL(/#\/sales/)
  })

  test('does not offer to reload without a network', async ({ page, context }) => {
    await openDemo(page)
    await context.setOffline(true)
    await page.getByTestId('nav-sales').click()
    await expect(page.getByTestId('error-part-not-here')).toContainText('Ne rechargez pas')
    await expect(page.getByTestId('update-apply')).toHaveCount(0)
    await tiles(page).first().click()
  })
})
