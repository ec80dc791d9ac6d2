// `npm run bench`: speed and size measured in Chromium, printed beside their bounds.
import { measureCounter } from './counter.mjs'
import { measureGrowth } from './growth/growth.mjs'
import { measurePage } from './page.mjs'
import { measurePeople } from './people.mjs'
import { measurePrinting } from './printing.mjs'
import { keepResults, note } from './results.mjs'
import { measureScan } from './scan.mjs'
import { openTill, order, origin, piecesOn, readRuns, serveShop, syncOnce } from './till.mjs'
import { measureSharing } from './sharing.mjs'
import { measureBefore } from './sharing/before.mjs'
import { measureCopies } from './sharing/copies.mjs'
import { measureLoad } from './sharing/load.mjs'
import { measureVerify } from './verify.mjs'

const asked = process.argv.slice(2)
const MEASURES = {
  sync: measureSync,
  selling: measureSelling,
  many: measureMany,
  counter: measureCounter,
  scan: measureScan,
  people: measurePeople,
  page: measurePage,
  verify: measureVerify,
  sharing: measureSharing,
}
/** What takes many minutes is measured by its name alone. */
const LONG_MEASURES = {
  growth: measureGrowth,
  'printing-before': measurePrinting,
  'sharing-before': measureBefore,
  'sharing-copies': measureCopies,
  'sharing-load': measureLoad,
}
for (const [name, measure] of Object.entries({ ...MEASURES, ...LONG_MEASURES })) {
  const isMeasured = asked.length === 0 ? name in MEASURES : asked.includes(name)
  if (isMeasured) await measure()
}
keepResults()

/** Ten thousand articles: first sync, a sync without changes, fifty changes. */
async function measureSync() {
  const server = await serveShop(10_000)
  try {
    const quick = await measureFirst('à la vitesse du simulateur', false)
    await quick.browser.close()
    const { page, browser } = await measureFirst('à la vitesse des serveurs enregistrés', true)
    await order({ state: { isPaced: false } })
    await syncOnce(page)
    const writes = await countWrites(page)
    await order({ forgetRequests: true })
    await syncOnce(page)
    noteWork('relecture de tous les prix', await readWork(), 12)
    // When the prices were read is written, with the state of the shop.
    note('écritures du catalogue sans changement', (await writes()).catalogue, 3)
    for (let productId = 1_001; productId <= 1_050; productId += 1) {
      await order({ change: { kind: 'price', productId, netPrice: '12.000000' } })
    }
    await order({ forgetRequests: true })
    const fifty = await syncOnce(page)
    noteWork('relecture après 50 changements', await readWork(), 13)
    console.log(`  (${fifty.counts.changed} articles modifiés, ${fifty.elapsedMs} ms)`)
    await browser.close()
  } finally {
    server.kill()
  }
}

/**
 * A first sync, compared with fetching the same pages and ignoring the answers. Done twice: the
 * server warms up first.
 */
async function measureFirst(pace, isPaced) {
  await order({ state: { isPaced } })
  let figures
  let opened
  for (let round = 0; round < 2; round += 1) {
    await opened?.browser.close()
    opened = await openTill()
    await order({ forgetRequests: true })
    const run = await syncOnce(opened.page)
    const requests = await readRequests()
    const work = workOf(requests)
    figures = { run, work, bareMs: await fetchBare(opened.page, requests) }
  }
  const { run, work, bareMs } = figures
  console.log(
    `première synchro, ${pace} : ${run.elapsedMs} ms, ${run.requests} requêtes, ` +
      `${run.counts.articles} articles ; les mêmes pages seules : ${Math.round(bareMs)} ms`,
  )
  if (isPaced) {
    note('première synchro / mêmes pages seules', run.elapsedMs / bareMs, 1.15)
    noteWork('première synchro', work, 50)
  }
  return opened
}

/** Requests the demo shop received, each with the number of prices it made the shop compute. */
async function readRequests() {
  return (await fetch(`${origin}/demo/control`)).json()
}

async function readWork() {
  return workOf(await readRequests())
}

/** What requests cost a real shop's server: about 10 ms each, and 0.3 ms a computed price. */
function workOf(requests) {
  const beside = requests.filter(({ path }) => path.includes('product_attribute')).length
  const computedPrices = requests.reduce((sum, request) => sum + request.computedPrices, 0)
  const serverMs = requests.length * 10 + computedPrices * 0.3
  return { requests: requests.length - beside, beside, computedPrices, serverMs }
}

function noteWork(name, work, mostRequests) {
  note(`requêtes, ${name}, hors déclinaisons`, work.requests, mostRequests)
  note(`temps du serveur, ${name}`, Math.round(work.serverMs), 15_000, ' ms')
  console.log(
    `  (${work.computedPrices} prix calculés ; ${work.beside} requêtes pour les déclinaisons)`,
  )
}

