// `npm run bench peers`: this till's catalogue and search beside the libraries that others stand on, by turns, in one
// browser, over the same articles; and its first sync beside the same pages fetched bare.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { drawFigures, FIGURES } from '../figures/draw.mjs'
import { measureFirst } from '../firstSync.mjs'
import { order, serveShop } from '../till.mjs'
import { circumstances, machineOf } from '../figures/machine.mjs'
import { spreadOf } from '../figures/spread.mjs'
import { installPeers } from './install.mjs'
import { CONTESTANTS, servePages } from './serve.mjs'

/** How often all is written, and how often it is opened, asked and changed, by the number of articles. */
const PLAN = [
  { articles: 1_000, writes: 9, openings: 9 },
  { articles: 10_000, writes: 5, openings: 7 },
  { articles: 50_000, writes: 3, openings: 5 },
  { articles: 200_000, writes: 1, openings: 3 },
]
const SYNCED = 10_000
const SYNCS = 3
/**
 * Only these parts (`1000,sync`), for who works on the measure: the other parts stay as they were kept. And not more
 * rounds than that.
 */
const PARTS = process.env.COMPTOIR_PEERS_PARTS?.split(',')
const ROUNDS = Number(process.env.COMPTOIR_BENCH_ROUNDS ?? Infinity)
const isAsked = part => !PARTS || PARTS.includes(String(part))

export async function measurePeers() {
  const { folder, versions } = installPeers()
  const pages = await servePages(folder)
  const profile = mkdtempSync(join(tmpdir(), 'comptoir-peers-profile-'))
  // A profile on the disk: what a browser keeps for a private window stays in its memory.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // The memory of a page is told at once, not at its next collection of garbage.
    args: ['--no-sandbox', '--disable-gpu', '--enable-blink-features=ForceEagerMeasureMemory'],
  })
  context.setDefaultTimeout(1_200_000)
  const browser = `Chromium ${context.browser()?.version()}`
  keep({ versions, machine: machineOf(browser) })
  try {
    for (const plan of PLAN.filter(({ articles }) => isAsked(articles))) {
      const measured = await measureSize(context, pages.origin, plan)
      keep({ sizes: [...kept().sizes.filter(isOther(plan.articles)), measured].toSorted(bySize) })
    }
  } finally {
    await context.close()
    pages.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  }
  if (isAsked('sync')) keep({ firstSync: await measureSyncs() })
  // Parts may not be all there is to draw: `npm run bench figures` does it then.
  if (!PARTS) drawFigures()
}

const isOther = count => size => size.articles !== count
const bySize = (one, other) => one.articles - other.articles

const kept = () =>
  existsSync(FIGURES.peers)
    ? JSON.parse(readFileSync(FIGURES.peers, 'utf8'))
    : { command: 'npm run bench peers', sizes: [] }

/** Each part is kept once it is measured: what comes after may fail. */
function keep(part) {
  writeFileSync(FIGURES.peers, `${JSON.stringify({ ...kept(), ...part }, null, 1)}\n`)
}

async function measureSize(context, origin, { articles, ...plan }) {
  const [writes, openings] = [plan.writes, plan.openings].map(count => Math.min(count, ROUNDS))
  const found = Object.fromEntries(CONTESTANTS.map(name => [name, { times: {}, finds: {} }]))
  const [beganAt, [load]] = [performance.now(), loadavg()]
  for (let round = 0; round < writes; round += 1) {
    for (const name of CONTESTANTS) {
      const ms = await inPage(context, origin, name, page =>
        page.evaluate(count => globalThis.bench.write(count), articles),
      )
      add(found[name].times, { write: [ms] })
    }
  }
  for (let round = 0; round < openings; round += 1) {
    for (const name of CONTESTANTS) {
      await inPage(context, origin, name, page => measureOpened(page, articles, round, found[name]))
    }
  }
  const seconds = ((performance.now() - beganAt) / 1_000).toFixed(0)
  console.log(
    `${articles} articles (${seconds} s, charge de la machine : ${loadavg()[0].toFixed(1)})`,
  )
  const contestants = Object.fromEntries(
    Object.entries(found).map(([name, { times, finds }]) => [
      name,
      { ...mapped(times, spreadOf), finds },
    ]),
  )
  for (const [name, one] of Object.entries(contestants)) tell(name, one)
  return { articles, ...circumstances(load), contestants }
}

async function measureOpened(page, articles, round, { times, finds }) {
  add(times, await page.evaluate(count => globalThis.bench.open(count), articles))
  add(times, { memory: [await page.evaluate(() => globalThis.bench.memory())] })
  const asked = await page.evaluate(
    ([count, turn]) => globalThis.bench.ask(count, turn),
    [articles, round],
  )
  add(times, asked.times)
  for (const [kind, [right, all]] of Object.entries(asked.finds)) {
    const [rightBefore, allBefore] = finds[kind] ?? [0, 0]
    finds[kind] = [rightBefore + right, allBefore + all]
  }
  add(
    times,
    await page.evaluate(([count, at]) => globalThis.bench.change(count, at), [articles, round]),
  )
}

function add(times, more) {
  for (const [name, values] of Object.entries(more))
    times[name] = [...(times[name] ?? []), ...values]
}

const mapped = (record, change) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

/** A page of its own for each act, closed after it: nothing of the one before is in memory. */
async function inPage(context, origin, name, act) {
  const page = await context.newPage()
  page.on('pageerror', error => console.log(`  ${name}: ${error.message}`))
  try {
    await page.goto(`${origin}/${name}.html`)
    await page.waitForFunction(() => globalThis.bench)
    return await act(page)
  } finally {
    await page.close()
  }
}

function tell(name, { finds, ...times }) {
  const shown = Object.entries(times).map(
    ([what, { median, most }]) => `${what} ${median} (${most})`,
  )
  console.log(`  ${name} : ${shown.join(' ; ')}`)
  const right = Object.entries(finds).map(([kind, [found, asked]]) => `${kind} ${found}/${asked}`)
  console.log(`    trouvé : ${right.join(', ')}`)
}

/** First syncs of a shop that answers at the pace of recorded ones, each beside the same pages alone. */
async function measureSyncs() {
  const [load] = loadavg()
  const server = await serveShop(SYNCED)
  const [syncMs, bareMs] = [[], []]
  try {
    for (let round = 0; round < Math.min(SYNCS, ROUNDS); round += 1) {
      const {
        browser,
        run,
        bareMs: bare,
      } = await measureFirst('à la vitesse des serveurs enregistrés', true)
      await browser.close()
      syncMs.push(run.elapsedMs)
      bareMs.push(bare)
    }
    await order({ state: { isPaced: false } })
  } finally {
    server.kill()
  }
  return {
    articles: SYNCED,
    ...circumstances(load),
    sync: spreadOf(syncMs),
    bare: spreadOf(bareMs),
    ratio: spreadOf(syncMs.map((ms, at) => ms / bareMs[at])),
  }
}
