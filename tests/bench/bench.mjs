// `npm run bench`: speed and size measured in Chromium, printed beside their bounds.
import { measureCounter } from './counter.mjs'
import { measureGrowth } from './growth/growth.mjs'
import { measureHostile } from './hostile.mjs'
import { measurePage } from './page.mjs'
import { measurePairs } from './pairs.mjs'
import { measurePeople } from './people.mjs'
import { measurePrinting } from './printing.mjs'
import { measureFirst, noteWork, readWork } from './firstSync.mjs'
import { measurePeers } from './peers/peers.mjs'
import { keepResults, note } from './results.mjs'
import { measureScan } from './scan.mjs'
import { openTill, order, piecesOn, readRuns, serveShop, syncOnce } from './till.mjs'
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
  hostile: measureHostile,
  pairs: measurePairs,
  peers: measurePeers,
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
