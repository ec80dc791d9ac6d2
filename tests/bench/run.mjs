// `npm run bench`: measures speed and size in Chromium; needs it installed (`npm test` does).
// Only what Node itself has may be imported here: nothing is installed yet.
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'

await installIfNeeded()
await build()
await import('./bench.mjs')
