// `npm run release [folder]`: makes all that a release publishes, in one folder. This file may import
// only what Node provides: no package is installed yet.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root, run } from './project.mjs'
import { sourceDate } from './sourceDate.mjs'

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const folder = resolve(process.argv[2] ?? join(root, `dist/release/comptoir-${version}`))
const date = sourceDate()
await installIfNeeded()
await build()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
await run(process.execPath, ['dist/server/pack.js', root, version], {
  env: { ...process.env, SOURCE_DATE_EPOCH: date, COMPTOIR_PACK_TO: folder },
})
writeFileSync(join(folder, 'SBOM.cdx.json'), componentsList())
await run(process.execPath, ['dist/server/release.js', root, version, folder])

/**
 * Packages that the till and its server are made of, from the lock file alone (CycloneDX). Neither the
 * name of this folder nor where a package was downloaded from is anybody's concern.
 */
function componentsList() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const list = JSON.parse(
    execFileSync(
      npm,
      [
        'sbom',
        '--sbom-format=cyclonedx',
        '--sbom-type=application',
        '--package-lock-only',
        '--omit=dev',
      ],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    ),
  )
  // The same source makes the same list.
  delete list.serialNumber
  list.metadata.timestamp = new Date(Number(date) * 1000).toISOString()
  list.metadata.component.name = name
  for (const component of list.components) {
    component.externalReferences = component.externalReferences?.filter(
      ({ type }) => type !== 'distribution',
    )
  }
  return `${JSON.stringify(list, null, 2)}\n`
}
