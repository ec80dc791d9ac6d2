import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres, whyNoPostgres } from './postgresServer'
import { TODAY } from './sites'
import { aWriter, type Writer } from './writer'
import { LANES, type ReadBlock } from '@/core/sharing/block'
import type { MailboxStore, Quota } from '@/hub/mailboxStore'
import { memoryStore } from '@/hub/memoryStore'
import { openPostgres } from '@/hub/postgres'
import { hasSqlite, openSqlite } from '@/hub/sqlite'
import { sqlStore } from '@/hub/sqlStore'

/** Little room, so that mailboxes are full now and then. */
const QUOTA: Quota = { bytes: 6_000, blocks: 14, streams: 3, claims: 3 }

type Act =
  | { do: 'put'; blocks: readonly number[] }
  | { do: 'claim'; claim: number; turn: number; by: number }
  | { do: 'open'; from: number }

const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      // Runs of numbers: devices give blocks one behind the other, from anywhere.
      blocks: fc
        .tuple(fc.nat(59), fc.integer({ min: 1, max: 8 }))
        .map(([from, count]) => Array.from({ length: count }, (_, at) => (from + at) % 60)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      claim: fc.nat(4),
      turn: fc.integer({ min: 1, max: 4 }),
      by: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open' as const), from: fc.nat(3) }) },
)

/** Sixty blocks: two devices and a copy of one, in two lanes, with bases of one block and more. */
async function someBlocks(): Promise<ReadBlock[]> {
  const shared = await aWriter(LANES.shared)
  await life(shared)
  const copy = shared.copy(4)
  const journal = await aWriter(LANES.journal, shared.keys)
  const other = await aWriter(LANES.shared)
  const fourth = await aWriter(LANES.catalogue)
  for (const writer of [copy, journal, other, fourth]) await life(writer)
  const all = [shared, copy, journal, other, fourth].map(writer => writer.blocks.slice(0, 12))
  return all.flat()
}
async function life(writer: Writer): Promise<void> {
  for (const base of [
    undefined,
    undefined,
    'begins',
    undefined,
    'ends',
    undefined,
    'whole',
    undefined,
    'begins',
    'begins',
    'ends',
    undefined,
  ] as const) {
    await writer.write({ size: 100 + writer.blocks.length * 30, ...(base ? { base } : {}) })
  }
}

const id = (number: number) => number.toString(16).padStart(32, '0')
let run = 0

async function outcome(store: MailboxStore, box: number, act: Act, blocks: readonly ReadBlock[]) {
  if (act.do === 'put') {
    const given = act.blocks.flatMap(at => blocks[at] ?? [])
    const { results } = await store.put(id(box), given)
    return results
  }
  if (act.do === 'open') return store.open(id(box + 1 + act.from), id(box))
  const sealed = new Uint8Array([act.by])
  const claim = { claim: String(act.claim).repeat(64), turn: act.turn, sealed }
  const claimed = await store.claim(id(box), claim)
  // A Buffer or not: the same bytes.
  return claimed && [claimed.isTaken, claimed.holder.turn, ...claimed.holder.sealed]
}

/** All that a store tells of a mailbox, in an order of its own. */
async function told(store: MailboxStore, box: number) {
  const state = await store.look(id(box))
  const lanes = (state?.streams ?? []).toSorted((one, other) =>
    `${one.device}${one.lane}` < `${other.device}${other.lane}` ? -1 : 1,
  )
  const streams = []
  for (const stream of lanes) {
    const list = await store.list(id(box), stream, 0, 100)
    const taken = await store.take(id(box), stream, 0, 100)
    const bytes = taken.map(one => Buffer.from(one).toString('base64'))
    const { publicKey, ...rest } = stream
    streams.push({ ...rest, key: Buffer.from(publicKey).toString('base64'), list, bytes })
  }
  return { version: state?.version, streams }
}

async function isLikeMemory(open: () => MailboxStore, runs: number): Promise<void> {
  const blocks = await someBlocks()
  const store = open()
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 1, maxLength: 12 }), async acts => {
      const model = memoryStore(QUOTA)
      const box = (run += 1) * 100
      for (const act of acts) {
        const [found, wanted] = [
          await outcome(store, box, act, blocks),
          await outcome(model, box, act, blocks),
        ]
        expect(found).toEqual(wanted)
        expect(await told(store, box)).toEqual(await told(model, box))
      }
    }),
    { numRuns: runs },
  )
}
describe.skipIf(!hasSqlite())('a store in SQLite', () => {
  it('does what the one in memory does', () =>
    isLikeMemory(
      () =>
        sqlStore(
          openSqlite(join(mkdtempSync(join(tmpdir(), 'comptoir-model-')), 'm.sqlite')),
          TODAY,
          QUOTA,
        ),
      60,
    ))
})

const why = whyNoPostgres()
describe.skipIf(why !== undefined)('a store in PostgreSQL', () => {
  let [store, end]: [MailboxStore | undefined, (() => Promise<void>) | undefined] = [
    undefined,
    undefined,
  ]
  beforeAll(async () => {
    const server = await startPostgres()
    const opened = sqlStore(await openPostgres(server.url, () => {}), TODAY, QUOTA)
    store = opened
    end = async () => {
      await opened.close()
      await server.close()
    }
  })
  afterAll(() => end?.())

  it('does what the one in memory does', () =>
    isLikeMemory(() => {
      if (!store) throw new Error('no store')
      return store
    }, 25))
})
