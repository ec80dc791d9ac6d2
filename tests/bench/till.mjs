// A till in the system's Chromium, connected to a demo shop of any size.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { root } from '../../src/commands/project.mjs'

const PORT = Number(process.env.COMPTOIR_BENCH_PORT ?? 4280)
export const origin = `http://localhost:${PORT}`

/** Serves the built till, of this checkout unless of another, and a demo shop of so many articles. */
export async function serveShop(articles, { from = root, port = PORT } = {}) {
  const server = spawn(process.execPath, ['dist/server/server.js'], {
    cwd: from,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      COMPTOIR_ROOT: from,
      COMPTOIR_STATE: mkdtempSync(join(tmpdir(), 'comptoir-bench-')),
      COMPTOIR_DEMO_CONTROL: '1',
      COMPTOIR_DEMO_ARTICLES: String(articles),
    },
  })
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`http://localhost:${port}/online.json`).then(
      answer => answer.ok,
      () => false,
    )
    if (isUp) return server
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the server of the bench did not start')
}

/** Sends an order to the demo shop's control address. */
export async function order(what) {
  await fetch(`${origin}/demo/control`, { method: 'POST', body: JSON.stringify(what) })
}

/** A page of the till connected to the demo shop, not synced yet; no automatic sync starts. */
export async function openTill(moreArgs = [], at = origin) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', ...moreArgs],
  })
  const page = await browser.newPage(tablet(at))
  await connect(page, at)
  return { browser, page }
}

/**
 * A till that shows its shelf, with so many articles. Frames are not limited to the screen's refresh
 * rate, so that work is measured, not waiting.
 */
export async function openCounter(articles) {
  const server = await serveShop(articles)
  let browser
  const end = async () => {
    await browser?.close()
    server.kill()
  }
  try {
    const till = await openTill(['--disable-frame-rate-limit', '--disable-gpu-vsync'])
    browser = till.browser
    await syncOnce(till.page)
    await till.page.getByTestId('nav-sell').tap()
    await till.page.locator('[data-testid^="tile-ps-"]').first().waitFor()
    return { ...till, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** A tablet is touched: with a mouse, the browser looks for the element under it at every frame. */
export const tablet = at => ({
  viewport: { width: 1280, height: 800 },
  locale: 'fr-FR',
  hasTouch: true,
  baseURL: at,
})

/** Connects a page of the till to the demo shop; no automatic sync starts. */
export async function connect(page, at = origin) {
  await page.goto('/#/config/general/commandes')
  await page.getByTestId('connect-address').fill(`${at}/demo`)
  await page.getByTestId('connect-key').fill('COMPTOIRDEMOMINIMALKEY0000000001')
  await page.getByTestId('connect-save').tap()
  await page.getByTestId('sync-every').selectOption('0')
  // Pictures come after the articles and would be measured with them: no picture here.
  await page.getByTestId('picture-budget').selectOption('0')
  await sayWhoSells(page)
  await page.getByTestId('nav-articles').tap()
}

/** The first sale of a shop waits for it. */
async function sayWhoSells(page) {
  await page.goto('/#/config/general/boutique')
  await page.getByTestId('seller-name').fill('Banc d’essai')
  await page.getByTestId('seller-address').fill('1 rue de la Mesure, 75001 Paris')
  await page.getByTestId('seller-siret').fill('73282932000074')
  await page.getByTestId('seller-save').tap()
  await page.getByText('Enregistré', { exact: true }).first().waitFor()
}

/** Syncs by hand and returns the run, as the till's own log has it. */
export async function syncOnce(page, button = 'sync-start') {
  const before = (await readRuns(page)).length
  await page.getByTestId(button).tap()
  for (;;) {
    const runs = await readRuns(page)
    if (runs.length > before) {
      const [run] = runs
      if (run.error) throw new Error(JSON.stringify(run.error))
      return { ...run, elapsedMs: Date.parse(run.endedAt) - Date.parse(run.startedAt) }
    }
    await page.waitForTimeout(100)
  }
}

/** Runs of the log, newest first. */
export function readRuns(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('comptoir-catalogue')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const db = opening.result
          const all = db.transaction('syncRuns').objectStore('syncRuns').getAll()
          all.addEventListener('success', () => {
            db.close()
            resolve(all.result.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)))
          })
        })
      }),
  )
}

/** Pieces on the ticket, all its lines together. */
export function piecesOn(page) {
  return page
    .locator('.line__quantity')
    .evaluateAll(all => all.reduce((sum, one) => sum + Number(one.textContent), 0))
}
