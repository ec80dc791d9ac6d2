import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import {
  createServer,
  get,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test, type Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { findApache, serveWithApache, unpack } from '../apache.mjs'
import { typeSeller } from './settings/identity'
import { openDemo, payExact, readyOffline, tiles } from './support'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

const KEY = 'COMPTOIRDEMOMINIMALKEY0000000001'
const root = fileURLToPath(new URL('../../', import.meta.url))
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }

/** A shop's host: PrestaShop in /boutique, and the unpacked till in /boutique/caisse. */
async function openHost(files: Record<string, Uint8Array>, demo: string): Promise<Server> {
  const rules = strFromU8(files['caisse/.htaccess'] ?? new Uint8Array())
  const headers = [...rules.matchAll(/^ {2}Header set (\S+) "(.*)"$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://host')
    if (pathname.startsWith('/boutique/caisse/')) return send(pathname, response)
    if (!pathname.startsWith('/boutique/')) return response.writeHead(404).end()
    return void pass(`${demo}${pathname.slice('/boutique'.length)}${search}`)

    async function pass(address: string) {
      const given = request.headers.authorization
      const answer = await fetch(address, { headers: given ? { authorization: given } : {} })
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      response.end(Buffer.from(await answer.arrayBuffer()))
    }
  })
  function send(pathname: string, response: ServerResponse) {
    const name = pathname.slice('/boutique/'.length).replace(/\/$/, '/index.html')
    const bytes = files[name]
    if (!bytes) return response.writeHead(404).end()
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    response.writeHead(200, { ...Object.fromEntries(headers), 'Content-Type': type })
    return response.end(bytes)
  }
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  return server
}

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
}

test('unpacked in a folder of the shop’s host, it syncs and sells offline', async ({
  page,
  context,
  baseURL,
}) => {
  execFileSync(process.execPath, ['dist/server/pack.js', root, version], { cwd: root })
  const files = unzipSync(readFileSync(`${root}dist/comptoir-${version}.zip`))
  const host = await openHost(files, `${baseURL}/demo`)
  const { port } = host.address() as AddressInfo
  const refusals: string[] = []
  page.on('console', message => {
    if (message.text().includes('Content Security Policy')) refusals.push(message.text())
  })
  try {
    await page.goto(`http://localhost:${port}/boutique/caisse/`)
    await expect(page.getByTestId('try-demo')).toBeHidden()
    await page.getByTestId('connect-shop').click()
    await expect(page.getByTestId('connect-address')).toHaveValue(
      `http://localhost:${port}/boutique`,
    )
    await page.getByTestId('connect-key').fill(KEY)
    await page.getByTestId('connect-test').click()
    await expect(page.getByTestId('connect-report')).toContainText('Même adresse que la caisse')
    await page.getByTestId('connect-save').click()
    await page.getByTestId('connect-setup').click()
    await typeSeller(page)
    await page.getByTestId('seller-save').click()
    await page.getByTestId('nav-articles').click()
    await expect(page.getByTestId('articles-count')).toHaveText('68')
    await readyOffline(page)

    await context.setOffline(true)
    await page.reload()
    await page.getByTestId('nav-sell').click()
    await tiles(page).first().click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
    expect(refusals).toEqual([])
  } finally {
    host.close()
    host.closeAllConnections()
  }
})

test('no text becomes markup or a script, in Chromium', async ({ page }) => {
  await openDemo(page)
  const outcomes = await page.evaluate(async () => {
    const element = (name: 'div' | 'iframe' | 'script') => document.createElement(name) as never
    const sinks: Record<string, () => unknown> = {
      markup: () => ((element('div') as HTMLElement).innerHTML = '<img src=x>'),
      'markup beside': () => document.body.insertAdjacentHTML('beforeend', '<p>'),
      'a page in a frame': () => ((element('iframe') as HTMLIFrameElement).srcdoc = '<p>'),
      'a parsed document': () => new DOMParser().parseFromString('<p>', 'text/html'),
      'another script': () => ((element('script') as HTMLScriptElement).src = '/modules/a.js'),
      'a script of data': () => ((element('script') as HTMLScriptElement).src = 'data:,1'),
      'another host': () => ((element('script') as HTMLScriptElement).src = '//evil.example/a.js'),
      'text of a script': () => ((element('script') as HTMLScriptElement).text = '1'),
      'another worker': () => new Worker('/modules/a.js'),
      'a picture as a worker': () => new Worker('pictures/shop/1'),
      'another service worker': () => navigator.serviceWorker.register('/modules/sw.js'),
    }
    const found: Record<string, string> = {}
    for (const [name, sink] of Object.entries(sinks)) {
      found[name] = await Promise.resolve()
        .then(sink)
        .then(() => 'ran')
        .catch((error: unknown) => (error as Error).name)
    }
    return found
  })
  for (const [name, outcome] of Object.entries(outcomes)) expect(outcome, name).toBe('TypeError')
})

