// `npm run bench growth`: how each cost grows with the articles, the entries of the journal, the lines of a ticket
// and the tills of the shop.
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { chromium } from '@playwright/test'
import { circumstances, machineOf } from '../figures/machine.mjs'
import { withSources } from '../sources.mjs'
import { makeJournal } from '../journal.mjs'
import { drawFigures, FIGURES } from '../figures/draw.mjs'
import { GROWTH_WORDS } from '../figures/growthWords.mjs'
import { amountOf } from '../figures/growthFigures.mjs'
import { keepFile, note, percentile } from '../results.mjs'
import { BROWSER } from '../verifyTill.mjs'
import { keepTill } from './keptTill.mjs'
import { booksAt, coldStart, sellAt } from './probes.mjs'

const MOST = Number(process.env.COMPTOIR_BENCH_MOST ?? Infinity)
const ROUNDS = Number(process.env.COMPTOIR_BENCH_ROUNDS ?? 3)
/** Only a measure of all sizes takes the place of the one that the manual shows. */
const isWhole = MOST === Infinity
const upTo = sizes => sizes.filter(size => size <= MOST)
const ARTICLES = upTo([1_000, 10_000, 50_000, 200_000])
const ENTRIES = upTo([1_000, 10_000, 100_000, 1_000_000])
const LINES = upTo([1, 10, 100, 500])
const TILLS = [1, 2, 5, 10]
const DAYS = 330
/** Tap, scan, letter and payment must not grow, but for what the machine itself varies. */
const FLAT = 1.2

/** A till at the counter: its openings without a network, then its taps, scans, letters and sales. */
const atCounter = async till => ({
  ...(await coldStart(till)),
  ...(await sellAt(till, { taps: 60, sales: 10, lines: 0 })),
})

/** What grows, its sizes, and what is measured of a till of each size: in turns, or `once` after them. */
const KINDS = [
  { what: 'articles', sizes: ARTICLES, keep: size => keepTill(size), inTurns: atCounter },
  {
    what: 'entries',
    sizes: ENTRIES,
    keep: async entries => {
      const salesADay = Math.ceil(entries / DAYS)
      const firstDay = new Date(Date.now() - DAYS * 864e5).toISOString().slice(0, 10)
      return keepTill(1_000, await makeJournal({ entries, salesADay, firstDay }))
    },
    inTurns: atCounter,
    once: booksAt,
  },
  {
    what: 'lines',
    sizes: LINES,
    keep: async lines => ({ ...(await keepTill(1_000)), lines }),
    inTurns: till => sellAt(till, { taps: 60, sales: 0, lines: till.lines }),
  },
  {
    what: 'tills',
    sizes: TILLS,
    keep: tills =>
      withSources(async load => (await load('tests/bench/growth/keptShop.ts')).keepShop(tills)),
    inTurns: atCounter,
  },
]

/** Every figure at every size, then the ratio of the largest size to the smallest. */
export async function measureGrowth() {
  const growths = []
  const machine = machineOf(await browserName())
  for (const kind of KINDS.filter(({ sizes }) => sizes.length > 0)) {
    growths.push(await grow(kind))
    // What was measured is kept, whatever comes of the rest.
    const command = 'npm run bench growth'
    const kept = { command, machine, ...circumstances(loadavg()[0]), growths }
    keepFile('growth.json', kept)
    if (isWhole) writeFileSync(FIGURES.growth, `${JSON.stringify(kept, null, 1)}\n`)
  }
  if (isWhole) drawFigures()
}

const { kinds: KINDS_NAMED, measures: NAMES } = GROWTH_WORDS.fr
const FLAT_ONES = new Set(['tap', 'scan', 'letter', 'durable'])

/** The browser that measures, and its version. */
async function browserName() {
  const browser = await chromium.launch(BROWSER)
  const name = `Chromium ${browser.version()}`
  await browser.close()
  return name
}

/** One kind of size: tills of all sizes by turns, so that all meet the same machine; the medians of the rounds. */
async function grow({ what, sizes, keep, inTurns, once }) {
  const tills = []
  try {
    for (const size of sizes) {
      tills.push({ size, till: await keep(size), rounds: [] })
      console.log(`  (${KINDS_NAMED[what]}, ${size} : prêt)`)
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { till, rounds } of tills) rounds.push(await inTurns(till))
    }
    const bySize = []
    for (const { size, till, rounds } of tills) {
      const figures = { ...mediansOf(rounds), ...(once ? await once(till) : {}) }
      bySize.push({ size, figures })
      tell(size, what, figures)
    }
    compare(what, bySize)
    return { what, bySize }
  } finally {
    for (const { till } of tills) await till.end()
  }
}

function mediansOf(rounds) {
  const names = Object.keys(rounds[0]).filter(name => Number.isFinite(rounds[0][name]))
  const middle = name =>
    percentile(
      rounds.map(one => one[name]),
      50,
    )
  return Object.fromEntries(names.map(name => [name, middle(name)]))
}

function tell(size, what, figures) {
  const shown = Object.entries(figures).map(
    ([name, value]) => `${NAMES[name]} ${amountOf(name, value, 'fr')}`,
  )
  console.log(
    `${KINDS_NAMED[what]}, ${size} (charge ${loadavg()[0].toFixed(1)}) : ${shown.join(' ; ')}`,
  )
}

function compare(what, bySize) {
  const [first, last] = [bySize[0], bySize.at(-1)]
  for (const name of Object.keys(first.figures)) {
    const ratio = last.figures[name] / first.figures[name]
    const bound = FLAT_ONES.has(name) ? FLAT : last.size / first.size
    note(`${KINDS_NAMED[what]}, ${last.size} / ${first.size} : ${NAMES[name]}`, ratio, bound)
  }
}
