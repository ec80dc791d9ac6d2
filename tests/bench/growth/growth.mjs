// `npm run bench growth`: how each cost grows with the articles, the entries of the journal and the lines of a ticket.
import { cpus, loadavg } from 'node:os'
import { makeJournal } from '../journal.mjs'
import { keepFile, note, percentile } from '../results.mjs'
import { keepTill } from './keptTill.mjs'
import { booksAt, coldStart, sellAt } from './probes.mjs'

const MOST = Number(process.env.COMPTOIR_BENCH_MOST ?? Infinity)
const ROUNDS = Number(process.env.COMPTOIR_BENCH_ROUNDS ?? 5)
const upTo = sizes => sizes.filter(size => size <= MOST)
const ARTICLES = upTo([1_000, 10_000, 50_000, 200_000])
const ENTRIES = upTo([1_000, 10_000, 100_000, 1_000_000])
const LINES = upTo([1, 10, 100, 500])
const DAYS = 330
/** Tap, letter and payment must not grow, but for what the machine itself varies. */
const FLAT = 1.2

/** Every figure at every size, then the ratio of the largest size to the smallest. */
export async function measureGrowth() {
  const growths = [
    await grow('articles', ARTICLES, async size => {
      const till = await keepTill(size)
      return measured(till, async () => ({
        ...(await coldStarts(till)),
        ...(await sellAt(till, { taps: 100, sales: 20, lines: 0 })),
      }))
    }),
    await grow('écritures', ENTRIES, async size => {
      const salesADay = Math.ceil(size / DAYS)
      const firstDay = new Date(Date.now() - DAYS * 864e5).toISOString().slice(0, 10)
      const till = await keepTill(1_000, await makeJournal({ entries: size, salesADay, firstDay }))
      return measured(till, async () => ({
        ...(await coldStarts(till)),
        ...(await sellAt(till, { taps: 50, sales: 20, lines: 0 })),
        ...(await booksAt(till)),
      }))
    }),
    await grow('lignes du ticket', LINES, async size => {
      const till = await keepTill(1_000)
      return measured(till, () => sellAt(till, { taps: 100, sales: 0, lines: size }))
    }),
  ]
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? '' }
  keepFile('growth.json', { day: new Date().toISOString().slice(0, 10), machine, growths })
}

async function measured(till, measure) {
  try {
    return await measure()
  } finally {
    till.end()
  }
}

async function coldStarts(till) {
  const starts = []
  for (let round = 0; round < ROUNDS; round += 1) starts.push(await coldStart(till))
  const middle = name =>
    percentile(
      starts.map(one => one[name]),
      50,
    )
  return { tile: middle('tile'), line: middle('line'), searchable: middle('searchable') }
}

const NAMES = {
  tile: ['ouverture hors ligne jusqu’à la première tuile', 'ms'],
  line: ['ouverture hors ligne jusqu’à la ligne d’un toucher', 'ms'],
  searchable: ['ouverture hors ligne jusqu’à la recherche', 'ms'],
  tap: ['toucher', 'ms'],
  letter: ['lettre', 'ms'],
  durable: ['encaissement jusqu’au disque', 'ms'],
  memory: ['mémoire de la page', 'Mo'],
  disk: ['disque', 'Mo'],
  check: ['vérification du journal', 'ms'],
  day: ['lecture du jour', 'ms'],
  year: ['rapport de l’année', 'ms'],
  backup: ['sauvegarde entière', 'ms'],
}
const FLAT_ONES = new Set(['tap', 'letter', 'durable'])

/** One kind of size: its figures, printed as they come. */
async function grow(what, sizes, measure) {
  const bySize = []
  for (const size of sizes) {
    const figures = await measure(size)
    bySize.push({ size, figures })
    const shown = Object.entries(figures)
      .filter(([, value]) => Number.isFinite(value))
      .map(([name, value]) => `${NAMES[name][0]} ${value.toFixed(1)} ${NAMES[name][1]}`)
    console.log(`${size} ${what} (charge ${loadavg()[0].toFixed(1)}) : ${shown.join(' ; ')}`)
  }
  const [first, last] = [bySize[0], bySize.at(-1)]
  for (const name of Object.keys(first.figures)) {
    const ratio = last.figures[name] / first.figures[name]
    if (!Number.isFinite(ratio)) continue
    const bound = FLAT_ONES.has(name) ? FLAT : last.size / first.size
    note(`${NAMES[name][0]}, ${last.size} / ${first.size} ${what}`, ratio, bound)
  }
  return { what, bySize }
}
