// The counter on a slow tablet, with fifty thousand articles and a day's sales in the journal.
import { note, percentile } from './results.mjs'
import { sellTickets } from './sell.mjs'
import { openCounter, piecesOn } from './till.mjs'

const LINES_SOLD = 1_000
const LINES_ON_TICKET = 100
const TAPS = 200
export const WORDS = ['the vert', 'carnet', 'savon', 'miel', 'huile', 'affiche', 'cafe', 'bougie']

/**
 * Time from a tap or a keystroke until its result is painted. Frames are not limited to the
 * screen's refresh rate, so that work is measured, not waiting.
 */
export async function measureCounter() {
  const { browser, page, end } = await openCounter(50_000)
  try {
    await page.evaluate(installProbe)
    const pays = await sellTickets(page, { tickets: LINES_SOLD / 25, lines: 25 })
    const paid = name => pays.map(pay => pay[name])
    note(
      'de l’encaissement à la vente sur le disque, médiane',
      percentile(paid('durable'), 50),
      50,
      ' ms',
    )
    note('de l’encaissement à la vente signée, médiane', percentile(paid('signed'), 50), 50, ' ms')
    note('de l’encaissement à la vente signée, 95 %', percentile(paid('signed'), 95), 100, ' ms')
    note('de l’encaissement à l’écran payé, médiane', percentile(paid('shown'), 50), 150, ' ms')
    await page.evaluate(count => globalThis.bench.fill(count), LINES_ON_TICKET)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.waitForTimeout(2_000)

    const before = await piecesOn(page)
    const taps = await page.evaluate(count => globalThis.bench.tap(count), TAPS)
    const added = (await piecesOn(page)) - before
    if (added !== TAPS) throw new Error(`${added} of ${TAPS} taps are on the ticket`)
    note('du toucher à la ligne peinte, 95 %', percentile(taps.times, 95), 16, ' ms')
    note('plus longue tâche en touchant', Math.max(0, ...taps.long), 50, ' ms')
    const keys = await page.evaluate(words => globalThis.bench.search(words), WORDS)
    note('de la frappe aux premiers articles peints, 95 %', percentile(keys.times, 95), 16, ' ms')
    note('de la frappe à tous les articles en vue, 95 %', percentile(keys.wholes, 95), 100, ' ms')
    note('plus longue tâche en cherchant', Math.max(0, ...keys.long), 50, ' ms')
    const lines = await page.locator('.ticket-line').count()
    const bare = await measureBarePage(browser)
    console.log(
      `  (${taps.times.length} touchers, médiane ${percentile(taps.times, 50).toFixed(1)} ms ; ` +
        `${keys.times.length} frappes, médiane ${percentile(keys.times, 50).toFixed(1)} ms ; ` +
        `${lines} lignes sur le ticket, ${LINES_SOLD} vendues ; processeur ralenti 4 fois)`,
    )
    console.log(
      `  (une page nue qui ajoute une ligne, même mesure : médiane ${percentile(bare, 50).toFixed(1)} ms, ` +
        `95 % ${percentile(bare, 95).toFixed(1)} ms : ce que la machine et le navigateur prennent seuls)`,
    )
  } finally {
    await end()
  }
}

/**
 * The same measurement on a page without a till, where a line is added to a list: the share of the
 * machine and the browser.
 */
async function measureBarePage(browser) {
  const page = await openBarePage(browser)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.waitForTimeout(1_000)
  return page.evaluate(count => globalThis.bench.bare(count), TAPS)
}

/** A page without a till, with a list that lines are added to. */
export async function openBarePage(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, hasTouch: true })
  await page.setContent('<p>0</p><ul style="height:600px;overflow:auto;contain:strict"></ul>')
  await page.evaluate(installProbe)
  return page
}

