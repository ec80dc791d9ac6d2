import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { axeFindings } from './support'

const KEY = 'COMPTOIRDEMOMINIMALKEY0000000001'
const root = fileURLToPath(new URL('../../', import.meta.url))

async function openConnection(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByTestId('connect-shop').click()
}

/** The server of this run, which also serves the demo shop. */
const hostOf = (baseURL: string | undefined) => new URL(baseURL ?? '').host

async function tryShop(page: Page, address: string, key = KEY): Promise<void> {
  await page.getByTestId('connect-address').fill(address)
  await page.getByTestId('connect-key').fill(key)
  await page.getByTestId('connect-test').click()
}

test(
  'a shop by its domain and key: tried, kept, synced',
  { tag: '@phone' },
  async ({ page, baseURL }) => {
    const host = hostOf(baseURL)
    await openConnection(page)
    await tryShop(page, `  ${host}/demo/api/ `)
    const report = page.getByTestId('connect-report')
    await expect(report).toContainText('L’Atelier Colibri')
    await expect(report).toContainText('8.2.1')
    await expect(report).toContainText('Même adresse que la caisse')
    await page.getByTestId('connect-save').click()
    await expect(page.getByTestId('connect-saved')).toBeVisible()
    await expect(page.getByTestId('connect-address')).toHaveValue(`http://${host}/demo`)

    await page.reload()
    await expect(page.getByTestId('connect-key')).toHaveValue(KEY)
    await page.getByTestId('nav-articles').click()
    await page.getByTestId('sync-start').click()
    await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByTestId('articles-count')).toHaveText('68')
  },
)

/** A till's server of its own, whose terminal can be read. */
async function openServer(port: number): Promise<{ code: string; close: () => void }> {
  const server = spawn(process.execPath, ['dist/server/server.js'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      COMPTOIR_STATE: mkdtempSync(join(tmpdir(), 'comptoir-e2e-')),
      COMPTOIR_ALLOW_PRIVATE: '1',
    },
  })
  const code = await new Promise<string>(resolve => {
    let said = ''
    server.stdout.on('data', (part: Buffer) => {
      said += part.toString()
      const [, shown] = /(\d{4}-\d{4}-\d{4})[\s\S]*localhost/.exec(said) ?? []
      if (shown) resolve(shown)
    })
  })
  return { code, close: () => server.kill() }
}

test(
  'a shop of another origin goes through the till’s proxy, with the code of its terminal',
  { tag: '@phone' },
  async ({ page, baseURL }, { project }) => {
    const port = Number(new URL(baseURL ?? '').port) + (project.name === 'phone' ? 2_001 : 2_000)
    const server = await openServer(port)
    try {
      await page.goto(`http://localhost:${port}/`)
      await page.getByTestId('connect-shop').click()
      await tryShop(page, `http://127.0.0.1:${port}/demo`)
      await expect(page.getByTestId('error-proxy-code-needed')).toBeVisible()
      await page.getByTestId('proxy-code-typed').fill('0000-0000-0000')
      await page.getByTestId('proxy-code-give').click()
      await expect(page.getByTestId('error-proxy-code-wrong')).toBeVisible()
      expect(await axeFindings(page)).toEqual([])
      await page.getByTestId('proxy-code-typed').fill(server.code)
      await page.getByTestId('proxy-code-give').click()
      await expect(page.getByTestId('connect-report')).toContainText('Par le relais de la caisse')
      await expect(page.getByTestId('proxy-code')).toHaveCount(0)
      await page.getByTestId('connect-save').click()
      await page.getByTestId('nav-articles').click()
      await page.getByTestId('sync-start').click()
      await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
    } finally {
      server.close()
    }
  },
)

test(
  'the whole diagnosis shows each finding, and how to fix it',
  { tag: '@phone-only' },
  async ({ page, baseURL }) => {
    await openConnection(page)
    await tryShop(page, `${hostOf(baseURL)}/demo`)
    await page.getByTestId('connect-examine').click()
    const findings = page.getByTestId('findings')
    await expect(findings).toContainText('Rien n’empêche la synchronisation.')
    await expect(findings).toContainText('La clé a tous les droits')
    await expect(findings).toContainText('home_default')
    await expect(findings.getByTestId('findings-copy')).toBeVisible()
    expect(await axeFindings(page)).toEqual([])

    await page.getByTestId('connect-key').fill('X'.repeat(32))
    await page.getByTestId('connect-examine').click()
    await expect(findings).toContainText('La synchronisation n’est pas possible.')
  },
)

test.describe('what is wrong is said in three sentences', () => {
  const CASES: [string, string, string, string][] = [
    ['an unknown key', '{host}/demo', 'X'.repeat(32), 'shop-key-refused'],
    ['a key cut short', '{host}/demo', 'COURTE', 'shop-key-malformed'],
    ['no key', '{host}/demo', '', 'shop-key-missing'],
    ['no PrestaShop there', '{host}', KEY, 'shop-not-prestashop'],
    ['an address nobody can read', 'ma boutique !', KEY, 'shop-address-unusable'],
    ['nobody at that address', 'http://127.0.0.1:9', KEY, 'shop-unreachable'],
  ]
  for (const [name, address, key, code] of CASES) {
    test(name, async ({ page, baseURL }) => {
      await openConnection(page)
      await tryShop(page, address.replace('{host}', hostOf(baseURL)), key)
      const notice = page.getByTestId(`error-${code}`)
      await expect(notice).toBeVisible({ timeout: 20_000 })
      await expect(notice.locator('p')).toHaveCount(3)
    })
  }

  test('a shop in maintenance', async ({ page, context, baseURL }) => {
    await context.route('**/demo/api/**', route =>
      route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Maintenance</h1>' }),
    )
    await openConnection(page)
    await tryShop(page, `${hostOf(baseURL)}/demo`)
    await expect(page.getByTestId('error-shop-failing')).toBeVisible({ timeout: 20_000 })
  })
})
