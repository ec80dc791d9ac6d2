import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Pool } from 'pg'
import { buildHub, startHub } from '../../sharing/hubProcess'
import { startMaria, whyNoMaria } from '../../sharing/mariaServer'
import { startPhp, whyNoPhp } from '../../sharing/phpMailbox'
import { startPostgres, whyNoPostgres } from '../../sharing/postgresServer'
import { memoryFile } from '../../sharing/memoryFile'
import { startChromiumPair, whyNoChromium } from '../../sharing/chromiumPair'
import { serveHub } from '../../sharing/servedHub'
import { aWriter } from '../../sharing/writer'
import { LANES } from '@/core/sharing/block'
import type { Carrier } from '@/core/sharing/carrier'
import { memoryStore } from '@/hub/memoryStore'
import { hasSqlite, openSqlite } from '@/hub/sqlite'
import { hubCarrier } from '@/sharing/hubCarrier'

const ROUNDS = 3
/** Blocks in a round; a carrier and its database take turns. */
const BLOCKS = 240
const AT_ONCE = 8
/** What a sale puts into a block, and that block whole. */
const CONTENT_BYTES = 880
const BLOCK_BYTES = 1_070

/** A carrier, and its database by itself; each a second, by rounds. */
export interface CarrierFigures {
  name: string
  /** Why it is not measured here. */
  why?: string
  blocks: number[]
  /** Rows of the same size, each committed by itself, from as many connections. */
  commits: number[]
  load: number
}

interface Measured {
  carrier: (mailbox: string) => Carrier
  /** Commits so many rows of a block's size, one each; returns how many a second. */
  commit?: (count: number) => Promise<number>
  atOnce?: number
  close: () => Promise<unknown>
}

/** Blocks a second of each carrier, one in a swap, and what its database commits in between. */
export async function measureCarriers(report: (figures: CarrierFigures) => void): Promise<void> {
  const all: [string, string | undefined, () => Promise<Measured>][] = [
    ['boîte par HTTP, mémoire', undefined, overMemory],
    ['boîte par HTTP, SQLite', hasSqlite() ? undefined : 'ce Node n’a pas SQLite', overSqlite],
    ['boîte par HTTP, PostgreSQL', whyNoPostgres(), overPostgres],
    ['PHP et MariaDB', whyNoPhp('pdo_mysql') ?? whyNoMaria(), overMaria],
    ['WebRTC entre deux Chromium', whyNoChromium(), overWebRtc],
    ['fichier', undefined, overFile],
  ]
  for (const [name, why, start] of all) {
    if (why === undefined) report(await measure(name, await start()))
    else report({ name, why, blocks: [], commits: [], load: 0 })
  }
}

async function measure(name: string, measured: Measured): Promise<CarrierFigures> {
  const figures: CarrierFigures = { name, blocks: [], commits: [], load: 0 }
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const carrier = measured.carrier((round + 1).toString(16).padStart(32, '0'))
      figures.blocks.push(await putAll(carrier, measured.atOnce ?? AT_ONCE))
      if (measured.commit) figures.commits.push(await measured.commit(BLOCKS))
    }
    return { ...figures, load: loadavg()[0] ?? 0 }
  } finally {
    await measured.close()
  }
}

/** Devices that write beside one another, one block a swap, as tills do. */
async function putAll(carrier: Carrier, atOnce: number): Promise<number> {
  const writers = await Promise.all(Array.from({ length: atOnce }, () => aWriter(LANES.journal)))
  for (const writer of writers) await writer.writeMany(BLOCKS / atOnce, CONTENT_BYTES)
  const startedAt = performance.now()
  await Promise.all(
    writers.map(async ({ blocks }) => {
      for (const { bytes } of blocks) {
        const answer = await carrier.swap({ have: [], blocks: [bytes], waitSeconds: 0 })
        if (!answer.ok || answer.value.results[0] !== 'new') throw new Error('a block was not kept')
      }
    }),
  )
  return (BLOCKS * 1_000) / (performance.now() - startedAt)
}

async function overMemory(): Promise<Measured> {
  const { address, server } = await serveHub(memoryStore())
  return {
    carrier: mailbox => hubCarrier({ address, mailbox }),
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

async function overSqlite(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'))
  const built = await buildHub()
  const hub = await startHub(built.file, { COMPTOIR_STATE: folder })
  const plain = openSqlite(join(folder, 'plain.sqlite'))
  await plain.write(({ run }) => run('create table b (n integer primary key, d blob)'))
  const data = new Uint8Array(BLOCK_BYTES)
  return {
    carrier: mailbox => hubCarrier({ address: hub.address, mailbox }),
    commit: count =>
      inParallel(count, () =>
        plain.write(({ run }) => run('insert into b (d) values (?)', [data])),
      ),
    async close() {
      await hub.kill()
      built.remove()
      await plain.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function overPostgres(): Promise<Measured> {
  const server = await startPostgres()
  const built = await buildHub()
  const hub = await startHub(built.file, { DATABASE_URL: server.url })
  const pool = new Pool({ connectionString: server.url, max: AT_ONCE })
  await pool.query('create table b (n serial primary key, d bytea)')
  const data = Buffer.alloc(BLOCK_BYTES)
  return {
    carrier: mailbox => hubCarrier({ address: hub.address, mailbox }),
    commit: count => inParallel(count, () => pool.query('insert into b (d) values ($1)', [data])),
    async close() {
      await pool.end()
      await hub.kill()
      built.remove()
      await server.close()
    },
  }
}

async function overMaria(): Promise<Measured> {
  const maria = await startMaria()
  const { dsn, user, password } = maria
  const site = await startPhp({ dsn, user, password, isOpen: true })
  maria.run('create table boite.b (n int auto_increment primary key, d blob) engine = innodb')
  return {
    carrier: mailbox => hubCarrier({ address: site.address, mailbox }),
    // A process of PHP each, which connects once: PHP's own requests each connect.
    async commit(count) {
      const run = promisify(execFile)
      const values = [dsn, user, password, String(count / AT_ONCE), String(BLOCK_BYTES)]
      const one = async () => Number((await run('php', ['-r', COMMITS_IN_PHP, ...values])).stdout)
      const seconds = await Promise.all(Array.from({ length: AT_ONCE }, one))
      return count / Math.max(...seconds)
    },
    async close() {
      await site.close()
      await maria.close()
    },
  }
}
const COMMITS_IN_PHP = `$db = new PDO($argv[1], $argv[2], $argv[3]);
  $insert = $db->prepare('insert into b (d) values (?)');
  $started = microtime(true);
  for ($left = (int) $argv[4]; $left > 0; $left -= 1) $insert->execute([str_repeat('x', (int) $argv[5])]);
  echo microtime(true) - $started;`

async function overWebRtc(): Promise<Measured> {
  const { carrier, close } = await startChromiumPair()
  return { carrier, close }
}

/** A file is written whole each time, by one device at a time. */
function overFile(): Promise<Measured> {
  return Promise.resolve({
    carrier: () => memoryFile(),
    atOnce: 1,
    close: () => Promise.resolve(),
  })
}

/** So many acts, from as many sides as a carrier is asked from. */
async function inParallel(count: number, act: () => Promise<unknown>): Promise<number> {
  const each = async () => {
    for (let left = count / AT_ONCE; left > 0; left -= 1) await act()
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, each))
  return (count * 1_000) / (performance.now() - startedAt)
}
