// `npm run verify -- archive.zip [--anchor TEXTE] [--fingerprint HEX]`: whether an archive is intact.
// Only what Node itself has may be imported here: nothing is installed yet.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root } from './project.mjs'

// The standard output is kept for what is found.
console.log = console.error
await installIfNeeded()
await build()

const command = resolve(root, 'dist/server/verify.js')
// npm runs this in the project; paths are told from where the command was typed.
const cwd = process.env.INIT_CWD ?? process.cwd()
const verify = spawn(process.execPath, [command, ...process.argv.slice(2)], {
  cwd,
  stdio: 'inherit',
})
verify.on('exit', code => process.exit(code ?? 1))
