// The built till on its own server, which can really end.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/commands/project.mjs'

/** Serves the built till and its demo shop; `end` ends the process, and waits until it is gone. */
export async function serveTill({ port, folder, env = {}, parameters = [] }) {
  const server = spawn(process.execPath, [...parameters, 'dist/server/server.js'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      COMPTOIR_ROOT: root,
      COMPTOIR_STATE: mkdtempSync(join(folder, 'server-')),
      ...env,
    },
  })
  const gone = new Promise(resolve => server.once('exit', resolve))
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`http://localhost:${port}/online.json`).then(
      answer => answer.ok,
      () => false,
    )
    if (isUp) {
      return {
        end: () => {
          server.kill()
          return gone
        },
      }
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  server.kill()
  throw new Error('the till’s server did not start')
}
