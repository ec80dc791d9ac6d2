// Scans on a slow tablet with fifty thousand articles.
import { note, percentile } from './results.mjs'
import { openCounter } from './till.mjs'

const SCANS = 100
const FIRST_ARTICLE = 1_001
/**
 * The demo's articles repeat after so many: the articles scanned are plain ones, without
 * combinations.
 */
const NEXT_ARTICLE = 62

/**
 * Time from the last key of a scan until its line is painted. Frames are not limited to the
 * screen's refresh rate, so that work is measured, not waiting.
 */
export async function measureScan() {
  const { page, end } = await openCounter(50_000)
  try {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.waitForTimeout(2_000)
    const { times, long, pieces } = await page.evaluate(scanAll, codesFrom(0, SCANS))
    if (pieces !== SCANS) throw new Error(`${pieces} of ${SCANS} scans are on the ticket`)
    note('du scan à la ligne peinte, 95 %', percentile(times, 95), 16, ' ms')
    note('plus longue tâche en scannant', Math.max(0, ...long), 50, ' ms')
    console.log(
      `  (${SCANS} scans à 5 ms par caractère, médiane ${percentile(times, 50).toFixed(1)} ms, ` +
        `au plus ${Math.max(...times).toFixed(1)} ms ; 50 000 articles, processeur ralenti 4 fois)`,
    )
  } finally {
    await end()
  }
}

/** So many codes of different articles, from one on. */
export const codesFrom = (first, count) =>
  Array.from({ length: count }, (_none, index) =>
    codeOf(FIRST_ARTICLE + (first + index) * NEXT_ARTICLE),
  )

/** Code of an article of the demo shop. */
function codeOf(productId) {
  const body = `29${String(productId).padStart(10, '0')}`
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** Runs in the page: the work of an outside tool would be measured with the keys. */
export async function scanAll(codes) {
  const azerty = 'à&é"\'(-è_ç'
  const times = []
  const long = []
  const keep = tasks => long.push(...tasks.map(task => Math.round(task.duration)))
  const observer = new PerformanceObserver(list => keep(list.getEntries()))
  observer.observe({ type: 'longtask' })
  const rest = ms => new Promise(resolve => setTimeout(resolve, ms))
  // Has the time stamp a device gives it, however late a slow page sends it.
  const press = (key, code, pressedAt) => {
    const event = new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true })
    Object.defineProperty(event, 'timeStamp', { value: pressedAt })
    document.body.dispatchEvent(event)
  }
  const painted = () =>
    new Promise(resolve =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => resolve(performance.now()))
        port1.start()
        port2.postMessage(null)
      }),
    )
  for (const code of codes) {
    const firstAt = performance.now()
    for (const [index, digit] of [...code].entries()) {
      press(azerty[Number(digit)], `Digit${digit}`, firstAt + index * 5)
      await rest(5)
    }
    const startedAt = performance.now()
    press('Enter', 'Enter', firstAt + code.length * 5)
    times.push((await painted()) - startedAt)
    await rest(120)
  }
  keep(observer.takeRecords())
  observer.disconnect()
  const quantities = [...document.querySelectorAll('.line__quantity')]
  const pieces = quantities.reduce((all, one) => all + Number(one.textContent), 0)
  return { times, long, pieces }
}
