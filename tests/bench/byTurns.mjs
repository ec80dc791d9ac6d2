// A tap, a sale and a first visit of several builds or settings of the till, by turns.
import { loadavg } from 'node:os'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { installProbe } from './counter.mjs'
import { note, percentile } from './results.mjs'
import { sellTickets } from './sell.mjs'
import { openTill, serveShop, syncOnce } from './till.mjs'

const ROUNDS = Number(process.env.COMPTOIR_BENCH_ROUNDS ?? 5)
const TAPS = 40
const SALES = 12
/** A tap may cost no more than before; that much the machine itself varies. */
const NOISE = 1.15

/** The folder of an older build to compare with; undefined, and said, where there is none. */
export function olderBuild() {
  const folder = process.env.COMPTOIR_BENCH_BEFORE
  if (folder && existsSync(join(folder, 'dist/server/server.js'))) return folder
  console.log('  (COMPTOIR_BENCH_BEFORE ne nomme aucune version construite d’avant : non mesuré)')
  return undefined
}

const FIGURES = {
  tap: 'du toucher à la ligne peinte',
  durable: 'de l’encaissement à la vente sur le disque',
  shown: 'de l’encaissement à l’écran payé',
  visitMs: 'première visite jusqu’à l’accueil',
}

const PORTS = { before: 4284, now: 4285 }

/** Serves the older build and this one, each with so many articles: the two kinds that are always compared. */
export async function serveBoth(from, articles) {
  const servers = [
    await serveShop(articles, { from, port: PORTS.before }),
    await serveShop(articles, { port: PORTS.now }),
  ]
  return {
    kinds: {
      before: { name: 'avant', at: `http://localhost:${PORTS.before}` },
      now: { name: 'maintenant', at: `http://localhost:${PORTS.now}` },
    },
    close: () => servers.forEach(server => server.kill()),
  }
}

/**
 * Measures kinds of a till, each as often as the others and one after the other: `before`, and what is
 * compared with it. Each has its `name` in what is printed, its address, what prepares its page, and
 * what else is done on it at the end.
 */
export async function byTurns(kinds) {
  const found = Object.fromEntries(Object.keys(kinds).map(kind => [kind, []]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [kind, how] of Object.entries(kinds)) found[kind].push(await measureOne(how))
  }
  console.log(`  (charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${ROUNDS} tours)`)
  for (const [figure, what] of Object.entries(FIGURES)) {
    const middle = kind =>
      percentile(
        found[kind].map(one => one[figure]),
        50,
      )
    const shown = Object.keys(kinds).map(kind => `${kinds[kind].name} ${middle(kind).toFixed(1)}`)
    console.log(`  ${what}, médiane : ${shown.join(' ; ')} ms`)
    for (const kind of Object.keys(kinds).filter(one => one !== 'before')) {
      // Of the same turn: the machine is as busy for both.
      const ratios = found[kind].map((one, round) => one[figure] / found.before[round][figure])
      note(`${what}, ${kinds[kind].name} / avant`, percentile(ratios, 50), NOISE)
    }
  }
  const bytes = kind =>
    percentile(
      found[kind].map(one => one.visitBytes),
      50,
    )
  note('octets d’une première visite, maintenant / avant', bytes('now') / bytes('before'), 1.05)
}

/** Cash asks no device for anything. */
async function inCash(page) {
  await page.getByTestId('pay-cash').last().tap()
  await page.locator('[data-testid^="quick-"]').first().tap()
}

async function measureOne({ at, prepare, end }) {
  const visit = await visitFirst(at)
  const { browser, page } = await openTill(
    ['--disable-frame-rate-limit', '--disable-gpu-vsync'],
    at,
  )
  try {
    page.setDefaultTimeout(90_000)
    await syncOnce(page)
    await prepare?.(page)
    await page.goto('/#/sell')
    await page.locator('[data-testid^="tile-ps-"]').first().waitFor()
    await page.waitForTimeout(3_000)
    await page.evaluate(installProbe)
    const sales = await sellTickets(page, { tickets: SALES, lines: 3, choose: inCash })
    await end?.(page)
    const { times } = await page.evaluate(count => globalThis.bench.tap(count), TAPS)
    return {
      tap: percentile(times, 50),
      durable: percentile(
        sales.map(one => one.durable),
        50,
      ),
      shown: percentile(
        sales.map(one => one.shown),
        50,
      ),
      ...visit,
    }
  } finally {
    await browser.close()
  }
}

/** Bytes and time until the welcome shows in a browser that was never here. */
async function visitFirst(at) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage({ locale: 'fr-FR', serviceWorkers: 'block' })
    const startedAt = performance.now()
    await page.goto(at)
    await page.getByTestId('try-demo').waitFor()
    const visitMs = performance.now() - startedAt
    await page.waitForLoadState('networkidle')
    const visitBytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .reduce((total, { encodedBodySize }) => total + encodedBodySize, 0),
    )
    return { visitMs, visitBytes }
  } finally {
    await browser.close()
  }
}
