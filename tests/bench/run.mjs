// `npm run bench`: measures speed and size in Chromium; `npm run bench figures` draws the manual's charts and tables
// of kept figures anew. This file may import only what Node
// provides: no package is installed yet.
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { findChromium } from '../chromium.mjs'

await installIfNeeded()
if (process.argv[2] === 'figures') {
  const { drawFigures } = await import('./figures/draw.mjs')
  drawFigures()
} else {
  await build()
  process.env.CHROMIUM_PATH = await findChromium()
  await import('./bench.mjs')
}
