// What is measured in one page of the till, by functions that run in it.
import { percentile } from '../results.mjs'
import { installProbe } from '../counter.mjs'
import { codesFrom, scanAll } from '../scan.mjs'
import { sellTickets } from '../sell.mjs'
import { seen } from '../verifyTill.mjs'

/** The slow tablet of every figure of the counter. */
export const SLOWDOWN = 4
/** Articles that are scanned: the smallest shop has them all. */
const CODES = Array.from({ length: 48 }, (_none, scan) => codesFrom(scan % 16, 1)[0])

/**
 * Milliseconds from the navigation of a browser just started, without a network, to the first tile, to
 * the line of a tap on it, and until the search finds. The page alone is slowed: the browser's tools
 * slow no worker.
 */
export async function coldStart({ open }) {
  const { context, page } = await open()
  try {
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.addInitScript(watchStart)
    await page.goto('/#/sell')
    await page.waitForFunction(() => globalThis.benchStart.searchable > 0, undefined, {
      polling: 500,
    })
    return await page.evaluate(() => globalThis.benchStart)
  } finally {
    await context.close()
  }
}

/** Runs in the page before any of it. */
function watchStart() {
  const times = { tile: 0, line: 0, searchable: 0 }
  globalThis.benchStart = times
  const now = () => Math.round(performance.now())
  const painted = then =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => then())
      port1.start()
      port2.postMessage(null)
    })
  const look = () => {
    const tile = document.querySelector('[data-testid^="tile-ps-"]')
    if (tile && times.tile === 0) {
      times.tile = now()
      tile.click()
    }
    if (times.tile > 0 && times.line === 0 && document.querySelector('.ticket-line')) {
      times.line = -1
      painted(() => (times.line = now()))
    }
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
  const asking = setInterval(() => {
    const field = document.querySelector('[data-testid="search"]')
    if (!field || times.line <= 0) return
    if (document.querySelector('[data-found-for="sav"]')) {
      times.searchable = now()
      clearInterval(asking)
      return
    }
    if (field.value === 'sav') return
    field.value = 'sav'
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }, 20)
}

/** Taps, scans, letters and sales of a till opened anew, and the memory of its page and its disk. */
export async function sellAt({ open }, { taps, sales, lines }) {
  const { context, page } = await open(['--disable-frame-rate-limit', '--disable-gpu-vsync'])
  try {
    await page.goto('/#/sell')
    await page.locator('[data-testid^="tile-ps-"]').first().waitFor()
    await page.waitForTimeout(5_000)
    await page.evaluate(installProbe)
    const pays = await sellTickets(page, { tickets: sales, lines: 3 })
    if (lines > 0) await page.evaluate(fillTicket, lines)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.waitForTimeout(1_000)
    const tapped = await page.evaluate(count => globalThis.bench.tap(count), taps)
    const scanned = await page.evaluate(scanAll, CODES)
    const typed = await page.evaluate(() => globalThis.bench.search(['savon', 'carnet', 'miel']))
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    const disk = await page.evaluate(async () => (await navigator.storage.estimate()).usage)
    const middle = values => percentile(values, 50)
    return {
      tap: middle(tapped.times),
      scan: middle(scanned.times),
      letter: middle(typed.times),
      durable: middle(pays.map(one => one.durable)),
      memory: usedSize,
      disk,
    }
  } finally {
    await context.close()
  }
}

/** Runs in the page: puts so many different articles on the ticket, down the whole shelf. */
async function fillTicket(count) {
  const rest = ms => new Promise(resolve => setTimeout(resolve, ms))
  const lines = () => document.querySelectorAll('.ticket-line').length
  const tiles = () => [...document.querySelectorAll('[data-testid^="tile-ps-"]')]
  document.querySelector('[data-testid="department-all"]')?.click()
  await rest(500)
  let shelf = tiles()[0]
  while (shelf && shelf.scrollHeight <= shelf.clientHeight + 1) shelf = shelf.parentElement
  for (let from = 0; lines() < count; from += shelf.clientHeight) {
    if (from > shelf.scrollHeight) throw new Error(`only ${lines()} of ${count} lines`)
    shelf.scrollTo(0, from)
    await rest(100)
    for (const tile of tiles()) {
      if (lines() >= count) break
      if (!tile.querySelector('.tile__badge')) tile.click()
      await rest(0)
    }
  }
  shelf.scrollTo(0, 0)
  await rest(500)
}

/** Milliseconds of what the owner and the inspector ask of a journal. */
export async function booksAt({ open }) {
  const { context, page } = await open()
  try {
    const timed = async (path, act, done) => {
      await page.goto(path)
      const startedAt = performance.now()
      await act()
      await page.evaluate(seen, done)
      return performance.now() - startedAt
    }
    const button = page.getByTestId('check-journal')
    await page.goto('/#/config/general/caisse')
    await button.waitFor()
    // Waits for what a till does on opening.
    await page.waitForTimeout(8_000)
    const check = await timed(
      '/#/config/general/caisse',
      async () => {
        await button.click()
        await page.evaluate(seen, '[data-testid="check-journal"][disabled]')
      },
      '[data-testid="check-journal"]:not([disabled])',
    )
    const day = await timed(
      '/#/sell',
      () => page.goto('/#/closings/open'),
      '[data-testid="x-report"]',
    )
    await page.goto('/#/reports')
    await page.evaluate(seen, '[data-testid="report-span"][aria-busy="false"]')
    const year = await timed(
      '/#/reports',
      async () => {
        await page.getByTestId('period-year').check({ force: true })
        await page.evaluate(seen, '[data-testid="report-span"][aria-busy="true"]')
      },
      '[data-testid="report-span"][aria-busy="false"]',
    )
    return { check, day, year, backup: await backUp(page), closing: await closeDay(page) }
  } finally {
    await context.close()
  }
}

/** The closing of what is still open, from the touch that confirms it to its number. */
async function closeDay(page) {
  await page.goto('/#/closings/open')
  await page.getByTestId('close-day').click()
  await page.getByTestId('close-uncounted').waitFor()
  return timedPress(page, 'close-uncounted', 'closing-number')
}

/** A whole backup, from the touch to the file. */
async function backUp(page) {
  await page.goto('/#/config/general/sauvegarde')
  await page.getByTestId('passphrase').fill('quatre mots bien choisis')
  await page.getByTestId('passphrase-again').fill('quatre mots bien choisis')
  await page.getByTestId('passphrase-choose').click()
  await page.getByTestId('backup-make').waitFor()
  return timedPress(page, 'backup-make', 'backup-made')
}

/** Milliseconds from a press until what tells that it is done is seen. */
async function timedPress(page, pressed, seenAfter) {
  const startedAt = performance.now()
  await page.getByTestId(pressed).click()
  await page.getByTestId(seenAfter).waitFor()
  return performance.now() - startedAt
}
