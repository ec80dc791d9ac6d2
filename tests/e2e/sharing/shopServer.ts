import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../sharing/freePort'
import { startPostgres, whyNoPostgres } from '../../sharing/postgresServer'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Why no server with a mailbox can be started here: SQLite wants a later Node. */
export const whyNoServer = (): string | undefined =>
  process.getBuiltinModule('node:sqlite') ? undefined : whyNoPostgres()

export interface ShopServer {
  origin: string
  /** The code that the server showed last to whoever reads its terminal. */
  code: () => string
  close: () => Promise<void>
}

/** The built server of the till, with a demo shop and a mailbox that admits anybody or asks a code. */
export async function startShopServer(admission: 'open' | 'code' = 'open'): Promise<ShopServer> {
  const postgres = process.getBuiltinModule('node:sqlite') ? undefined : await startPostgres()
  const port = await freePort()
  const server = spawn(process.execPath, ['dist/server/server.js'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      PORT: String(port),
      COMPTOIR_ROOT: root,
      COMPTOIR_STATE: mkdtempSync(join(tmpdir(), 'comptoir-shop-')),
      COMPTOIR_ALLOW_PRIVATE: '1',
      COMPTOIR_DEMO_CONTROL: '1',
      COMPTOIR_HUB: admission,
      ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    },
  })
  let shown = ''
  server.stdout.on('data', (text: Buffer) => (shown += text.toString()))
  const origin = `http://localhost:${port}`
  for (let tries = 0; !(await isUp(origin)); tries += 1) {
    if (tries > 200) throw new Error('the server with a mailbox did not start')
    await sleep(100)
  }
  return {
    origin,
    code: () => [...shown.matchAll(/Code pour relier[^:]*:\s+(\S+)/g)].at(-1)?.[1] ?? '',
    async close() {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill()
      await ended
      await postgres?.close()
    },
  }
}

async function isUp(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/boite/sante`)).ok
  } catch {
    // It does not listen yet.
    return false
  }
}
