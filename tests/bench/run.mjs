// `npm run bench`: measures speed and size in Chromium.
// Only what Node itself has may be imported here: nothing is installed yet.
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { findChromium } from '../chromium.mjs'

await installIfNeeded()
await build()
process.env.CHROMIUM_PATH = await findChromium()
await import('./bench.mjs')
