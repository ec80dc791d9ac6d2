import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { openDemo, payExact, readyOffline, tiles } from '../support'

/** Bytes over the wire that a first visit may take, until the welcome and until the shelf. */
const budgetFile = fileURLToPath(new URL('../../firstVisit.json', import.meta.url))
const budget = JSON.parse(readFileSync(budgetFile, 'utf8')) as Record<
  'welcome' | 'shelf',
  { script: number; style: number; worker: number }
>

/** Bytes of each script and style that came to the page or to its workers, by address. */
async function bytesOf(page: Page): Promise<Map<string, number>> {
  const read = () =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
      ({ name, encodedBodySize }) => [name, encodedBodySize] as const,
    )
  const workers = page.workers().map(worker => worker.evaluate(read))
  const lists = await Promise.all([page.evaluate(read), ...workers])
  // A file that both ask for is sent once, and stored by the browser.
  return new Map(lists.flat().toSorted(([, one], [, other]) => one - other))
}

/** What starts once the shelf is shown, and what it asks of the worker. */
const BESIDE = /\/assets\/(?:startBeside|shop|books|later(?:Fr|En))-/
/** What is fetched after the welcome. */
const LATER = /\/assets\/(?:till|counter|ownThread|beside|dexie)-/
/** Files of the worker alone; the database's is the page's too. */
const WORKER = /\/(?:ownThread|beside|shop|books)-[^/]*\.js$/
const sumOf = (sent: Map<string, number>, isCounted: (url: string) => boolean) =>
  [...sent].reduce((sum, [url, bytes]) => (isCounted(url) ? sum + bytes : sum), 0)
const sumsOf = (sent: Map<string, number>) => ({
  script: sumOf(sent, url => url.endsWith('.js') && !WORKER.test(url)),
  style: sumOf(sent, url => url.endsWith('.css')),
  worker: sumOf(sent, url => WORKER.test(url) || /\/dexie-[^/]*\.js$/.test(url)),
})

/** Holds a part of the till back; returns a function that lets it come. */
async function hold(page: Page, part: RegExp): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>(resolve => (release = resolve))
  await page.route(part, async route => {
    await released
    await route.continue()
  })
  return release
}

function expectWithin(
  sums: ReturnType<typeof sumsOf>,
  bounds: ReturnType<typeof sumsOf>,
  least: number,
): void {
  // Fewer bytes than that were not counted.
  expect(sums.script).toBeGreaterThan(least)
  for (const kind of ['script', 'style', 'worker'] as const) {
    expect(sums[kind], `${kind}: ${sums[kind]} bytes`).toBeLessThanOrEqual(bounds[kind])
  }
}

test('the welcome comes before the till, and within its bytes', async ({ page }) => {
  const release = await hold(page, LATER)
  await page.goto('/')
  await expect(page.getByTestId('connect-shop')).toBeVisible()
  await expect(page.getByTestId('try-demo')).toBeVisible()
  const sent = await bytesOf(page)
  expectWithin(sumsOf(sent), budget.welcome, 20_000)
  // One language, and not the other.
  const languages = [...sent.keys()].filter(url => /\/assets\/(?:fr|en)-/.test(url))
  expect(languages).toHaveLength(1)
  // Each file of the till, the worker's and the database's is named: it is fetched ahead.
  const named = await page.locator('#later').evaluate(later => later.innerHTML)
  for (const file of ['till', 'counter', 'beside', 'ownThread', 'dexie']) {
    expect(named).toMatch(new RegExp(`/assets/${file}-`))
  }

  // What is tapped before the till is there is done once it is.
  await page.getByTestId('language-en').check({ force: true })
  await expect(page.getByTestId('connect-shop')).toContainText('Connect')
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('try-demo')).toBeDisabled()
  release()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('nav-sell')).toContainText('Sell')
})

test('the shelf comes within its bytes, the worker too', async ({ page, context }) => {
  await openDemo(page)
  // Past the browser's own cache: what a device without any copy receives.
  const session = await context.newCDPSession(page)
  await session.send('Network.clearBrowserCache')
  // The shelf does without it, however long it takes to come.
  const release = await hold(page, BESIDE)
  await page.reload()
  await expect(tiles(page).first()).toBeVisible()
  const sent = await bytesOf(page)
  const sums = sumsOf(sent)
  expectWithin(sums, budget.shelf, 100_000)
  expect(sums.worker).toBeGreaterThan(5_000)
  // Pictures of the manual come with what is kept for offline, later.
  expect([...sent.keys()].filter(url => url.endsWith('.webp'))).toEqual([])
  release()
})

test('a link of the welcome opens once the till is there', async ({ page }) => {
  const release = await hold(page, LATER)
  await page.goto('/')
  await page.getByTestId('connect-shop').click()
  release()
  await expect(page.getByTestId('connect-key')).toBeVisible()
})

test('a till that does not come whole says so, and opens once it can', async ({ page }) => {
  await page.route(LATER, route => route.abort())
  await page.goto('/')
  await expect(page.getByTestId('not-opened-part-missing')).toBeVisible()
  await page.unroute(LATER)
  await page.getByTestId('not-opened-reload').click()
  await expect(page.getByTestId('connect-shop')).toBeVisible()
})

test.describe('after a quiet while', () => {
  test.use({ serviceWorkers: 'allow' })

  test('every screen opens offline, in both languages, and sells', async ({ page, context }) => {
    await page.goto('/')
    await page.getByTestId('try-demo').click()
    await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
    await readyOffline(page)
    await context.setOffline(true)
    await page.goto('/#/config/general/caisse')
    await page.reload()
    await page.getByTestId('language-en').check({ force: true })
    await expect(page.getByTestId('nav-sales')).toContainText('Sales')
    const missing: string[] = []
    page.on('console', message => {
      if (/dynamically imported|preload/i.test(message.text())) missing.push(message.text())
    })
    for (const address of ADDRESSES) {
      await page.goto(`/#${address}`)
      await expect(page.locator('#main').locator(':scope > *').first()).toBeVisible()
      await expect(page.getByTestId('error-part-not-here')).toHaveCount(0)
    }
    expect(missing).toEqual([])
    await page.goto('/#/sell')
    await tiles(page).first().click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
  })
})

const ADDRESSES = [
  '/sales',
  '/articles',
  '/config',
  '/config/equipe',
  '/archives',
  '/config/general/commandes',
  '/config/general/boutique',
  '/config/general/prix',
  '/config/general/reglements',
  '/config/general/comptabilite',
  '/config/general/caisse',
  '/config/general/scanner',
  '/config/general/sauvegarde',
  '/customers',
  '/invoices',
  '/orders',
  '/closings',
  '/reports',
  '/attestation',
]
