// `npm run bench pairs`: tap, letter and scan beside a bare page, by turns, so that both meet the same machine.
import { loadavg } from 'node:os'
import { installProbe, openBarePage, WORDS } from './counter.mjs'
import { keepFile, note, percentile } from './results.mjs'
import { codesFrom, scanAll } from './scan.mjs'
import { openCounter, piecesOn } from './till.mjs'

const MEASURED = Number(process.env.COMPTOIR_BENCH_PAIRS ?? 500)
const A_TURN = 10
const ARTICLES = 50_000
const SLOWDOWN = 4
/** Beside the bare page: what is over it is the till's own work. */
const MOST = 1.35

const ACTS = {
  toucher: page => page.evaluate(count => globalThis.bench.tap(count), A_TURN),
  lettre: (page, turn) =>
    page.evaluate(word => globalThis.bench.search([word]), WORDS[turn % WORDS.length]),
  scan: (page, turn) => page.evaluate(scanAll, codesFrom(turn * A_TURN, A_TURN)),
}

/** Each act as often as wanted, a few at a time, each time followed by as many on the bare page. */
export async function measurePairs() {
  const { browser, page, end } = await openCounter(ARTICLES)
  try {
    await page.evaluate(installProbe)
    const bare = await openBarePage(browser)
    const till = await slowed(page)
    const other = await slowed(bare)
    // What the till does by itself after a sync is over.
    await page.waitForTimeout(8_000)
    const found = {}
    for (const [name, act] of Object.entries(ACTS)) {
      found[name] = await byTurns({ till, other, act, isCounted: name !== 'lettre' })
      tell(name, found[name])
    }
    keepFile('pairs.json', { day: new Date().toISOString().slice(0, 10), ARTICLES, found })
  } finally {
    await end()
  }
}

/** A page of which only what is measured is slow: the other one waits. */
async function slowed(page) {
  const devtools = await page.context().newCDPSession(page)
  return {
    page,
    during: async act => {
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
      await page.waitForTimeout(300)
      const measured = await act(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
      return measured
    },
  }
}

async function byTurns({ till, other, act, isCounted }) {
  const [times, bares, long] = [[], [], []]
  for (let turn = 0; times.length < MEASURED; turn += 1) {
    const before = await piecesOn(till.page)
    const measured = await till.during(page => act(page, turn))
    const added = (await piecesOn(till.page)) - before
    if (isCounted && added !== measured.times.length) {
      throw new Error(`${added} of ${measured.times.length} are on the ticket`)
    }
    times.push(...measured.times)
    long.push(...measured.long)
    const count = measured.times.length
    bares.push(
      ...(await other.during(page => page.evaluate(many => globalThis.bench.bare(many), count))),
    )
    if (!isCounted) await till.page.getByTestId('search').fill('')
  }
  return { times, bares, long }
}

function tell(name, { times, bares, long }) {
  const [own, bare] = [percentile(times, 50), percentile(bares, 50)]
  note(`${name}, médiane de la caisse / page nue`, own / bare, MOST)
  note(`${name}, plus longue tâche`, Math.max(0, ...long), 50, ' ms')
  console.log(
    `  (${times.length} : médiane ${own.toFixed(1)} ms, page nue ${bare.toFixed(1)} ms ; ` +
      `95 % ${percentile(times, 95).toFixed(1)} et ${percentile(bares, 95).toFixed(1)} ms ; ` +
      `charge ${loadavg()[0].toFixed(1)})`,
  )
}
