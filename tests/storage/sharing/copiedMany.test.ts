import { expect, it } from 'vitest'
import { anArticle, aSale, aTicket } from '../../support/factory'
import { sealEvent, type JournalEntry } from '@/core/journal/journal'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'
import { keepEntries, readCopiedMany } from '@/storage/sharing/copies'
import { OthersDatabase } from '@/storage/sharing/othersDatabase'

it('gives entries in the order they were asked for, packed or not, and leaves out what is not held', async () => {
  const db = new OthersDatabase(`test-${crypto.randomUUID()}-others`)
  const { event, at, day } = aSale(aTicket([anArticle()]))
  const entries: JournalEntry[] = []
  while (entries.length < CHUNK_ENTRIES + 3) {
    const place = { till: 'B', eventId: `e${entries.length}`, at, day, training: false }
    entries.push(sealEvent(entries.at(-1), { ...place, event }))
  }
  const journal = entries[0]?.seal ?? ''
  const records = entries.map(entry => ({
    kind: 'entry' as const,
    journal,
    entry,
    signature: null,
  }))
  await db.transaction('rw', db.tables, () => keepEntries(db, records))

  const asked = [CHUNK_ENTRIES + 2, 7, 9_999, 3, CHUNK_ENTRIES + 1, 200]
  const found = await readCopiedMany(db, journal, asked)
  expect(found.map(({ entry }) => entry.number)).toEqual(asked.filter(one => one !== 9_999))
  db.close()
})
