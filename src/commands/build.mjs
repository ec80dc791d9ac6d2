import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compress } from './compress.mjs'
import { root, runTool } from './project.mjs'

const SOURCES = [
  'src',
  'public',
  'index.html',
  'package-lock.json',
  'package.json',
  'vite.config.ts',
]
/** Entry points; each is bundled into one file without dependencies. */
const ENTRIES = [
  'src/proxy/server.ts',
  'src/proxy/edge.ts',
  'src/doctor/doctor.ts',
  'src/packing/pack.ts',
  'src/packing/release.ts',
  'src/verifier/verify.ts',
]
const stamp = join(root, 'dist/.built-from')

/** Builds the till and its server, when one of their sources has changed. */
export async function build() {
  const sources = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return

  console.log('Construction de la caisse…')
  const vite = 'vite/bin/vite.js'
  await runTool(vite, ['build', '--logLevel', 'warn'])
  const modulePage = 'src/packing/module/vite.config.ts'
  await runTool(vite, ['build', '--config', modulePage, '--logLevel', 'warn'])
  for (const entry of ENTRIES) await runTool(vite, ['build', '--ssr', entry, '--logLevel', 'warn'])
  await compress(join(root, 'dist/client'))
  writeFileSync(stamp, sources)
}

function fingerprint() {
  const hash = createHash('sha256')
  const add = path => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name))
    } else hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  for (const source of SOURCES) add(join(root, source))
  return hash.digest('hex')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build()