/** Runs in the page: the work of an outside tool would be measured with the taps. */
export function installProbe() {
  const tiles = () => [...document.querySelectorAll('[data-testid^="tile-ps-"]')]
  const rest = ms => new Promise(resolve => setTimeout(resolve, ms))
  const painted = () =>
    new Promise(resolve =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => resolve(performance.now()))
        port1.start()
        port2.postMessage(null)
      }),
    )
  const watchLong = () => {
    const long = []
    const keep = tasks => long.push(...tasks.map(task => Math.round(task.duration)))
    const observer = new PerformanceObserver(list => keep(list.getEntries()))
    observer.observe({ type: 'longtask' })
    const stop = () => {
      keep(observer.takeRecords())
      observer.disconnect()
    }
    return { long, stop }
  }
  const lines = () => document.querySelectorAll('.ticket-line').length
  const departments = () => [
    ...document.querySelectorAll('[data-testid^="department-ps-"], [data-testid="department-all"]'),
  ]

  globalThis.bench = {
    /** Puts so many different articles on the ticket. */
    async fill(count) {
      const wanted = lines() + count
      for (const department of departments()) {
        department.click()
        await rest(250)
        for (const tile of tiles()) {
          if (lines() >= wanted) return
          if (!tile.querySelector('.tile__badge')) tile.click()
          await rest(0)
        }
      }
      throw new Error(`only ${lines()} of ${wanted} lines`)
    },
    /** Times from the press that pays to the sale on disk, to its signature there, and to the screen. */
    async pay() {
      const { prototype } = IDBObjectStore
      const { add } = prototype
      const done = {}
      let startedAt = 0
      const ends = new Promise(resolve => {
        prototype.add = function (...parts) {
          const name = { journal: 'durable', signatures: 'signed' }[this.name]
          if (name && !(name in done)) {
            done[name] = 0
            this.transaction.addEventListener('complete', () => {
              done[name] = performance.now() - startedAt
              if (done.durable && done.signed) resolve()
            })
          }
          return add.apply(this, parts)
        }
      })
      startedAt = performance.now()
      document.querySelector('[data-testid="validate"]').click()
      while (!document.querySelector('[data-testid="new-ticket"]')) await painted()
      done.shown = performance.now() - startedAt
      await ends
      prototype.add = add
      return done
    },
    async tap(count) {
      const { long, stop } = watchLong()
      const times = []
      for (let tap = 0; tap < count; tap += 1) {
        const all = tiles()
        const tile = all[(tap * 7) % all.length]
        const startedAt = performance.now()
        tile.click()
        times.push((await painted()) - startedAt)
        await rest(60)
      }
      stop()
      return { times, long }
    },
    async bare(count) {
      const [total, list] = [document.querySelector('p'), document.querySelector('ul')]
      const times = []
      for (let line = 0; line < count; line += 1) {
        const startedAt = performance.now()
        total.textContent = String(line)
        list.insertAdjacentHTML('beforeend', '<li>1 × Savon <b>12,00 €</b></li>')
        times.push((await painted()) - startedAt)
        await rest(60)
      }
      return times
    },
    async search(words) {
      const { long, stop } = watchLong()
      const times = []
      /** Rows below the first are drawn in a frame of their own. */
      const wholes = []
      const field = document.querySelector('[data-testid="search"]')
      for (const word of words) {
        for (let length = 1; length <= word.length; length += 1) {
          const startedAt = performance.now()
          const wanted = word.slice(0, length)
          const isFound = () =>
            document.querySelector(`[data-found-for="${CSS.escape(wanted)}"]`) !== null
          const changed = new Promise(resolve => {
            const observer = new MutationObserver(() => {
              if (!isFound()) return
              observer.disconnect()
              resolve()
            })
            observer.observe(document.querySelector('.sell__shelf'), {
              childList: true,
              subtree: true,
              attributes: true,
            })
          })
          field.value = wanted
          field.dispatchEvent(new Event('input', { bubbles: true }))
          await changed
          let paintedAt = await painted()
          times.push(paintedAt - startedAt)
          const holdsTile = node => node.querySelector?.('.tile__name') != null
          const isOfTile = ({ target, addedNodes }) =>
            target.className === 'tile__name' || [...addedNodes].some(holdsTile)
          const later = new MutationObserver(async changes => {
            if (changes.some(isOfTile)) paintedAt = await painted()
          })
          later.observe(document.querySelector('.sell__shelf'), { childList: true, subtree: true })
          await rest(80)
          later.disconnect()
          wholes.push(paintedAt - startedAt)
        }
      }
      stop()
      return { times, wholes, long }
    },
  }
}
