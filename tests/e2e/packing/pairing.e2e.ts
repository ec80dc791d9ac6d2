import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { filesUnder } from '@/packing/filesUnder'
import { openModuleShop, whyNoPhp, type ModuleShop } from '../../packing/moduleShop'
import { skipPeopleAndPaper, typeSeller } from '../settings/identity'
import { axeFindings, payExact, tiles } from '../support'

const DEMO_KEY = 'COMPTOIRDEMOMINIMALKEY0000000001'
const CODE = '12345678'
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What answers in the place of the shop's module; undefined leaves a request to others. */
type Module = (
  request: IncomingMessage,
  body: string,
) => Response | undefined | Promise<Response | undefined>

const hosts: { close: () => void }[] = []
test.afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

/**
 * A shop's host: the module, the till in /boutique/caisse, and a PrestaShop in /boutique which is the
 * demo shop, reached with the key of that host alone.
 */
async function openHost(
  baseURL: string | undefined,
  { answer, key, port = 0 }: { answer: Module; key: () => string | Promise<string>; port?: number },
): Promise<string> {
  const server: Server = createServer((request, response) => {
    void respond(request, response).catch(() => response.writeHead(500).end())
  })
  async function respond(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const own = await answer(request, Buffer.concat(parts).toString())
    const given = request.headers.authorization ?? ''
    const right = given === `Basic ${btoa(`${await key()}:`)}` ? DEMO_KEY : 'X'.repeat(32)
    const address = path.startsWith('/boutique/caisse/')
      ? `${baseURL}${path.slice('/boutique/caisse'.length)}`
      : `${baseURL}/demo${(request.url ?? '').slice('/boutique'.length)}`
    const got =
      own ?? (await fetch(address, { headers: { authorization: `Basic ${btoa(`${right}:`)}` } }))
    const headers = Object.fromEntries(got.headers)
    delete headers['content-encoding']
    delete headers['content-length']
    response.writeHead(got.status, headers)
    response.end(Buffer.from(await got.arrayBuffer()))
  }
  await new Promise<void>(resolve => server.listen(port, 'localhost', resolve))
  hosts.push({
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

/** The module of a shop, as its PHP is: seals a key, and gives its half once. */
function aModule(key: string) {
  const half = randomBytes(32)
  const id = randomBytes(16)
  let tries = 0
  let isOver = false
  return {
    linkOf: (shop: string) => {
      const head = `1.${Buffer.from(shop).toString('base64url')}.${id.toString('base64url')}`
      const nonce = randomBytes(12)
      const opener = pbkdf2Sync(CODE, half, 200_000, 32, 'sha256')
      const sealing = createCipheriv('aes-256-gcm', opener, nonce).setAAD(Buffer.from(head))
      const sealed = Buffer.concat([
        nonce,
        sealing.update(key),
        sealing.final(),
        sealing.getAuthTag(),
      ])
      return `#/pair/${head}.${sealed.toString('base64url')}`
    },
    answer: (request: IncomingMessage, body: string) => {
      if (!request.url?.startsWith('/boutique/index.php?fc=module&module=comptoir'))
        return undefined
      const typed = new URLSearchParams(body)
      if (isOver || typed.get('id') !== id.toString('hex'))
        return Response.json({ error: 'over' }, { status: 403 })
      tries += 1
      if (typed.get('code') !== CODE) {
        return Response.json({ error: 'code-wrong', triesLeft: 5 - tries }, { status: 403 })
      }
      isOver = true
      return Response.json({ half: half.toString('hex') })
    },
  }
}

/** The three steps that follow, then a sale. */
async function sellOne(page: Page): Promise<void> {
  await expect(page).toHaveURL(/#\/debut\/boutique$/)
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  await skipPeopleAndPaper(page)
  await expect(tiles(page).first()).toBeVisible({ timeout: 30_000 })
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
}

test(
  'a QR code and its code connect the till, once',
  { tag: '@phone' },
  async ({ page, context, baseURL }) => {
    const key = randomBytes(16).toString('hex').toUpperCase()
    const module = aModule(key)
    const address = await openHost(baseURL, { answer: module.answer, key: () => key })
    const link = `${address}/boutique/caisse/${module.linkOf(`${address}/boutique`)}`
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))

    await page.goto(link)
    await expect(page.getByTestId('pairing-shop')).toContainText(new URL(address).host)
    await expect(page).toHaveURL(/#\/pair$/)
    expect(await axeFindings(page)).toEqual([])
    await expect(page.getByTestId('pairing-give')).toBeDisabled()
    await page.getByTestId('pairing-code').fill('8765 4321')
    await page.getByTestId('pairing-give').click()
    await expect(page.getByTestId('error-pairing-code-wrong')).toContainText('4')
    await page.getByTestId('pairing-code').fill('1234 5678')
    await page.getByTestId('pairing-give').click()
    await sellOne(page)
    expect(asked.filter(url => url.includes(key) || url.includes(CODE))).toEqual([])

    // Another tablet that scanned the same code comes too late.
    const other = await context.newPage()
    await page.close()
    await other.goto(link)
    await other.getByTestId('pairing-code').fill(CODE)
    await other.getByTestId('pairing-give').click()
    await expect(other.getByTestId('error-pairing-over')).toBeVisible()
    await expect(other.getByTestId('pairing-code')).toBeHidden()
  },
)

test('a QR code that was cut, or of a shop without the module, is said @long', async ({
  page,
  baseURL,
}) => {
  const module = aModule('K'.repeat(32))
  const address = await openHost(baseURL, { answer: () => undefined, key: () => '' })
  const link = module.linkOf(`${address}/boutique`)
  await page.goto(`${address}/boutique/caisse/${link.slice(0, 60)}`)
  await expect(page.getByTestId('error-pairing-unreadable')).toBeVisible()
  await page.getByTestId('pairing-leave').click()
  await expect(page.getByTestId('connect-shop')).toBeVisible()

  await page.goto(`${address}/boutique/caisse/${link}`)
  await page.getByTestId('pairing-code').fill(CODE)
  await page.getByTestId('pairing-give').click()
  await expect(page.getByTestId('error-pairing-absent')).toBeVisible()
})

test('a QR code opened in the demo leads to the shop’s own till @long', async ({
  page,
  baseURL,
}) => {
  const key = 'K'.repeat(32)
  const module = aModule(key)
  const address = await openHost(baseURL, { answer: module.answer, key: () => key })
  await page.addInitScript(() => {
    if (sessionStorage.getItem('began')) return
    sessionStorage.setItem('began', 'yes')
    localStorage.setItem('comptoir.space', 'demo')
  })
  await page.goto(`${address}/boutique/caisse/${module.linkOf(`${address}/boutique`)}`)
  await page.getByTestId('pairing-code').fill(CODE)
  await page.getByTestId('pairing-give').click()
  await sellOne(page)
})

test('from the module’s page to the first cash sale, with the module run by PHP', async ({
  page,
  baseURL,
}) => {
  const why = whyNoPhp()
  test.skip(why !== undefined, `The PrestaShop module is not run here: ${why}.`)
  const till = filesUnder(`${root}dist/client`)
  const shop: ModuleShop = await openModuleShop({ till })
  hosts.push(shop)
  await shop.call('/install')
  const { port } = new URL(shop.address)

  // What PHP serves for the module; the rest of its shop is the demo.
  const address = await openHost(baseURL, {
    answer: (request, body) => {
      if (request.url?.startsWith('/boutique/caisse/')) {
        const name = new URL(request.url, 'http://host').pathname.slice('/boutique/caisse/'.length)
        const bytes = readFileSync(`${shop.folder}/caisse/${name || 'index.html'}`)
        return new Response(bytes, { headers: { 'Content-Type': typeOf(name) } })
      }
      if (!request.url?.startsWith('/boutique/index.php')) return undefined
      return fetch(`http://localhost:${port}${request.url}`, {
        method: request.method ?? 'GET',
        body,
        headers: { 'Content-Type': request.headers['content-type'] ?? '' },
      })
    },
    key: async () => (await shop.rows('SELECT "key" FROM ps_webservice_account'))[0]?.key ?? '',
  })
  const { values } = await shop.press('prepare', {}, new URL(address).host)
  expect(values.pairing?.url).toContain(`${address}/boutique/caisse/#/pair/`)
  await page.goto(values.pairing?.url ?? '')
  await page.getByTestId('pairing-code').fill(values.pairing?.code ?? '')
  await page.getByTestId('pairing-give').click()
  await sellOne(page)
})

const typeOf = (name: string) =>
  name === '' || name.endsWith('.html')
    ? 'text/html'
    : name.endsWith('.js')
      ? 'text/javascript'
      : name.endsWith('.css')
        ? 'text/css'
        : 'application/octet-stream'
