import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startPostgres, whyNoPostgres } from '../sharing/postgresServer'
import { aWriter } from '../sharing/writer'
import { LANES } from '@/core/sharing/block'
import {
  dayBefore,
  MOST_MEETINGS,
  MOVED_DAYS,
  UNUSED_DAYS,
  USUAL_QUOTA,
  type MailboxStore,
} from '@/hub/mailboxStore'
import type { Engine } from '@/hub/engine'
import { memoryStore } from '@/hub/memoryStore'
import { openPostgres } from '@/hub/postgres'
import { hasSqlite, openSqlite } from '@/hub/sqlite'
import { sqlStore } from '@/hub/sqlStore'

interface Stores {
  name: string
  why: string | undefined
  start: (today: () => string) => Promise<{ store: MailboxStore; end: () => Promise<void> }>
}

const STORES: Stores[] = [
  {
    name: 'memory',
    why: undefined,
    start: today =>
      Promise.resolve({ store: memoryStore(USUAL_QUOTA, today), end: () => Promise.resolve() }),
  },
  {
    name: 'SQLite',
    why: hasSqlite() ? undefined : 'Node 22.13 or later has SQLite',
    start: today => {
      const folder = mkdtempSync(join(tmpdir(), 'comptoir-sweep-'))
      const store = sqlStore(openSqlite(join(folder, 'm.sqlite')), today)
      return Promise.resolve({ store, end: () => store.close() })
    },
  },
  {
    name: 'PostgreSQL',
    why: whyNoPostgres(),
    start: async today => {
      const server = await startPostgres()
      const store = sqlStore(await openPostgres(server.url, () => {}), today)
      const end = async () => {
        await store.close()
        await server.close()
      }
      return { store, end }
    },
  },
]

const [SHOP, MOVED, MEETING, QUIET] = ['1', '2', '3', '4'].map(digit => digit.repeat(32)) as [
  string,
  string,
  string,
  string,
]

describe.each(STORES)('a sweep of $name', ({ why, start }) => {
  it.skipIf(why !== undefined)(
    'forgets meetings after a day, what a shop moved from after weeks, and nothing in use',
    async () => {
      const first = '2026-03-02'
      let day = first
      const after = (days: number) => (day = dayBefore(first, -days))
      const { store, end } = await start(() => day)
      const there = async () =>
        [...(await store.versions([SHOP, MOVED, MEETING, QUIET])).keys()].sort()
      const writer = await aWriter(LANES.shared)
      await writer.writeMany(2)
      await store.put(MOVED, writer.blocks)
      await store.put(QUIET, writer.blocks)
      expect(await store.open(SHOP, MOVED)).toBe(true)
      expect(await store.open(MEETING, SHOP, 'meets')).toBe(true)
      // A meeting leads nowhere, and there are so many a day.
      expect(await store.open('5'.repeat(32), MEETING)).toBe(false)
      expect(await store.open('5'.repeat(32), MEETING, 'meets')).toBe(false)
      for (let count = 1; count < MOST_MEETINGS; count += 1) {
        const id = count.toString(16).padStart(32, 'a')
        expect(await store.open(id, SHOP, 'meets')).toBe(true)
      }
      expect(await store.open('6'.repeat(32), SHOP, 'meets')).toBe(false)
      expect(await store.sweep(100)).toBe(0)
      expect(await there()).toEqual([SHOP, MOVED, MEETING, QUIET])

      after(1)
      // Some at a time.
      expect(await store.sweep(5)).toBe(5)
      expect(await store.sweep(100)).toBe(MOST_MEETINGS - 5)
      expect(await there()).toEqual([SHOP, MOVED, QUIET])
      await store.look(SHOP)
      expect(await store.open(MEETING, SHOP, 'meets')).toBe(true)

      after(MOVED_DAYS)
      expect(await store.sweep(100)).toBe(1)
      expect(await there()).toEqual([SHOP, MOVED, QUIET])
      after(MOVED_DAYS + 1)
      expect(await store.sweep(100)).toBe(1)
      expect(await there()).toEqual([SHOP, QUIET])
      expect(
        await store.list(MOVED, { device: writer.keys.device, lane: LANES.shared }, 0, 9),
      ).toEqual([])

      after(UNUSED_DAYS)
      await store.look(SHOP)
      after(UNUSED_DAYS + 1)
      expect(await store.sweep(100)).toBe(1)
      expect(await there()).toEqual([SHOP])
      await end()
    },
    60_000,
  )
})

/** Opens a database with the tables as they were before meetings; then as they are now. */
async function expectGoesOn(open: () => Engine | Promise<Engine>): Promise<void> {
  const before = await open()
  for (const column of ['meetings', 'met', 'meets']) {
    await before.read.run(`alter table mailbox drop column ${column}`)
  }
  await before.read.run(`insert into mailbox
    (mailbox, version, bytes, blocks, streams, claims, heirs, made, seen)
    values ('${SHOP}', 0, 0, 0, 0, 0, 0, '2026-03-02', '2026-03-02')`)
  await before.close()
  // Several hubs start at once.
  const engines = await Promise.all([open(), open()])
  const [store] = engines.map(engine => sqlStore(engine, () => '2026-03-02'))
  expect(await store?.open(MEETING, SHOP, 'meets')).toBe(true)
  expect(await store?.open(MOVED, SHOP)).toBe(true)
  for (const engine of engines) await engine.close()
}

describe('a database that an earlier version made', () => {
  it.skipIf(whyNoPostgres() !== undefined)(
    'is gone on with in PostgreSQL',
    async () => {
      const server = await startPostgres()
      await expectGoesOn(() => openPostgres(server.url, () => {}))
      await server.close()
    },
    60_000,
  )

  it.skipIf(!hasSqlite())('is gone on with in SQLite', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'comptoir-earlier-')), 'm.sqlite')
    await expectGoesOn(() => openSqlite(file))
  })
})
