// `npm run pack`: one ZIP to unpack as a folder on the shop's own host.
// Only what Node itself has may be imported here: nothing is installed yet.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root, run } from './project.mjs'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
await installIfNeeded()
await build()
await run(process.execPath, ['dist/server/pack.js', root, version])
