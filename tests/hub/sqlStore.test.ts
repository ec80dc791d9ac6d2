import { expect, it } from 'vitest'
import type { Engine, SqlValue } from '@/hub/engine'
import { sqlStore } from '@/hub/sqlStore'

/** A database that has every mailbox it is asked about, and notes how it is asked. */
function noting(): { engine: Engine; texts: Set<string> } {
  const texts = new Set<string>()
  const read = {
    run: () => Promise.resolve(0),
    all: (sql: string, values: readonly SqlValue[] = []) => {
      texts.add(sql)
      return Promise.resolve(values.map(mailbox => ({ mailbox, version: 3 })))
    },
  }
  const engine: Engine = {
    name: 'postgresql',
    read,
    write: work => work(read),
    close: () => Promise.resolve(),
  }
  return { engine, texts }
}

it('asks about any number of waiting mailboxes by few statements, which a database keeps ready', async () => {
  const { engine, texts } = noting()
  const store = sqlStore(engine, () => '2026-11-29')
  const all = Array.from({ length: 500 }, (_none, at) => `mailbox-${at}`)
  for (let length = 0; length <= all.length; length += 20) {
    const versions = await store.versions(all.slice(0, length))
    const named = all.slice(0, length).map(mailbox => [mailbox, 3])
    expect([...versions].filter(([mailbox]) => mailbox !== '')).toEqual(named)
  }
  expect(texts.size).toBeLessThanOrEqual(10)
})
