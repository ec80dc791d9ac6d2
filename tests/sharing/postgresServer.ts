import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './freePort'

const VERSIONS = '/usr/lib/postgresql'

/** Folder of PostgreSQL's programs, as Debian installs them; undefined where there are none. */
function programs(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined
  const newest = readdirSync(VERSIONS)
    .map(Number)
    .sort((one, other) => other - one)
    .find(version => existsSync(join(VERSIONS, `${version}/bin/initdb`)))
  return newest === undefined ? undefined : join(VERSIONS, `${newest}/bin`)
}

/** Why no PostgreSQL can be started here. */
export function whyNoPostgres(): string | undefined {
  if (!programs()) return 'PostgreSQL is not installed in /usr/lib/postgresql'
  return process.getuid?.() === 0 && !otherUser('postgres')
    ? 'PostgreSQL does not run as root, and there is no user postgres'
    : undefined
}

/** Numbers of a user, which a server that refuses root runs as. */
export function otherUser(name: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  try {
    const idOf = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }))
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    return undefined
  }
}

export interface PostgresServer {
  pid: number
  port: number
  folder: string
  url: string
  /** Ends it at once, as a power cut would. */
  kill: () => Promise<void>
  close: () => Promise<void>
  /** A second server that follows this one; commits here wait for it once `isSynchronous`. */
  standby: () => Promise<PostgresServer>
  promote: () => void
}

/** Starts PostgreSQL over an empty database in a folder of its own. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-postgres-'))
  const data = join(folder, 'data')
  giveTo(folder)
  runTool('initdb', ['-D', data, '-U', 'till', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '-N'])
  return started(folder, data)
}

function giveTo(folder: string): void {
  const user = otherUser('postgres')
  if (user) chownSync(folder, user.uid, user.gid)
}

function runTool(name: string, options: string[]): void {
  execFileSync(join(programs() ?? '', name), options, {
    ...otherUser('postgres'),
    cwd: tmpdir(),
    stdio: 'pipe',
    env: { ...process.env, LC_ALL: 'C' },
  })
}

async function started(folder: string, data: string): Promise<PostgresServer> {
  const port = await freePort()
  const options = [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    folder,
    '-h',
    '127.0.0.1',
    '-c',
    'max_connections=60',
    '-c',
    'shared_buffers=32MB',
    '-c',
    'max_wal_senders=4',
  ]
  const server = spawn(join(programs() ?? '', 'postgres'), options, {
    ...otherUser('postgres'),
    cwd: folder,
    stdio: 'ignore',
  })
  await ready(server, port)
  const stop = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise(resolve => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }
  return {
    pid: server.pid ?? 0,
    port,
    folder,
    url: `postgres://till@127.0.0.1:${port}/postgres`,
    // SIGQUIT ends all its processes with no last write, as losing the machine does.
    kill: () => stop('SIGQUIT'),
    close: async () => {
      await stop('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
    standby: async () => {
      const behind = mkdtempSync(join(tmpdir(), 'comptoir-standby-'))
      giveTo(behind)
      const copy = join(behind, 'data')
      const from = `host=127.0.0.1 port=${port} user=till application_name=standby`
      runTool('pg_basebackup', ['-D', copy, '-R', '-X', 'stream', '-c', 'fast', '-d', from])
      appendFileSync(
        join(data, 'postgresql.conf'),
        "synchronous_standby_names = 'standby'\nsynchronous_commit = on\n",
      )
      runTool('pg_ctl', ['reload', '-D', data])
      return started(behind, copy)
    },
    promote: () => runTool('pg_ctl', ['promote', '-w', '-D', data]),
  }
}

async function ready(server: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error('PostgreSQL did not start')
    try {
      runTool('pg_isready', ['-q', '-h', '127.0.0.1', '-p', String(port), '-d', 'postgres'])
      return
    } catch {
      await sleep(50)
    }
  }
  throw new Error('PostgreSQL does not answer')
}
