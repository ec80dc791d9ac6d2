import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChromiumPair, whyNoChromium } from './chromiumPair'
import { memoryFile } from './memoryFile'
import { startMaria, whyNoMaria } from './mariaServer'
import { runSqlite, startPhp, whyNoPhp, type PhpMailbox } from './phpMailbox'
import { startPostgres, whyNoPostgres } from './postgresServer'
import type { Carrier } from '@/core/sharing/carrier'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import type { Engine } from '@/hub/engine'
import { hubRoutes } from '@/hub/hubRoutes'
import { mailboxesOver } from '@/hub/mailboxes'
import { dayBefore, USUAL_QUOTA, type MailboxStore, type Quota } from '@/hub/mailboxStore'
import { memoryStore } from '@/hub/memoryStore'
import { openPostgres } from '@/hub/postgres'
import { hasSqlite, openSqlite } from '@/hub/sqlite'
import { sqlStore } from '@/hub/sqlStore'
import { hubCarrier } from '@/sharing/hubCarrier'
import { mailboxServer } from '@/sharing/mailboxServer'

/** What has next to no room. */
export const SMALL: Quota = { bytes: 4_000, blocks: 10, streams: 3, claims: 2 }

/** Where blocks are kept: a server that runs, or a file. */
export interface RunningSite {
  carrier: (mailbox: string) => Carrier
  /** A carrier of a mailbox that is small: see `SMALL`. */
  small: (mailbox: string) => Carrier
  /** Sends a body as it is, and tells the status; undefined where nothing is sent. */
  post?: (act: string, body: string, type?: string) => Promise<number>
  /** Where mailboxes are made for who gives `CODE`; undefined where there is no server. */
  closed?: ClosedSite
  close: () => Promise<void>
}

export interface ClosedSite {
  server: ReachedServer
  /** Lets days go by. */
  later: (days: number) => Promise<void>
  /** Forgets what nobody needs. */
  sweep: () => Promise<void>
}

export interface Site {
  name: string
  /** Why it cannot be run here. */
  why: string | undefined
  start: () => Promise<RunningSite>
  /** It decides claims and holds answers back. */
  isServer: boolean
}

const FIRST_DAY = '2026-03-02'
export const TODAY = () => FIRST_DAY
export const CODE = 'lavande-4821'

/** A hub over a store, asked through its routes. */
function overRoutes(
  store: (quota: Quota, today: () => string) => MailboxStore,
  end: () => Promise<void>,
): RunningSite {
  let day = FIRST_DAY
  const kinds = [
    [USUAL_QUOTA, 'open'],
    [SMALL, 'open'],
    [USUAL_QUOTA, 'code'],
  ] as const
  const hubs = kinds.map(([quota, admission]) => {
    const kept = store(quota, () => day)
    const mailboxes = mailboxesOver(kept, fail)
    const routes = hubRoutes({
      hub: () => ({ store: kept, mailboxes }),
      admission,
      isCodeRight: typed => typed === CODE,
      isCalm: () => true,
      onFault: fail,
    })
    const ask: typeof fetch = (input, init) =>
      Promise.resolve(routes.fetch(new Request(input, init), {}))
    return { kept, mailboxes, ask }
  })
  const [usual, little, closed] = hubs
  if (!usual || !little || !closed) throw new Error('three hubs')
  const address = 'http://hub.example'
  return {
    carrier: mailbox => hubCarrier({ address, mailbox, fetch: usual.ask }),
    small: mailbox => hubCarrier({ address, mailbox, fetch: little.ask }),
    post: async (act, body, type = 'application/json') => {
      const init = { method: 'POST', body, headers: { 'Content-Type': type } }
      return (await usual.ask(`${address}/${act}`, init)).status
    },
    closed: {
      server: mailboxServer(address, closed.ask),
      later: days => {
        day = dayBefore(day, -days)
        return Promise.resolve()
      },
      sweep: async () => void (await closed.kept.sweep(1_000)),
    },
    close: async () => {
      for (const { mailboxes } of hubs) await mailboxes.close()
      await end()
    },
  }
}

function fail(error: unknown): void {
  console.error(error)
}

/** Both quotas over one database; it is closed once. */
function overEngine(engine: Engine, end: () => Promise<void>): RunningSite {
  const shared: Engine = { ...engine, close: () => Promise.resolve() }
  return overRoutes(
    (quota, today) => sqlStore(shared, today, quota),
    async () => {
      await engine.close()
      await end()
    },
  )
}

