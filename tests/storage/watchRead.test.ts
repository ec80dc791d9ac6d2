import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Dexie, RangeSet, type Table } from 'dexie'
import { afterEach, expect, it, vi } from 'vitest'
import { watchRead } from '@/storage/watchRead'

interface Row {
  name: string
  value: number
}

class Rows extends Dexie {
  declare settings: Table<Row, string>
  declare others: Table<Row, string>
  constructor() {
    super(`rows-${crypto.randomUUID()}`)
    this.version(1).stores({ settings: 'name', others: 'name' })
  }
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Watches one setting; every value that was called back. */
function watched(db: Rows, read: () => Promise<number | undefined> = valueOf(db)) {
  const told: (number | undefined)[] = []
  const errors: unknown[] = []
  stops.push(
    watchRead({
      rows: [{ db, table: 'settings', keys: ['one'] }],
      read,
      onChange: value => told.push(value),
      onError: error => errors.push(error),
    }),
  )
  return { told, errors }
}
const valueOf = (db: Rows) => async () => (await db.settings.get('one'))?.value
const settled = () => new Promise(resolve => setTimeout(resolve, 20))

it('reads now, and after each write to its rows, however they are written', async () => {
  const db = new Rows()
  const { told } = watched(db)
  await vi.waitFor(() => expect(told).toEqual([undefined]))
  await db.settings.put({ name: 'one', value: 1 })
  await vi.waitFor(() => expect(told).toEqual([undefined, 1]))
  await db.transaction('rw', db.settings, db.others, async () => {
    await db.settings.bulkPut([
      { name: 'none', value: 0 },
      { name: 'one', value: 2 },
    ])
    await db.others.put({ name: 'x', value: 2 })
  })
  await vi.waitFor(() => expect(told.at(-1)).toBe(2))
  await db.settings.delete('one')
  await vi.waitFor(() => expect(told.at(-1)).toBeUndefined())
  await db.settings.put({ name: 'one', value: 3 })
  await vi.waitFor(() => expect(told.at(-1)).toBe(3))
  await db.settings.clear()
  await vi.waitFor(() => expect(told.at(-1)).toBeUndefined())
})

it('reads nothing for the rows of others', async () => {
  const [db, other] = [new Rows(), new Rows()]
  // That a database is made is told as a write to all of it.
  await Promise.all([db.open(), other.open()])
  const read = vi.fn(valueOf(db))
  watched(db, read)
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1))
  await db.settings.put({ name: 'another', value: 1 })
  await db.others.put({ name: 'one', value: 1 })
  await other.settings.put({ name: 'one', value: 1 })
  await settled()
  expect(read).toHaveBeenCalledTimes(1)
})

it('a value that a write made old while it was read is not told', async () => {
  const db = new Rows()
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  let reads = 0
  const { told } = watched(db, async () => {
    reads += 1
    const value = await valueOf(db)()
    if (reads === 1) await held
    return value
  })
  await vi.waitFor(() => expect(reads).toBe(1))
  await db.settings.put({ name: 'one', value: 1 })
  await db.settings.put({ name: 'one', value: 2 })
  release()
  await vi.waitFor(() => expect(told).toEqual([2]))
  expect(reads).toBe(2)
})

it('tells an error, and goes on at the next write', async () => {
  const db = new Rows()
  let fails = true
  const { told, errors } = watched(db, async () => {
    if (fails) throw new Error('unreadable')
    return valueOf(db)()
  })
  await vi.waitFor(() => expect(errors).toEqual([new Error('unreadable')]))
  fails = false
  await db.settings.put({ name: 'one', value: 4 })
  await vi.waitFor(() => expect(told).toEqual([4]))
})

it('tells nothing once it is stopped', async () => {
  const db = new Rows()
  const { told } = watched(db)
  await vi.waitFor(() => expect(told).toHaveLength(1))
  stops.pop()?.()
  await db.settings.put({ name: 'one', value: 5 })
  await settled()
  expect(told).toHaveLength(1)
})

it('a till that sells for a week holds no more for it', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heldBytes = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const db = new Rows()
  const { told } = watched(db)
  await vi.waitFor(() => expect(told).toHaveLength(1))
  const before = heldBytes()
  for (let sale = 0; sale < 20_000; sale += 1) {
    const key = `${(sale * 7919) % 20_000} of the journal`
    Dexie.on.storagemutated.fire({ [`idb://${db.name}/others/`]: new RangeSet(key) })
  }
  expect(heldBytes() - before).toBeLessThan(1_000_000)
})
