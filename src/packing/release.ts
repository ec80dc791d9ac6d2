/// <reference types="node" />
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { filesUnder } from './filesUnder'
import { oneFile } from './oneFile'
import { releaseNotes } from './releaseNotes'

const [root = process.cwd(), version = '0.0.0', folder = 'release'] = process.argv.slice(2)
const target = resolve(folder)
const source = (path: string) => join(root, path)

// The ZIPs and the list of components are there already.
cpSync(source('src/packing/server'), join(target, 'server'), { recursive: true })
cpSync(source('LICENSE'), join(target, 'LICENSE'))
writeFileSync(
  join(target, 'server/comptoir-server.mjs'),
  oneFile(
    {
      'dist/server/server.js': readFileSync(source('dist/server/server.js')),
      // What the bundled server imports beside it is read as modules too.
      'package.json': new TextEncoder().encode('{"type":"module"}'),
      ...prefixed('dist/client/', filesUnder(source('dist/client'))),
      ...prefixed('src/demo/pictures/', filesUnder(source('src/demo/pictures'))),
    },
    'dist/server/server.js',
    `Comptoir ${version}, MIT licence: the till, its server and its demo shop, for Node 20.19 or later.`,
  ),
  { mode: 0o755 },
)
writeFileSync(
  join(target, 'NOTES.md'),
  releaseNotes(readFileSync(source('CHANGELOG.md'), 'utf8'), version),
)

// Last, as it is over all the others: `sha256sum -c SHA256SUMS` checks them.
const sums = Object.entries(filesUnder(target))
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`)
writeFileSync(join(target, 'SHA256SUMS'), sums.join(''))
console.log(`${target} : ${sums.length + 1} fichiers.`)

function prefixed(
  prefix: string,
  files: Readonly<Record<string, Uint8Array>>,
): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [prefix + path, bytes]))
}
