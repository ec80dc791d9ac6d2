// Measures a phone that holds the entries of a shop's other tills.
import { loadavg, cpus } from 'node:os'
import { note, percentile } from '../results.mjs'
import { withSources } from '../sources.mjs'

const ENTRIES = Number(process.env.COMPTOIR_BENCH_ENTRIES ?? 1_000_000)

/** Takes the copies, opens the till with and without them, and reads each screen over them. */
export const measureCopies = () =>
  withSources(async load => {
    const { measureCopies } = await load('tests/bench/sharing/copies.ts')
    console.log(`${ENTRIES} écritures de trois autres caisses sur un téléphone`)
    console.log(`  (charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cœurs)`)
    const found = await measureCopies(text => console.log(`  ${text}`), ENTRIES)
    const { openedBefore, openedAfter, filled, blocksMs, blockBytes, memory } = found
    const half = blocksMs.length / 2
    console.log(
      `  prises d’un bloc par vente : ${((blocksMs.length * 100_000) / sum(blocksMs)).toFixed(0)} par seconde, ${blockBytes.toFixed(0)} octets chacune avec son bloc gardé`,
    )
    note(
      'bloc par vente, seconde moitié / première',
      sum(blocksMs.slice(half)) / sum(blocksMs.slice(0, half)),
      1.5,
    )
    const micros = filled.msByQuarter
    console.log(
      `  rangées par 256 : ${filled.entries} écritures, ${micros.map(one => one.toFixed(0)).join(', ')} µs chacune par quart ;` +
        ` ${(filled.bytes / 1e6).toFixed(0)} Mo, ${(filled.bytes / filled.entries).toFixed(0)} octets chacune`,
    )
    note('rangement, dernier quart / premier', micros[3] / micros[0], 1.5)
    const middle = (all, name) =>
      percentile(
        all.map(one => one[name]),
        50,
      )
    for (const [name, what] of [
      ['tileMs', 'du lancement à la première tuile'],
      ['tapMs', 'du toucher à la tuile peinte'],
    ]) {
      const [before, after] = [middle(openedBefore, name), middle(openedAfter, name)]
      console.log(`  ${what} : ${before.toFixed(0)} ms sans copies, ${after.toFixed(0)} ms avec`)
      note(`${what}, avec / sans copies`, after / before, 1.3)
    }
    console.log(
      `  mémoire après tout cela : page ${(memory.pageBytes / 1e6).toFixed(0)} Mo, travailleur ${(memory.workerBytes / 1e6).toFixed(0)} Mo`,
    )
  })

const sum = values => values.reduce((total, one) => total + one, 0)
