import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIGURES, filesDrawn } from '../bench/figures/draw.mjs'
import { growthCharts } from '../bench/figures/growthFigures.mjs'
import { GROWTH_WORDS } from '../bench/figures/growthWords.mjs'
import { behindOf, peersCharts } from '../bench/figures/peersFigures.mjs'
import { PEERS_WORDS } from '../bench/figures/peersWords.mjs'
import { table, withTables } from '../bench/figures/tables.mjs'
import { wordsOf } from '../bench/figures/words.mjs'

interface Spread {
  median: number
  most: number
  runs: number
}
type Labels = Record<string, string>
interface PeersFigures {
  sizes: { articles: number; contestants: Record<string, Record<string, Spread>> }[]
}

const figures = JSON.parse(readFileSync(FIGURES.peers, 'utf8')) as PeersFigures
const LANGUAGES = ['fr', 'en'] as const

/** A library may be ahead by so little that only the machine knows why. */
const NOISE = 0.9

it.each(filesDrawn())('$path is what the kept figures give', ({ path, text }) => {
  expect(readFileSync(path, 'utf8')).toBe(text)
})

it('keeps the figures of everyone, at sizes that are measured', () => {
  const sizes = figures.sizes.map(({ articles }) => articles)
  expect([1_000, 10_000, 50_000, 200_000]).toEqual(expect.arrayContaining(sizes))
  expect(sizes).toContain(50_000)
  for (const { contestants } of figures.sizes) {
    expect(Object.keys(contestants)).toEqual(Object.keys(PEERS_WORDS.en.contestants))
    for (const one of Object.values(contestants)) {
      expect(one.write?.runs).toBeGreaterThan(0)
      expect(one.openWords?.runs).toBeGreaterThan(0)
    }
  }
})

describe.each(LANGUAGES)('the page of figures in %s', language => {
  const page = readFileSync(`src/help/${language}/mesures.md`, 'utf8')
  const labels: Labels = PEERS_WORDS[language].measures
  const behind = behindOf(figures) as Record<string, number>
  const [, reasons = ''] = /## (?:Où|Where) Comptoir[^\n]*\n([^]*?)\n## /.exec(page) ?? []
  const named = [...reasons.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label]) => label ?? '')

  it('says why wherever another is ahead', () => {
    const owed = Object.keys(behind).filter(measure => (behind[measure] ?? 1) < NOISE)
    expect(
      owed.map(measure => labels[measure]).filter(label => !named.includes(label ?? '')),
    ).toEqual([])
  })

  it('gives no reason where none is', () => {
    const known = Object.keys(behind).map(measure => labels[measure])
    expect(named.filter(label => !known.includes(label))).toEqual([])
  })

  it('draws charts in which each contestant stands, at numbers that are some', () => {
    for (const chart of Object.values(peersCharts(figures, language))) {
      expect(chart).not.toMatch(/NaN|Infinity|undefined/)
      for (const name of Object.values(PEERS_WORDS[language].contestants)) {
        expect(chart).toContain(`>${name}</text>`)
      }
    }
  })
})

interface GrowthFigures {
  growths: { what: string; bySize: { size: number; figures: Record<string, number> }[] }[]
}
const growth = JSON.parse(readFileSync(FIGURES.growth, 'utf8')) as GrowthFigures

it('keeps what every act costs at the smallest size and at the largest', () => {
  const ends = growth.growths.map(({ what, bySize }) => [
    what,
    bySize[0]?.size,
    bySize.at(-1)?.size,
  ])
  expect(ends).toEqual([
    ['articles', 1_000, 200_000],
    ['entries', 1_000, 1_000_000],
    ['lines', 1, 500],
    ['tills', 1, 10],
  ])
})

it.each(LANGUAGES)('draws how they grow, each act by its name, in %s', language => {
  for (const chart of Object.values(growthCharts(growth, language))) {
    expect(chart).not.toMatch(/NaN|Infinity|undefined/)
    const { drawn, kinds } = GROWTH_WORDS[language]
    for (const name of [...Object.values(drawn), ...Object.values(kinds)]) {
      expect(chart).toContain(`>${name}</text>`)
    }
  }
})

it('a tap, a scan and a letter are not slower for what a shop grew to', () => {
  const FLAT = ['tap', 'scan', 'letter']
  const grown = growth.growths.flatMap(({ what, bySize }) =>
    FLAT.map(act => [
      `${what}, ${act}`,
      (bySize.at(-1)?.figures[act] ?? NaN) / (bySize[0]?.figures[act] ?? NaN),
    ]),
  )
  // As kept; the page tells of those above 1.2.
  expect(grown.filter(([, ratio]) => !(Number(ratio) < 1.5))).toEqual([])
})

describe('a figure', () => {
  const [fr, en] = [wordsOf('fr'), wordsOf('en')]

  it('has as many digits as tell something, as each language writes them', () => {
    expect([0.002, 0.5, 12.34, 999, 1_250].map(fr.time)).toEqual([
      '2\u00a0µs',
      '0,5\u00a0ms',
      '12,3\u00a0ms',
      '999\u00a0ms',
      '1,25\u00a0s',
    ])
    expect([en.number(50_000), fr.number(50_000)]).toEqual(['50,000', '50\u202f000'])
    expect([en.number(0.0542), fr.number(0.003), fr.number(119)]).toEqual(['0.05', '0,003', '119'])
    expect([en.bytes(12_500_000), fr.day('2026-11-30')]).toEqual(['12.5\u00a0MB', '30/11/2026'])
  })

  it('takes the place of the table that begins alike, and of no other', () => {
    const page = '# A\n\n| One | Two |\n| --- | --- |\n| old | 1 |\n\n| Other | |\n| --- | --- |\n'
    const drawn = withTables(page, [table(['One', 'Three'], [['new', '2']])]) as string
    expect(drawn).toBe(
      '# A\n\n| One | Three |\n| --- | --- |\n| new | 2 |\n\n| Other | |\n| --- | --- |\n',
    )
    expect(() => void withTables(page, [table(['None'], [])])).toThrow('no table')
  })
})
