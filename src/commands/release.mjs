// `npm run release [folder]`: makes all that a release publishes, in one folder. This file may import
// only what Node provides: no package is installed yet.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root, run } from './project.mjs'
import { sourceDate } from './sourceDate.mjs'

const { name, version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
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
  const options = ['--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only']
  const told = execFileSync(npm, ['sbom', ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const list = JSON.parse(told)
  // npm's own `--omit=dev` leaves out Vue, which packages for development name as their peer.
  const shipped = shippedOf(list)
  list.components = list.components.filter(component => shipped.has(component['bom-ref']))
  list.dependencies = list.dependencies
    .filter(({ ref }) => shipped.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(one => shipped.has(one)) }))
  for (const component of list.components) {
    component.scope = 'required'
    component.externalReferences = component.externalReferences?.filter(
      ({ type }) => type !== 'distribution',
    )
  }
  list.metadata.component.name = name
  // The same source makes the same list.
  delete list.serialNumber
  list.metadata.timestamp = new Date(Number(date) * 1000).toISOString()
  return `${JSON.stringify(list, null, 2)}\n`
}

/** References of this project, of its dependencies, and of theirs. */
function shippedOf({ metadata, components, dependencies: edges }) {
  const isOurs = ref => Object.keys(dependencies).some(one => ref.startsWith(`${one}@`))
  const top = edges.find(({ ref }) => ref === metadata.component['bom-ref'])
  const shipped = new Set([metadata.component['bom-ref']])
  const next = top.dependsOn.filter(isOurs)
  while (next.length > 0) {
    const ref = next.pop()
    if (shipped.has(ref)) continue
    shipped.add(ref)
    next.push(...(edges.find(edge => edge.ref === ref)?.dependsOn ?? []))
  }
  const missing = Object.keys(dependencies).filter(
    one =>
      !components.some(component => component.name === one && shipped.has(component['bom-ref'])),
  )
  if (missing.length > 0) throw new Error(`no component for ${missing.join(', ')}`)
  return shipped
}
