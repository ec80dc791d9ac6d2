// Measures what sharing between devices costs, by the sources, in Node.
import { cpus, loadavg } from 'node:os'
import { note, percentile } from './results.mjs'
import { withSources } from './sources.mjs'

/** Carriers beside their databases, the size of a sale, the time until another till holds it. */
export const measureSharing = () =>
  withSources(async load => {
    const figures = await load('tests/bench/sharingFigures.ts')
    console.log(`(charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cœurs)`)
    const { heldMs } = await figures.measureSharing(text => console.log(`  ${text}`))
    // Changes are gathered 200 ms before they are said: the rest is the exchange, on both sides.
    const what = 'de scellé sur une caisse à gardé sur l’autre'
    note(`${what}, médiane`, percentile(heldMs, 50), 1_500, ' ms')
    note(`${what}, 95 %`, percentile(heldMs, 95), 3_000, ' ms')
  })
