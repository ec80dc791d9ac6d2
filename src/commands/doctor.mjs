// `npm run doctor -- https://boutique CLÉ [--catalogue]`: what a shop answers, from a terminal.
// Only what Node itself has may be imported here: nothing is installed yet.
import { spawn } from 'node:child_process'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root } from './project.mjs'

// The standard output is kept for what the doctor finds.
console.log = console.error
await installIfNeeded()
await build()

const doctor = spawn(process.execPath, ['dist/server/doctor.js', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
doctor.on('exit', code => process.exit(code ?? 1))
