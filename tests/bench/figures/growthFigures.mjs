// The tables and the chart of `npm run bench growth`, from the figures that it kept.
import { growthChart } from './growthChart.mjs'
import { GROWTH_WORDS } from './growthWords.mjs'
import { PEERS_WORDS } from './peersWords.mjs'
import { table } from './tables.mjs'
import { wordsOf } from './words.mjs'

/** What the cashier does, and waits for. */
const DRAWN = Object.keys(GROWTH_WORDS.en.drawn)
const IN_BYTES = new Set(['memory', 'disk'])

/** A figure as a language writes it, in bytes or in a time. */
export function amountOf(measure, value, language) {
  const { time, bytes } = wordsOf(language)
  return IN_BYTES.has(measure) ? bytes(value) : time(value)
}

/** The chart of the figures in a language, by the name of its file. */
export function growthCharts({ growths }, language) {
  const texts = GROWTH_WORDS[language]
  const { number, time } = wordsOf(language)
  return {
    'mesures-croissance.svg': growthChart({
      title: texts.title,
      names: Object.values(texts.drawn),
      formatSize: number,
      panels: growths.map(({ what, bySize }) => ({
        title: texts.kinds[what],
        sizes: bySize.map(({ size }) => size),
        format: time,
        series: DRAWN.map(measure => bySize.map(({ figures }) => figures[measure] ?? null)),
      })),
    }),
  }
}

/** Tables of the figures in a language, one for each kind of growth, then how they were measured. */
export function growthTables(kept, language) {
  const texts = GROWTH_WORDS[language]
  const { number } = wordsOf(language)
  return [
    ...kept.growths.map(({ what, bySize }) => {
      const [first, last] = [bySize[0].figures, bySize.at(-1).figures]
      const measures = Object.keys(texts.measures).filter(measure => measure in first)
      return table(
        [texts.kinds[what], ...bySize.map(({ size }) => number(size)), texts.ratio],
        measures.map(measure => [
          texts.measures[measure],
          ...bySize.map(({ figures }) => amountOf(measure, figures[measure], language)),
          `×\u00a0${number(last[measure] / first[measure])}`,
        ]),
      )
    }),
    factsOf(kept, language),
  ]
}

function factsOf({ command, machine, measuredOn, load }, language) {
  const { fact, machine: machineText } = PEERS_WORDS[language]
  const { number, day } = wordsOf(language)
  return table(
    [GROWTH_WORDS[language].facts, ''],
    [
      [fact.day, day(measuredOn)],
      [fact.command, `\`${command}\``],
      [fact.machine, machineText(machine)],
      [fact.load, number(load)],
    ],
  )
}
