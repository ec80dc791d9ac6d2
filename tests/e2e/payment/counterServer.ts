import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../sharing/freePort'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface CounterServer {
  origin: string
  /** Kills the server at once, as a power cut does. */
  kill: () => Promise<void>
  /** Starts it again, over the same files. */
  start: () => Promise<void>
}

/** The built server of the till with a demo shop, which reaches a terminal of this machine. */
export async function startCounterServer(terminalPort: number): Promise<CounterServer> {
  const port = await freePort()
  const stateFolder = mkdtempSync(join(tmpdir(), 'comptoir-counter-'))
  const origin = `http://localhost:${port}`
  let server: ChildProcess | undefined

  async function start(): Promise<void> {
    server = spawn(process.execPath, ['dist/server/server.js'], {
      cwd: root,
      stdio: 'ignore',
      env: {
        ...process.env,
        PORT: String(port),
        COMPTOIR_ROOT: root,
        COMPTOIR_STATE: stateFolder,
        COMPTOIR_ALLOW_PRIVATE: '1',
        COMPTOIR_ALLOW_LOOPBACK: '1',
        COMPTOIR_HUB: 'off',
        COMPTOIR_TERMINAL: `Comptoir=127.0.0.1:${terminalPort}`,
      },
    })
    for (let tries = 0; !(await isUp(origin)); tries += 1) {
      if (tries > 200) throw new Error('the server with a terminal did not start')
      await sleep(100)
    }
  }

  async function kill(): Promise<void> {
    const killed = server
    const ended = new Promise(resolve => killed?.once('exit', resolve))
    killed?.kill('SIGKILL')
    await ended
  }

  await start()
  return { origin, start, kill }
}

async function isUp(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/proxy/health`)).ok
  } catch {
    // It does not listen yet.
    return false
  }
}
