// `npm run bench`: measures speed and size in Chromium. This file may import only what Node
// provides: no package is installed yet.
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { findChromium } from '../chromium.mjs'

await installIfNeeded()
await build()
process.env.CHROMIUM_PATH = await findChromium()
await import('./bench.mjs')
