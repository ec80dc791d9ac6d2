// `npm run bench`: measures speed and size in Chromium; needs it installed (`npm test` does).
// Only what Node itself has may be imported here: nothing is installed yet.
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'

await installIfNeeded()
await build()
await import('../../tests/bench/bench.mjs')
