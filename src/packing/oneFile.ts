/// <reference types="node" />
import { Buffer } from 'node:buffer'
import { brotliCompressSync, constants } from 'node:zlib'

/**
 * A program of one file for Node alone: it holds the files of a server, unpacks them to a folder of
 * its own that goes with the process, and runs `start` there. `files` are by path.
 */
export function oneFile(
  files: Readonly<Record<string, Uint8Array>>,
  start: string,
  title: string,
): string {
  const listed = Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]),
  )
  const packed = brotliCompressSync(JSON.stringify(listed), {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
  })
  return `#!/usr/bin/env node
// ${title}
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(\`Comptoir demande Node 20.19 ou plus récent (ici \${process.versions.node}).\`)
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'comptoir-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const [path, bytes] of Object.entries(unpacked())) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), Buffer.from(bytes, 'base64'))
}
process.env.COMPTOIR_ROOT = folder
process.env.COMPTOIR_STATE ??= resolve('.comptoir')
await import(pathToFileURL(join(folder, ${JSON.stringify(start)})).href)

function unpacked() {
  return JSON.parse(brotliDecompressSync(Buffer.from(packed(), 'base64')).toString('utf8'))
}

function packed() {
  return '${packed.toString('base64')}'
}
`
}
