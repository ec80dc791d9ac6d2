import { Dexie } from 'dexie'
import { expect, it } from 'vitest'
import { anArticle, aSale, aTicket } from '../../support/factory'
import { sealEvent, type JournalEntry } from '@/core/journal/journal'
import { giveBack } from '@/core/payment/refund'
import type { EntryRecord } from '@/core/sharing/blockContent'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'
import { emptyTicket } from '@/core/ticket/ticket'
import { keepEntries } from '@/storage/sharing/copies'
import { readLeftDue, readNaming } from '@/storage/sharing/copyReferences'
import { OthersDatabase } from '@/storage/sharing/othersDatabase'

const sale = aSale(aTicket([anArticle()]))
const { at, day } = sale
const back = giveBack(emptyTicket('r', at), sale, [], new Map([[0, 1000]]), () => 'l')

/** A copy with refunds of a sale of till A in a packed run and among the loose entries, and a debt. */
function records(): EntryRecord[] {
  const entries: JournalEntry[] = []
  while (entries.length < CHUNK_ENTRIES + 10) {
    const isBack = [100, CHUNK_ENTRIES + 4].includes(entries.length)
    const isDue = entries.length === 50
    const { event } = isBack ? aSale(back) : sale
    const made = isDue ? { ...event, dueCents: 500 } : event
    const place = { till: 'B', eventId: `e${entries.length}`, at, day, training: false }
    entries.push(sealEvent(entries.at(-1), { ...place, event: made }))
  }
  const journal = entries[0]?.seal ?? ''
  return entries.map(entry => ({ kind: 'entry', journal, entry, signature: null }))
}

it('the index of copies of the version before is filled from what they hold', async () => {
  const kept = new OthersDatabase(`test-${crypto.randomUUID()}-others`)
  await kept.transaction('rw', kept.tables, () => keepEntries(kept, records()))
  const tables = ['copyChunks', 'copyEntries', 'copyHeads', 'streams', 'blocks', 'late', 'unread']
  const rows = new Map<string, unknown[]>()
  for (const table of tables) rows.set(table, await kept.table(table).toArray())
  const index = await kept.copyReferences.toArray()
  const due = await readLeftDue(kept)
  expect(index).toHaveLength(2)
  expect(due).toMatchObject([{ number: 51, till: 'B', dueCents: 500 }])

  const name = `test-${crypto.randomUUID()}-others`
  const old = new Dexie(name)
  const schema = kept.tables
    .filter(table => table.name !== 'copyReferences')
    .map(({ name: table, schema: { primKey, indexes } }) => {
      return [table, [primKey, ...indexes].map(({ src }) => src).join(', ')] as const
    })
  old.version(1).stores(Object.fromEntries(schema))
  for (const [table, some] of rows) await old.table(table).bulkAdd(some)
  old.close()

  const after = new OthersDatabase(name)
  expect(await after.copyReferences.toArray()).toEqual(index)
  expect(await readLeftDue(after)).toEqual(due)
  expect((await readNaming(after, ['A-2'])).map(({ entry }) => entry.number)).toEqual([101, 261])
  kept.close()
  after.close()
})