const memory: Site = {
  name: 'memory',
  why: undefined,
  isServer: true,
  start: () => Promise.resolve(overRoutes(memoryStore, () => Promise.resolve())),
}

const sqlite: Site = {
  name: 'SQLite',
  why: hasSqlite() ? undefined : 'Node 22.13 or later has SQLite',
  isServer: true,
  start: () => {
    const folder = mkdtempSync(join(tmpdir(), 'comptoir-sqlite-'))
    const engine = openSqlite(join(folder, 'mailboxes.sqlite'))
    return Promise.resolve(
      overEngine(engine, () => {
        rmSync(folder, { recursive: true, force: true })
        return Promise.resolve()
      }),
    )
  },
}

const postgresql: Site = {
  name: 'PostgreSQL',
  why: whyNoPostgres(),
  isServer: true,
  start: async () => {
    const server = await startPostgres()
    return overEngine(await openPostgres(server.url, fail), server.close)
  },
}

/** Sites of PHP: one that is small, one that is closed and sweeps at each request. */
async function overPhp(
  config: Record<string, unknown>,
  age: (site: PhpMailbox, days: number) => void,
  end: () => Promise<void>,
): Promise<RunningSite> {
  const usual = await startPhp({ ...config, isOpen: true })
  const little = await startPhp({ ...config, ...SMALL, isOpen: true })
  const closed = await startPhp({ ...config, code: CODE, sweepEvery: 1 })
  const server = mailboxServer(closed.address)
  return {
    carrier: mailbox => hubCarrier({ address: usual.address, mailbox }),
    small: mailbox => hubCarrier({ address: little.address, mailbox }),
    post: async (act, body, type = 'application/json') => {
      const init = { method: 'POST', body, headers: { 'Content-Type': type } }
      return (await fetch(`${usual.address}?faire=${act}`, init)).status
    },
    closed: {
      server,
      later: days => {
        age(closed, days)
        return Promise.resolve()
      },
      sweep: async () => {
        for (let count = 0; count < 30; count += 1) await server.carrier('0'.repeat(32)).swap(EMPTY)
      },
    },
    close: async () => {
      await usual.close()
      await little.close()
      await closed.close()
      await end()
    },
  }
}

const EMPTY = { have: [], blocks: [], waitSeconds: 0 }

/** Sets the days of all mailboxes back, as if so many had gone by. */
function ageInSqlite(site: PhpMailbox, days: number): void {
  const before = (column: string) =>
    `${column} = case ${column} when '' then '' else date(${column}, '-${days} days') end`
  runSqlite(site, `update mailbox set ${before('seen')}, ${before('met')}`)
}

const phpSqlite: Site = {
  name: 'PHP and SQLite',
  why: whyNoPhp('pdo_sqlite'),
  isServer: true,
  start: () => overPhp({}, ageInSqlite, () => Promise.resolve()),
}

const phpMaria: Site = {
  name: 'PHP and MariaDB',
  why: whyNoPhp('pdo_mysql') ?? whyNoMaria(),
  isServer: true,
  start: async () => {
    const { dsn, user, password, run, close } = await startMaria()
    const age = (_site: PhpMailbox, days: number) => {
      const before = (column: string) =>
        `${column} = if(${column} = '', '', date_sub(${column}, interval ${days} day))`
      run(`update boite.comptoir_mailbox set ${before('seen')}, ${before('met')}`)
    }
    return overPhp({ dsn, user, password }, age, close)
  },
}

const file: Site = {
  name: 'file',
  why: undefined,
  isServer: false,
  start: () => {
    const files = new Map<string, Carrier>()
    const of = (mailbox: string, mostBytes?: number) => {
      const found = files.get(mailbox) ?? memoryFile(mostBytes)
      files.set(mailbox, found)
      return found
    }
    return Promise.resolve({
      carrier: mailbox => of(mailbox),
      small: mailbox => of(mailbox, SMALL.bytes),
      close: () => Promise.resolve(),
    })
  },
}

const webRtc: Site = {
  name: 'WebRTC between two browsers',
  why: whyNoChromium(),
  isServer: false,
  start: startChromiumPair,
}

export const SITES: readonly Site[] = [
  memory,
  sqlite,
  postgresql,
  phpSqlite,
  phpMaria,
  file,
  webRtc,
]
