// `npm run pack -- https://caisse.boutique.fr`: makes the PrestaShop module, and one ZIP for that address of the
// till's own with the lines that let the shop answer it; without an address, a folder on the shop's own host.
// This file may import only what Node provides: no package is installed yet.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root, run } from './project.mjs'
import { sourceDate } from './sourceDate.mjs'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
await installIfNeeded()
await build()
await run(process.execPath, ['dist/server/pack.js', root, version, ...process.argv.slice(2)], {
  env: { ...process.env, SOURCE_DATE_EPOCH: sourceDate() },
})
