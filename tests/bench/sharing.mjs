// Measures what sharing between devices costs, by the sources, in Node.
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../../src/commands/project.mjs'
import { note, percentile } from './results.mjs'

/** Carriers beside their databases, the size of a sale, the time until another till holds it. */
export async function measureSharing() {
  const vite = await createServer({
    root,
    configFile: false,
    resolve: { alias: { '@': join(root, 'src') } },
    server: { middlewareMode: true, ws: false },
    appType: 'custom',
    logLevel: 'error',
  })
  try {
    const figures = await vite.ssrLoadModule(join(root, 'tests/bench/sharingFigures.ts'))
    console.log(`(charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cœurs)`)
    const { heldMs } = await figures.measureSharing(text => console.log(`  ${text}`))
    // Changes are gathered 200 ms before they are said: the rest is the exchange, on both sides.
    note(
      'de scellé sur une caisse à gardé sur l’autre, médiane',
      percentile(heldMs, 50),
      1_500,
      ' ms',
    )
    note('de scellé sur une caisse à gardé sur l’autre, 95 %', percentile(heldMs, 95), 3_000, ' ms')
  } finally {
    await vite.close()
  }
}
