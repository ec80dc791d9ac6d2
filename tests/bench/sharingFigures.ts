import 'fake-indexeddb/auto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, whyNoPostgres } from '../sharing/postgresServer'
import { serveHub } from '../sharing/servedHub'
import { aWriter } from '../sharing/writer'
import { aTender, aTicket, CONTEXT } from '../support/factory'
import { twoTills, type SharingTill } from '../till/sharing/twoTills'
import type { Carrier } from '@/core/sharing/carrier'
import { packChunk } from '@/core/sharing/copyChunk'
import { LANES } from '@/core/sharing/block'
import { swapBody } from '@/core/sharing/wire'
import type { MailboxStore } from '@/hub/mailboxStore'
import { memoryStore } from '@/hub/memoryStore'
import { openPostgres } from '@/hub/postgres'
import { hasSqlite, openSqlite } from '@/hub/sqlite'
import { sqlStore } from '@/hub/sqlStore'
import { hubCarrier } from '@/sharing/hubCarrier'
import { mailboxServer } from '@/sharing/mailboxServer'
import { readCopy } from '@/storage/sharing/copies'
import { sellTicket } from '@/till/payment/sellTicket'
import { startSharing } from '@/till/sharing/startSharing'

type Tell = (text: string) => void

const MAILBOX = 'ab'.repeat(16)
const BLOCKS = 600
const BLOCK_BYTES = 600
const AT_ONCE = 8
const COMMITS = 600
const SALES = 25

/** Figures of sharing, each carrier beside what its database commits by itself in the same run. */
export async function measureSharing(tell: Tell): Promise<{ heldMs: number[] }> {
  await tellCarrier(tell, 'mémoire, sans HTTP', memoryStore(), null)
  await tellCarrier(tell, 'boîte par HTTP, mémoire', memoryStore(), 'http')
  await tellSqlite(tell)
  await tellPostgres(tell)
  return measureSale(tell)
}

async function tellSqlite(tell: Tell): Promise<void> {
  if (!hasSqlite()) return tell('SQLite : ce Node n’en a pas')
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-bench-'))
  try {
    const engine = openSqlite(join(folder, 'box.sqlite'))
    await tellCarrier(
      tell,
      'boîte par HTTP, SQLite',
      sqlStore(engine, () => '2026-11-29'),
      'http',
    )
    await engine.close()
    const plain = openSqlite(join(folder, 'plain.sqlite'))
    await plain.write(({ run }) => run('create table b (n integer primary key, d blob)'))
    const data = new Uint8Array(BLOCK_BYTES)
    const startedAt = performance.now()
    for (let left = COMMITS; left > 0; left -= 1) {
      await plain.write(({ run }) => run('insert into b (d) values (?)', [data]))
    }
    tellRate(tell, 'SQLite seul, un ajout par transaction', COMMITS, startedAt)
    await plain.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function tellPostgres(tell: Tell): Promise<void> {
  const why = whyNoPostgres()
  if (why !== undefined) return tell(`PostgreSQL : ${why}`)
  const server = await startPostgres()
  try {
    const engine = await openPostgres(server.url, () => undefined)
    await tellCarrier(
      tell,
      'boîte par HTTP, PostgreSQL',
      sqlStore(engine, () => '2026-11-29'),
      'http',
    )
    await engine.close()
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query('create table b (n serial primary key, d bytea)')
    const data = Buffer.alloc(BLOCK_BYTES)
    const startedAt = performance.now()
    for (let left = COMMITS; left > 0; left -= 1) {
      await client.query('insert into b (d) values ($1)', [data])
    }
    tellRate(tell, 'PostgreSQL seul, un ajout par transaction', COMMITS, startedAt)
    await client.end()
  } finally {
    await server.close()
  }
}

/** Devices that write beside one another, one block a swap, as tills do. */
async function tellCarrier(
  tell: Tell,
  name: string,
  store: MailboxStore,
  over: 'http' | null,
): Promise<void> {
  const box = await open(store)
  const carrier: Carrier = over
    ? box.carrier
    : { swap: async swap => ({ ok: true, value: await box.mailboxes.swap(MAILBOX, swap) }) }
  const writers = await Promise.all(Array.from({ length: AT_ONCE }, () => aWriter(LANES.journal)))
  for (const writer of writers) await writer.writeMany(BLOCKS / AT_ONCE, BLOCK_BYTES)
  const startedAt = performance.now()
  await Promise.all(
    writers.map(async ({ blocks }) => {
      for (const { bytes } of blocks) {
        const answer = await carrier.swap({ have: [], blocks: [bytes], waitSeconds: 0 })
        if (!answer.ok || answer.value.results[0] !== 'new') throw new Error('a block was not kept')
      }
    }),
  )
  tellRate(tell, name, BLOCKS, startedAt)
  await box.close()
}

function tellRate(tell: Tell, name: string, count: number, startedAt: number): void {
  const perSecond = (count * 1_000) / (performance.now() - startedAt)
  tell(`${name} : ${Math.round(perSecond)} blocs par seconde`)
}

async function open(store: MailboxStore) {
  const { address, mailboxes, server } = await serveHub(store)
  return {
    address,
    mailboxes,
    carrier: hubCarrier({ address, mailbox: MAILBOX }),
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

/** The size of a sale, and how long after its sealing another till holds it. */
async function measureSale(tell: Tell): Promise<{ heldMs: number[] }> {
  const box = await open(memoryStore())
  const { first, second } = await twoTills(box.address)
  const loops = [first, second].map(({ context, sharing }) =>
    startSharing(context, {
      sharing,
      server: mailboxServer(box.address),
      onState: () => undefined,
    }),
  )
  const journal = (await first.context.tillDb.journal.get(['A', 1]))?.seal ?? ''
  await held(second, journal, 1)
  const heldMs: number[] = []
  for (let number = 2; number < 2 + SALES; number += 1) {
    await new Promise(resolve => setTimeout(resolve, 500))
    const sold = await sellTicket(
      first.context,
      aTicket(undefined, `t${number}`),
      [aTender(1548)],
      CONTEXT,
    )
    if (!sold.ok) throw new Error(sold.error.code)
    const startedAt = performance.now()
    await held(second, journal, number)
    heldMs.push(performance.now() - startedAt)
  }
  await Promise.all(loops.map(loop => loop.stop()))
  const lane = { device: first.sharing.keys.device, lane: LANES.journal, next: 2 }
  const [block] = await first.sharing.store.blocksFrom(lane, 1)
  const records = await readCopy(second.sharing.others, journal, 2)
  const swap = { have: [], blocks: block ? [block] : [], waitSeconds: 0 }
  tell(`une vente scellée : ${JSON.stringify(records[0]?.entry).length} octets de JSON`)
  tell(
    `son bloc : ${block?.length} octets ; son envoi : ${JSON.stringify(swapBody(MAILBOX, swap)).length} octets`,
  )
  tell(
    `dans une copie de ${SALES} ventes rassemblées : ${Math.round(packChunk(records).length / records.length)} octets chacune`,
  )
  return { heldMs }
}

async function held({ sharing }: SharingTill, journal: string, number: number): Promise<void> {
  while (((await sharing.store.copyHead(journal))?.number ?? 0) < number) {
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
