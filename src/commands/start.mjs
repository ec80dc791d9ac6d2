// `npm start` on a fresh clone: installs missing packages, builds what changed, and serves the
// till. This file may import only what Node provides: no package is installed yet.
import { spawn } from 'node:child_process'
import { build } from './build.mjs'
import { installIfNeeded } from './install.mjs'
import { root } from './project.mjs'

await installIfNeeded()
await build()

const server = spawn(process.execPath, ['dist/server/server.js'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, COMPTOIR_ROOT: root },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', code => process.exit(code ?? 0))
