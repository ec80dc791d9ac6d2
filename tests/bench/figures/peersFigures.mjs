// The tables and charts of `npm run bench peers`, from the figures that it kept.
import { growthChart } from './growthChart.mjs'
import { PEERS_WORDS } from './peersWords.mjs'
import { ratioChart } from './ratioChart.mjs'
import { table } from './tables.mjs'
import { wordsOf } from './words.mjs'

/** The size that stands for all in the first table and chart. */
const SHOWN = 50_000
const KINDS = ['letter', 'word', 'accents', 'middle', 'wrong']
const NAMES = ['till', 'dexie', 'dexieMemory', 'rxdb', 'minisearch', 'flexsearch']
const OTHERS = NAMES.slice(1)
/** As many of the right articles must be found for the time to be that of an answer. */
const FOUND_ENOUGH = 0.5
const IN_PANELS = ['openWords', 'word', 'changeRead', 'memory']

/** Charts of the figures in a language, by the names of their files. */
export function peersCharts(figures, language) {
  const texts = PEERS_WORDS[language]
  const { number, time, bytes } = wordsOf(language)
  const shown = sizeOf(figures, SHOWN)
  const measures = Object.entries(texts.measures)
  const rows = measures
    .map(([measure, label]) => ({
      label,
      ratios: OTHERS.map(other => ratioOf(shown, measure, other)),
    }))
    .filter(({ ratios }) => ratios.some(ratio => ratio !== null))
  const format = (measure, value) => (measure === 'memory' ? bytes(value) : time(value))
  return {
    'mesures.svg': ratioChart({
      title: texts.ratioTitle,
      ours: texts.contestants.till,
      others: OTHERS.map(other => texts.contestants[other]),
      rows,
      ahead: texts.ahead,
      behind: texts.behind,
      format: number,
    }),
    'mesures-tailles.svg': growthChart({
      title: texts.growthTitle,
      names: NAMES.map(name => texts.contestants[name]),
      sizes: figures.sizes.map(({ articles }) => articles),
      formatSize: number,
      panels: IN_PANELS.map(measure => ({
        title: texts.measures[measure],
        format: value => format(measure, value),
        series: NAMES.map(name => figures.sizes.map(size => medianOf(size, measure, name))),
      })),
    }),
  }
}

/** Tables of the figures in a language, as the manual's page has them. */
export function peersTables(figures, language) {
  const texts = PEERS_WORDS[language]
  const { number } = wordsOf(language)
  const shown = sizeOf(figures, SHOWN)
  const measures = Object.entries(texts.measures)
  const sizes = figures.sizes.map(({ articles }) => number(articles))
  return [
    table(
      [texts.atSize(number(SHOWN)), ...NAMES.map(name => texts.contestants[name])],
      measures.map(([measure, label]) => [
        label,
        ownOf(shown, measure, language),
        ...OTHERS.map(other => besideOf(shown, measure, other, language)),
      ]),
    ),
    table(
      [texts.nearest, ...sizes],
      measures.map(([measure, label]) => [
        label,
        ...figures.sizes.map(size => nearestOf(size, measure, language)),
      ]),
    ),
    table(
      [texts.bySize, ...sizes],
      measures.map(([measure, label]) => [
        label,
        ...figures.sizes.map(size => ownOf(size, measure, language)),
      ]),
    ),
    table(
      [texts.finds, ...NAMES.map(name => texts.contestants[name])],
      KINDS.slice(1).map(kind => [
        texts.measures[kind],
        ...NAMES.map(name => shareOf(shown, kind, name, language)),
      ]),
    ),
    factsOf(figures, language),
  ]
}

/** Measures in which another is ahead of the till at some size, and by how much at the most: other / till. */
export function behindOf(figures) {
  const least = Object.keys(PEERS_WORDS.en.measures).map(measure => [
    measure,
    Math.min(
      ...figures.sizes.flatMap(size =>
        OTHERS.map(other => ratioOf(size, measure, other) ?? Infinity),
      ),
    ),
  ])
  return Object.fromEntries(least.filter(([, ratio]) => ratio < 1))
}

const sizeOf = (figures, articles) => {
  const found = figures.sizes.find(size => size.articles === articles)
  if (!found) throw new Error(`nothing was measured at ${articles} articles`)
  return found
}

/** Whether what was asked was found: how long another answer takes tells nothing. */
function isAnswered({ contestants }, measure, name) {
  const finds = contestants[name].finds[measure]
  return !KINDS.includes(measure) || (finds !== undefined && finds[0] / finds[1] >= FOUND_ENOUGH)
}

const medianOf = (size, measure, name) =>
  isAnswered(size, measure, name) ? (size.contestants[name][measure]?.median ?? null) : null

function ratioOf(size, measure, other) {
  const [own, theirs] = [medianOf(size, measure, 'till'), medianOf(size, measure, other)]
  return own === null || theirs === null ? null : theirs / own
}

const amountOf = (measure, value, language) => {
  const { time, bytes } = wordsOf(language)
  return measure === 'memory' ? bytes(value) : time(value)
}

/** The till's middle, and what 95 of a hundred do not exceed. */
function ownOf(size, measure, language) {
  if (medianOf(size, measure, 'till') === null) return PEERS_WORDS[language].none
  const { median, most } = size.contestants.till[measure]
  return `${amountOf(measure, median, language)} (${amountOf(measure, most, language)})`
}

const timesOf = (ratio, language) => `×\u00a0${wordsOf(language).number(ratio)}`

/** Another's ratio to the till; its own middle where the till has none. */
function besideOf(size, measure, other, language) {
  const ratio = ratioOf(size, measure, other)
  if (ratio !== null) return timesOf(ratio, language)
  const median = medianOf(size, measure, other)
  return median === null ? PEERS_WORDS[language].none : amountOf(measure, median, language)
}

function nearestOf(size, measure, language) {
  const texts = PEERS_WORDS[language]
  const [least] = OTHERS.map(other => [ratioOf(size, measure, other), other])
    .filter(([ratio]) => ratio !== null)
    .toSorted(([one], [other]) => one - other)
  if (!least) return texts.none
  return `${timesOf(least[0], language)} ${texts.contestants[least[1]]}`
}

function shareOf({ contestants }, kind, name, language) {
  const finds = contestants[name].finds[kind]
  if (!finds) return PEERS_WORDS[language].none
  return `${Math.round((finds[0] / finds[1]) * 100)}\u00a0%`
}

function factsOf({ command, machine, versions, sizes, firstSync }, language) {
  const texts = PEERS_WORDS[language]
  const { number, time, day } = wordsOf(language)
  const names = { dexie: 'Dexie', rxdb: 'RxDB', minisearch: 'MiniSearch', flexsearch: 'FlexSearch' }
  const { sync, bare, ratio } = firstSync
  const parts = [...sizes, firstSync]
  return table(
    [texts.facts, ''],
    [
      [texts.fact.day, [...new Set(parts.map(part => day(part.measuredOn)))].join(', ')],
      [texts.fact.command, `\`${command}\``],
      [texts.fact.machine, texts.machine(machine)],
      [texts.fact.load, parts.map(part => number(part.load)).join(' ; ')],
      [
        texts.fact.versions,
        Object.entries(versions)
          .map(([name, version]) => `${names[name]} ${version}`)
          .join(', '),
      ],
      [
        texts.sync(number(firstSync.articles)),
        `${time(sync.median)} / ${time(bare.median)} = ${number(ratio.median)}`,
      ],
    ],
  )
}