/** Fetches the same addresses, two at a time as the sync does, and ignores the answers. */
function fetchBare(page, requests) {
  const paths = requests
    .filter(({ status, path }) => status === 200 && !path.includes('/images'))
    .map(request => request.path)
  // Runs in the till's own worker, like the sync: the page is watched by the browser's tools.
  const [worker] = page.workers()
  return worker.evaluate(async paths => {
    const key = btoa('COMPTOIRDEMOMINIMALKEY0000000001:')
    const queue = [...paths]
    const startedAt = performance.now()
    const work = async () => {
      for (let path = queue.shift(); path; path = queue.shift()) {
        const answer = await fetch(`${location.origin}/demo${path}`, {
          headers: { Authorization: `Basic ${key}` },
        })
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
        await answer.text()
      }
    }
    await Promise.all([work(), work()])
    return performance.now() - startedAt
  }, paths)
}

/** Counts the worker's writes from now on, except to the log of syncs. */
async function countWrites(page) {
  const [worker] = page.workers()
  await worker.evaluate(() => {
    globalThis.benchWrites = []
    for (const method of ['put', 'add', 'delete', 'clear']) {
      const original = IDBObjectStore.prototype[method]
      IDBObjectStore.prototype[method] = function (...given) {
        globalThis.benchWrites.push(this.name)
        return original.apply(this, given)
      }
    }
  })
  return async () => {
    const names = await worker.evaluate(() => globalThis.benchWrites)
    return { catalogue: names.filter(name => name !== 'syncRuns').length, names, all: names.length }
  }
}

/** Taps on a slow tablet, first with nothing else to do, then while all is read and applied. */
async function measureSelling() {
  const server = await serveShop(10_000)
  const { browser, page } = await openTill()
  try {
    await syncOnce(page)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    for (let productId = 1_001; productId <= 1_300; productId += 1) {
      await order({ change: { kind: 'price', productId, netPrice: '13.000000' } })
    }
    await page.getByTestId('nav-sell').tap()
    await page.waitForTimeout(2_500)
    console.log(`tâches longues en vendant sans synchro : ${listOf(await tapFor(page, 4_000))}`)
    // The paced sync lasts seconds longer than drawing the screen. Taps begin after the drawing,
    // which the sync does not cause.
    await order({ state: { isPaced: true } })
    const before = (await readRuns(page)).length
    await page.getByTestId('nav-articles').tap()
    await page.getByTestId('sync-all').tap()
    await page.getByTestId('nav-sell').tap()
    await page.waitForTimeout(2_500)
    if ((await readRuns(page)).length > before) throw new Error('the sync ended before the taps')
    const tasks = await tapFor(page, 10_000)
    if ((await readRuns(page)).length === before) throw new Error('the sync outlasted the taps')
    note('plus longue tâche en vendant pendant une synchro', Math.max(0, ...tasks), 50, ' ms')
    console.log(`  (tâches longues : ${listOf(tasks)} ; processeur ralenti 4 fois)`)
  } finally {
    await browser.close()
    server.kill()
  }
}

function listOf(tasks) {
  return tasks.join(', ') || 'aucune'
}

/**
 * Taps ten times a second for so long, and returns the tasks over 50 ms meanwhile. Taps come from
 * the page itself: the work of an outside tool would be measured with them.
 */
async function tapFor(page, milliseconds) {
  const before = await piecesOn(page)
  await page.evaluate(() => {
    const tasks = []
    let taps = 0
    const keep = found => tasks.push(...found.map(task => Math.round(task.duration)))
    const watching = new PerformanceObserver(list => keep(list.getEntries()))
    watching.observe({ type: 'longtask' })
    const tapping = setInterval(() => {
      document.querySelector('[data-testid^="tile-ps-"]').click()
      taps += 1
    }, 100)
    globalThis.endTaps = () => {
      clearInterval(tapping)
      keep(watching.takeRecords())
      watching.disconnect()
      return { taps, tasks }
    }
  })
  await page.waitForTimeout(milliseconds)
  const { taps, tasks } = await page.evaluate(() => globalThis.endTaps())
  const added = (await piecesOn(page)) - before
  if (added !== taps) throw new Error(`${added} of ${taps} taps are on the ticket`)
  return tasks
}

/** Fifty thousand articles: memory of the page and of its worker. */
async function measureMany() {
  const server = await serveShop(50_000)
  const { browser, page } = await openTill()
  try {
    const run = await syncOnce(page)
    console.log(`50 000 articles : ${run.elapsedMs} ms, ${run.requests} requêtes`)
    await page.reload()
    await page.getByTestId('nav-sell').click({ timeout: 60_000 })
    await page.locator('[data-testid^="tile-ps-"]').first().waitFor()
    await page.waitForTimeout(3_000)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    const [worker] = page.workers()
    const workerBytes = await worker.evaluate(() => performance.memory?.usedJSHeapSize ?? 0)
    note('mémoire de la page, 50 000 articles', usedSize / 1e6, 150, ' Mo')
    console.log(`  (le travailleur, à part : ${(workerBytes / 1e6).toFixed(0)} Mo)`)
  } finally {
    await browser.close()
    server.kill()
  }
}
