import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildHub, startHub, type HubProcess } from './hubProcess'
import { startPostgres, whyNoPostgres } from './postgresServer'
import { aWriter, type Writer } from './writer'
import { hasSqlite } from '@/hub/sqlite'
import { hubCarrier } from '@/sharing/hubCarrier'

const MAILBOX = 'd4'.repeat(16)
const isLong = process.env.COMPTOIR_LONG === '1'

let hubFile = ''
let removeHub = () => {}
const whyNoPostgresHere = whyNoPostgres()
const isAnyTried = hasSqlite() || whyNoPostgresHere === undefined
beforeAll(async () => {
  if (!isAnyTried) return
  const built = await buildHub()
  hubFile = built.file
  removeHub = built.remove
})
afterAll(() => removeHub())

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})
async function aHub(env: Record<string, string>): Promise<HubProcess> {
  const hub = await startHub(hubFile, env)
  ends.push(hub.kill)
  return hub
}

const carrierOf = ({ address }: HubProcess) =>
  hubCarrier({ address, mailbox: MAILBOX, patienceMs: 4_000 })

/** Gives one block after the other to whichever hub answers, until told to stop. */
function load(writers: readonly Writer[], hubs: readonly HubProcess[]) {
  const acknowledged = new Map<string, number>()
  let isOver = false
  const giving = writers.map(async (writer, place) => {
    for (let turn = place; !isOver;) {
      const last = writer.blocks.at(-1)
      const isKept = last === undefined || acknowledged.has(last.hash)
      const block = isKept ? await writer.write({ size: 300 }) : last
      const hub = hubs[turn % hubs.length]
      if (!hub) throw new Error('no hub')
      const given = await carrierOf(hub).swap({ have: [], blocks: [block.bytes], waitSeconds: 0 })
      const result = given.ok ? given.value.results[0] : undefined
      if (result === 'new' || result === 'same') {
        acknowledged.set(block.hash, (acknowledged.get(block.hash) ?? 0) + 1)
      } else if (given.ok) throw new Error(`${result}`)
      else {
        // The next hub, or the same one once it is there again.
        turn += 1
        await sleep(20)
      }
    }
  })
  return {
    acknowledged,
    /** Resolves once so many more are acknowledged. */
    more: async (count: number) => {
      const wanted = acknowledged.size + count
      await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThanOrEqual(wanted), {
        timeout: 60_000,
        interval: 5,
      })
    },
    stop: async () => {
      isOver = true
      await Promise.all(giving)
    },
  }
}

/** Hashes of all blocks that a hub gives. */
async function hashesIn(hub: HubProcess, writers: readonly Writer[]): Promise<string[]> {
  const found: string[] = []
  for (const writer of writers) {
    const { device } = writer.keys
    for (let next = 0; ;) {
      const have = [{ device, lane: writer.lane, next }]
      const answer = await carrierOf(hub).swap({ have, blocks: [], waitSeconds: 0 })
      if (!answer.ok) throw new Error(answer.fault.detail)
      for (const bytes of answer.value.blocks) {
        const block = writer.blocks.find(one => Buffer.compare(one.bytes, bytes) === 0)
        expect(block?.seq).toBe(next)
        found.push(block?.hash ?? '')
        next += 1
      }
      if (!answer.value.isMore) break
    }
  }
  return found
}

async function allOnce(hub: HubProcess, writers: readonly Writer[], acknowledged: string[]) {
  const found = await hashesIn(hub, writers)
  expect(new Set(found).size).toBe(found.length)
  const there = new Set(found)
  expect(acknowledged.filter(hash => !there.has(hash))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(20)
}

const someWriters = () => Promise.all(Array.from({ length: 4 }, () => aWriter()))

describe.skipIf(!hasSqlite())('a hub over SQLite, killed under load', () => {
  it('has every block that it acknowledged, once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'comptoir-kill-'))
    ends.push(() => rmSync(folder, { recursive: true, force: true }))
    const env = { COMPTOIR_STATE: folder, DATABASE_URL: '' }
    const writers = await someWriters()
    const hub = await aHub(env)
    const { acknowledged, stop, more } = load(writers, [hub])
    await more(60)
    await hub.kill()
    await stop()
    await allOnce(await aHub(env), writers, [...acknowledged.keys()])
  })
})

describe.skipIf(whyNoPostgresHere !== undefined)('hubs over PostgreSQL', () => {
  it('lose nothing when one of two is killed under load', async () => {
    const server = await startPostgres()
    ends.push(server.close)
    const env = { DATABASE_URL: server.url }
    const [one, other] = [await aHub(env), await aHub(env)]
    const writers = await someWriters()
    const { acknowledged, stop, more } = load(writers, [one, other])
    await more(40)
    await one.kill()
    await more(20)
    await stop()
    await allOnce(other, writers, [...acknowledged.keys()])
  })

  it.skipIf(!isLong)(
    'lose nothing when the database is killed and its standby takes over',
    async () => {
      const primary = await startPostgres()
      ends.push(primary.close)
      // Tables are there before the copy is made, as in a shop that has sold for a while.
      const first = await aHub({ DATABASE_URL: primary.url })
      const standby = await primary.standby()
      ends.push(standby.close)
      await first.kill()
      const hub = await aHub({ DATABASE_URL: `${primary.url} ${standby.url}` })
      const writers = await someWriters()
      const { acknowledged, stop, more } = load(writers, [hub])
      await more(200)
      const before = acknowledged.size
      await primary.kill()
      standby.promote()
      for (let tries = 0; acknowledged.size < before + 100 && tries < 300; tries += 1)
        await sleep(100)
      await stop()
      await allOnce(hub, writers, [...acknowledged.keys()])
      console.log(
        `${acknowledged.size} acknowledged, ${before} of them before the primary was killed`,
      )
    },
    120_000,
  )
})
