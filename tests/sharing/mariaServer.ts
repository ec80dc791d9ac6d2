import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './freePort'
import { otherUser } from './postgresServer'

const SERVER = '/usr/sbin/mariadbd'

/** Why no MariaDB can be started here. */
export function whyNoMaria(): string | undefined {
  if (!existsSync(SERVER)) return `MariaDB is not installed as ${SERVER}`
  return process.getuid?.() === 0 && !otherUser('mysql')
    ? 'MariaDB does not run as root, and there is no user mysql'
    : undefined
}

export interface MariaServer {
  /** Where PHP finds it. */
  dsn: string
  user: string
  password: string
  run: (sql: string) => void
  close: () => Promise<void>
}

/** Starts MariaDB over an empty database `boite` in a folder of its own. */
export async function startMaria(): Promise<MariaServer> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-maria-'))
  const user = otherUser('mysql')
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const own = { ...user, cwd: folder, env: { ...process.env, HOME: folder } }
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
    { ...own, stdio: 'pipe' },
  )
  const port = await freePort()
  const socket = join(folder, 'maria.sock')
  const server = spawn(
    SERVER,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--pid-file=${join(folder, 'maria.pid')}`,
      '--innodb-buffer-pool-size=32M',
      '--skip-name-resolve',
    ],
    { ...own, stdio: 'ignore' },
  )
  const run = (sql: string) => {
    execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-u', 'root', '-e', sql], {
      stdio: 'pipe',
    })
  }
  for (let tries = 0; ; tries += 1) {
    if (server.exitCode !== null || tries > 200) throw new Error('MariaDB did not start')
    try {
      run('select 1')
      break
    } catch {
      await sleep(100)
    }
  }
  run("create database boite; create user 'till'@'127.0.0.1' identified by 'secret'")
  run("grant all on boite.* to 'till'@'127.0.0.1'")
  return {
    dsn: `mysql:host=127.0.0.1;port=${port};dbname=boite`,
    user: 'till',
    password: 'secret',
    run,
    close: async () => {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
