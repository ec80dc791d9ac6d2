import { Dexie } from 'dexie'
import { expect, it } from 'vitest'
import { aCustomer, aTender, aTicket, aTill, anArticle, CONTEXT } from '../../support/factory'
import { TillDatabase } from '@/storage/databases'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'

/** The tables of a till as its version 3 had them. */
const OF_VERSION_3 = [
  'journal',
  'signatures',
  'heads',
  'keys',
  'tickets',
  'settings',
  'articleEdits',
  'ownArticles',
  'users',
  'customers',
  'orderNotes',
  'outbox',
]

/** A database of the version before sharing, with the same rows: made by what opens it. */
async function asVersion3(name: string, rows: ReadonlyMap<string, unknown[]>): Promise<void> {
  const model = new TillDatabase(`${name}-model`)
  await model.open()
  const schema = Object.fromEntries(
    OF_VERSION_3.map(table => {
      const { primKey, indexes } = model.table(table).schema
      return [table, [primKey, ...indexes].map(({ src }) => src).join(', ')]
    }),
  )
  model.close()
  const old = new Dexie(name)
  old.version(3).stores(schema)
  for (const [table, some] of rows) await old.table(table).bulkAdd(some)
  old.close()
}

it('a till of the version before keeps all it had, and goes on with its journal', async () => {
  const before = aTill({ newId: () => crypto.randomUUID() })
  await openTill(before)
  await sellTicket(before, aTicket(undefined, 'a'), [aTender(1548)], CONTEXT)
  await before.tillDb.customers.put(aCustomer())
  await before.tillDb.ownArticles.put(anArticle())
  const rows = new Map<string, unknown[]>()
  for (const table of OF_VERSION_3) rows.set(table, await before.tillDb.table(table).toArray())
  before.tillDb.close()

  const name = `test-${crypto.randomUUID()}-till`
  await asVersion3(name, rows)
  const after = { ...before, tillDb: new TillDatabase(name) }
  await after.tillDb.open()
  expect(after.tillDb.verno).toBe(4)
  for (const table of OF_VERSION_3) {
    expect(await after.tillDb.table(table).toArray(), table).toEqual(rows.get(table))
  }
  for (const table of ['sharedRows', 'ownLanes', 'ownBlocks', 'statements', 'sharing']) {
    expect(await after.tillDb.table(table).count(), table).toBe(0)
  }
  const sold = await sellTicket(after, aTicket(undefined, 'b'), [aTender(1548)], CONTEXT)
  expect(sold).toMatchObject({ ok: true, value: { number: 3, till: 'A' } })
})