test.describe('files on the device', () => {
  const poison = (page: Page) =>
    page.evaluate(async () => {
      const name = (await caches.keys()).find(key => key.includes('precache')) ?? ''
      const cache = await caches.open(name)
      const keys = await cache.keys()
      for (const key of keys) {
        if (!/\.(?:js|html)\?/.test(key.url)) continue
        const type = key.url.includes('.html') ? 'text/html' : 'text/javascript'
        const text = type === 'text/html' ? '<title>evil</title>' : 'document.title = "evil"'
        await cache.put(key, new Response(text, { headers: { 'Content-Type': type } }))
      }
      return keys.length
    })

  test('that were changed are never used: fetched again, and told', async ({ page, context }) => {
    await openDemo(page)
    await readyOffline(page)
    expect(await poison(page)).toBeGreaterThan(5)
    await page.reload()
    await expect(tiles(page).first()).toBeVisible()
    expect(await page.title()).not.toBe('evil')
    await expect(page.getByText('avaient été changés sur cet appareil')).toBeVisible()
    // Mended for good: the till opens without a network, and nothing is told again.
    await context.setOffline(true)
    await page.reload()
    await expect(tiles(page).first()).toBeVisible()
    await expect(page.getByText('avaient été changés sur cet appareil')).toBeHidden()
  })

  test('are served with the page’s own policy, whatever the host sends', async ({ page }) => {
    await openDemo(page)
    const policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
    await expect(policy).toHaveAttribute('content', /require-trusted-types-for 'script'/)
    await expect(policy).toHaveAttribute('content', /script-src 'self' 'wasm-unsafe-eval'/)
  })
})

test.describe('under Apache, beside its own compression', () => {
  for (const compresses of [true, false]) {
    const long = compresses ? '' : ' @long'
    test(`sends what the build compressed, once: compressing itself ${compresses}${long}`, async ({
      page,
    }) => {
      test.skip(!(await findApache()), 'Apache is not installed')
      execFileSync(process.execPath, ['dist/server/pack.js', root, version], { cwd: root })
      const folder = unpack(`${root}dist/comptoir-${version}.zip`)
      const port = Number(process.env.COMPTOIR_E2E_PORT ?? 4273) + (compresses ? 100 : 101)
      const apache = await serveWithApache(folder, port, { compresses })
      try {
        const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        const files = ['', ...names.filter(name => names.includes(`${name}.br`))]
        expect(files.length).toBeGreaterThan(20)
        for (const name of files) await expectEachEncoding(apache.address, folder, name)
        // Refused, or compressed already: as it is.
        const icon = await ask(`${apache.address}icons/icon-192.png`, 'br, gzip')
        expect(icon.headers['content-encoding']).toBeUndefined()
        expect(icon.headers.vary).toBeUndefined()
        expect((await ask(`${apache.address}gone.js`, 'br')).status).toBe(404)

        await page.goto(apache.address)
        await expect(page.getByTestId('connect-shop')).toBeVisible()
      } finally {
        apache.stop()
      }
    })
  }
})

/** Asks for a file in each encoding, and checks that what comes is the file, as it says. */
async function expectEachEncoding(address: string, folder: string, name: string): Promise<void> {
  const file = name || 'index.html'
  const bytes = readFileSync(`${folder}/${file}`)
  const tags = new Set<string | undefined>()
  for (const [accepted, encoding] of ACCEPTED) {
    const answer = await ask(address + name, accepted)
    const said = `${file}, to whoever accepts "${accepted}"`
    expect(answer.status, said).toBe(200)
    expect(answer.headers['content-encoding'], said).toBe(encoding || undefined)
    expect(answer.headers['content-type']?.split(';')[0], said).toBe(
      TYPES[file.split('.').at(-1) ?? '']?.split(';')[0],
    )
    expect(answer.headers.vary, said).toBe('Accept-Encoding')
    if (encoding === 'br') {
      expect(answer.bytes.equals(readFileSync(`${folder}/${file}.br`)), said).toBe(true)
      expect(brotliDecompressSync(answer.bytes).equals(bytes), said).toBe(true)
    } else if (encoding === 'gzip') expect(gunzipSync(answer.bytes).equals(bytes), said).toBe(true)
    else expect(answer.bytes.equals(bytes), said).toBe(true)
    // Weak for a file of this very second: Apache then trusts its date less.
    tags.add(answer.headers.etag?.replace('W/', ''))
  }
  expect(tags.size, `${file} has an ETag for each encoding`).toBe(3)
}

const ACCEPTED = [
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.9,gzip;q=0.5', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['identity', ''],
] as const

/** What a server sends, byte for byte. */
function ask(address: string, accepted: string) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }>(
    (resolve, reject) => {
      const asked = get(address, { headers: { 'Accept-Encoding': accepted } }, answer => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            bytes: Buffer.concat(chunks),
          }),
        )
      })
      asked.on('error', reject)
    },
  )
}
