// `npm run release [folder]`: makes all that a release publishes, in one folder. This file may import
// only what Node provides: no package is installed yet.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root, run } from './project.mjs'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const folder = resolve(process.argv[2] ?? join(root, `dist/release/comptoir-${version}`))
await installIfNeeded()
await build()
await run(process.execPath, ['dist/server/pack.js', root, version])
writeFileSync(join(root, 'dist/sbom.cdx.json'), componentsList())
await run(process.execPath, ['dist/server/release.js', root, version, folder])

/**
 * Packages that the till and its server are made of, from the lock file alone (CycloneDX). Where each
 * package was downloaded from on this machine is nobody's concern.
 */
function componentsList() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const options = [
    '--sbom-format=cyclonedx',
    '--package-lock-only',
    '--omit=dev',
    '--sbom-type=application',
  ]
  const list = JSON.parse(execFileSync(npm, ['sbom', ...options], { cwd: root, encoding: 'utf8' }))
  for (const component of list.components) {
    component.externalReferences = component.externalReferences?.filter(
      ({ type }) => type !== 'distribution',
    )
  }
  return `${JSON.stringify(list, null, 2)}\n`
}
