// The first visit: bytes over the wire, file by file, and what Lighthouse says of it as a phone.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { root, run } from '../../src/commands/project.mjs'
import { findApache, serveWithApache, unpack } from '../apache.mjs'
import { note } from './results.mjs'
import { origin, serveShop } from './till.mjs'

/** Too large to install with the rest: the measure fetches it, as it fetches the browser. */
const LIGHTHOUSE = 'lighthouse@12.2.3'
const ROUNDS = Number(process.env.COMPTOIR_LIGHTHOUSE_ROUNDS ?? 3)
/** What a first visit fetches after the welcome. */
const LATER = /\/assets\/(?:till|counter|ownThread|beside|dexie)-/
/** What starts by itself once the shelf is shown, and what that asks of the worker. */
const BESIDE = /\/assets\/(?:startBeside|shop|books)-/
const APACHE_PORT = 4281
const budget = JSON.parse(readFileSync(join(root, 'tests/firstVisit.json'), 'utf8'))

export async function measurePage() {
  const server = await serveShop(68)
  try {
    await measureBytes()
    await measureLighthouse('npm start', `${origin}/`)
  } finally {
    server.kill()
  }
  await run(process.execPath, ['src/commands/pack.mjs'])
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const packed = unpack(join(root, `dist/comptoir-${version}.zip`))
  if (!(await findApache())) {
    return console.log('  (dossier emballé : Apache n’est pas installé, non mesuré)')
  }
  const apache = await serveWithApache(packed, APACHE_PORT)
  try {
    await measureLighthouse('dossier emballé', apache.address)
  } finally {
    apache.stop()
  }
}

/** Bytes of each file until the welcome shows, then until the demo's shelf does. */
async function measureBytes() {
  const browser = await openBrowser()
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'fr-FR',
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  // The welcome is there before the till, however long the till takes.
  let release
  const released = new Promise(resolve => (release = resolve))
  await page.route(LATER, async route => {
    await released
    await route.continue()
  })
  await page.goto('/')
  await page.getByTestId('try-demo').waitFor()
  report('accueil', await bytesOf(page), budget.welcome)
  release()
  await page.getByTestId('try-demo').click()
  await page.getByTestId('sync-summary').waitFor({ timeout: 60_000 })
  await page.getByTestId('nav-sell').click()
  const session = await context.newCDPSession(page)
  await session.send('Network.clearBrowserCache')
  await page.route(BESIDE, () => undefined)
  await page.reload()
  await page.locator('[data-testid^="tile-ps-"]').first().waitFor()
  report('articles affichés', await bytesOf(page), budget.shelf)
  await browser.close()
}

/** Bytes of each file that came to the page or to its workers; one that both ask for is sent once. */
async function bytesOf(page) {
  const read = () =>
    performance.getEntriesByType('resource').map(entry => [entry.name, entry.encodedBodySize])
  const lists = await Promise.all([page, ...page.workers()].map(one => one.evaluate(read)))
  return new Map(lists.flat().toSorted(([, one], [, other]) => one - other))
}

/** Prints each file's bytes, and the sum of each kind beside its budget. */
function report(name, sent, bounds) {
  for (const [url, bytes] of [...sent].toSorted(([, a], [, b]) => b - a)) {
    console.log(`  ${String(bytes).padStart(8)}  ${new URL(url).pathname}`)
  }
  for (const [kind, bound] of Object.entries(bounds)) {
    const counted = [...sent].filter(([url]) => KINDS[kind](new URL(url).pathname))
    const sum = counted.reduce((total, [, bytes]) => total + bytes, 0)
    note(`première visite, ${name} : ${kind}`, sum, bound, ' octets')
  }
}

/** The database's code is counted with the page and with its worker, though it is sent once. */
const KINDS = {
  script: path => path.endsWith('.js') && !/\/(?:ownThread|beside|shop|books)-/.test(path),
  style: path => path.endsWith('.css'),
  worker: path => /\/(?:ownThread|beside|shop|books|dexie)-[^/]*\.js$/.test(path),
}

const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })

/** The middle of some runs of Lighthouse as a mid-range phone: it varies by some points. */
async function measureLighthouse(name, address) {
  const runs = []
  for (let round = 0; round < ROUNDS; round += 1) runs.push(lighthouse(address))
  const middle = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
  const score = middle(runs.map(one => one.categories.performance.score * 100))
  const audit = id => middle(runs.map(one => Math.round(one.audits[id].numericValue)))
  console.log(
    `Lighthouse mobile, ${name} : performance ${runs.map(one => Math.round(one.categories.performance.score * 100)).join(', ')}` +
      ` ; LCP ${audit('largest-contentful-paint')} ms, TBT ${audit('total-blocking-time')} ms,` +
      ` indice de vitesse ${audit('speed-index')} ms, octets ${audit('total-byte-weight')}` +
      ` ; CLS ${middle(runs.map(one => one.audits['cumulative-layout-shift'].numericValue)).toFixed(3)}`,
  )
  for (const category of ['accessibility', 'best-practices', 'seo']) {
    console.log(`  ${category} ${Math.round(runs[0].categories[category].score * 100)}`)
  }
  note(`Lighthouse, ${name} : points perdus sur 100`, Math.round(100 - score), 5)
  note(`Lighthouse, ${name} : premier affichage`, audit('first-contentful-paint'), 1_500, ' ms')
}

function lighthouse(address, tries = 3) {
  const report = join(mkdtempSync(join(tmpdir(), 'comptoir-lighthouse-')), 'report.json')
  execFileSync(
    'npm',
    [
      'exec',
      '--yes',
      `--package=${LIGHTHOUSE}`,
      '--',
      'lighthouse',
      address,
      '--quiet',
      '--output=json',
      `--output-path=${report}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    {
      cwd: tmpdir(),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' },
    },
  )
  const read = JSON.parse(readFileSync(report, 'utf8'))
  // On a busy machine a recording fails now and then: it measured nothing.
  return read.runtimeError && tries > 1 ? lighthouse(address, tries - 1) : read
}
