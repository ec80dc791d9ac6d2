import 'fake-indexeddb/auto'
import { serveHub } from '../../sharing/servedHub'
import { startPostgres, whyNoPostgres } from '../../sharing/postgresServer'
import { aTender, aTicket, CONTEXT } from '../../support/factory'
import { twoTills } from '../../till/sharing/twoTills'
import { Client } from 'pg'
import { packChunk } from '@/core/sharing/copyChunk'
import { LANES } from '@/core/sharing/block'
import { swapBody } from '@/core/sharing/wire'
import { openPostgres } from '@/hub/postgres'
import { memoryStore } from '@/hub/memoryStore'
import { sqlStore } from '@/hub/sqlStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { readCopy } from '@/storage/sharing/copies'
import { sellTicket } from '@/till/payment/sellTicket'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { aWriter } from '../../sharing/writer'

type Tell = (text: string) => void

const SALES = 25
const MAILBOX = 'ab'.repeat(16)
/** Blocks put into a hub's database to see what each takes there. */
const KEPT = 5_000

/** The size of a sale: in a till's own words, on the wire, in a copy, in the hub's database. */
export async function measureSale(tell: Tell): Promise<void> {
  const { address, server } = await serveHub(memoryStore())
  const { first, second } = await twoTills(address)
  const carrier = mailboxServer(address)
  const journal = (await first.context.tillDb.journal.get(['A', 1]))?.seal ?? ''
  let blockBytes = 0
  for (let count = 0; count < SALES; count += 1) {
    const ticket = aTicket(undefined, `t${count}`)
    const sold = await sellTicket(first.context, ticket, [aTender(1_548)], CONTEXT)
    if (!sold.ok) throw new Error(sold.error.code)
    await exchangeShop(first.sharing, carrier)
    await exchangeShop(second.sharing, carrier)
  }
  const lane = { device: first.sharing.keys.device, lane: LANES.journal, next: 2 }
  const [block] = await first.sharing.store.blocksFrom(lane, 1)
  const records = await readCopy(second.sharing.others, journal, 2)
  if (!block) throw new Error('a sale was said')
  blockBytes = block.length
  const swap = { have: [], blocks: [block], waitSeconds: 0 }
  const sent = JSON.stringify(swapBody(MAILBOX, swap)).length
  const packed = packChunk(records).length / records.length
  tell(`une vente scellée : ${JSON.stringify(records[0]?.entry).length} octets de JSON`)
  tell(`son bloc : ${blockBytes} octets ; son envoi : ${sent} octets`)
  tell(`dans une copie de ${SALES} ventes rassemblées : ${packed.toFixed(0)} octets chacune`)
  await new Promise(resolve => server.close(resolve))
  await tellHubBytes(tell, blockBytes)
}

/** What PostgreSQL takes of the disk for a block, with its tables' indexes. */
async function tellHubBytes(tell: Tell, blockBytes: number): Promise<void> {
  const why = whyNoPostgres()
  if (why !== undefined) return tell(`PostgreSQL : ${why}`)
  const server = await startPostgres()
  const fail = (error: unknown) => {
    throw error
  }
  const engine = await openPostgres(server.url, fail)
  const client = new Client({ connectionString: server.url })
  await client.connect()
  const sizeOf = async () => {
    const { rows } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    )
    return Number(rows[0]?.bytes)
  }
  const before = await sizeOf()
  const store = sqlStore(engine, () => '2026-11-29')
  const writer = await aWriter(LANES.journal)
  const overhead = (await writer.write({ size: 0 })).bytes.length
  for (let left = KEPT; left > 0; left -= 100) {
    const blocks = await writer.writeMany(100, blockBytes - overhead)
    await store.put(MAILBOX, left === KEPT ? [writer.blocks[0]!, ...blocks] : blocks)
  }
  await client.query('checkpoint')
  const each = ((await sizeOf()) - before) / KEPT
  tell(`dans PostgreSQL : ${each.toFixed(0)} octets par bloc, index compris`)
  await client.end()
  await engine.close()
  await server.close()
}
