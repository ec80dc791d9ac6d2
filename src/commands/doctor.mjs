// `npm run doctor -- https://boutique CLÉ [--catalogue]`: diagnoses a shop from a terminal. This
// file may import only what Node provides: no package is installed yet.
import { spawn } from 'node:child_process'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root } from './project.mjs'

// The standard output is reserved for the doctor's result.
console.log = console.error
await installIfNeeded()
await build()

const doctor = spawn(process.execPath, ['dist/server/doctor.js', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
doctor.on('exit', code => process.exit(code ?? 1))
