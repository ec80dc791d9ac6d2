// `npm run verify -- archive.zip [--anchor TEXTE] [--fingerprint HEX]`: checks that an archive is
// intact. This file may import only what Node provides: no package is installed yet.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root } from './project.mjs'

// The standard output is reserved for the verifier's result.
console.log = console.error
await installIfNeeded()
await build()

const command = resolve(root, 'dist/server/verify.js')
// npm runs this in the project's folder; paths are relative to where the command was typed.
const cwd = process.env.INIT_CWD ?? process.cwd()
const verify = spawn(process.execPath, [command, ...process.argv.slice(2)], {
  cwd,
  stdio: 'inherit',
})
verify.on('exit', code => process.exit(code ?? 1))
