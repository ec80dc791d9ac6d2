import { expect, it } from 'vitest'
import { aSale, aTicket, anArticle, aTill } from '../../support/factory'
import { aSharingTill, takeCopies } from './copiedTill'
import { openTill } from '@/till/openTill'
import { isSale, sealEvent, type JournalEntry } from '@/core/journal/journal'
import { giveBack } from '@/core/payment/refund'
import { CHUNK_ENTRIES } from '@/core/sharing/copyChunk'
import { emptyTicket } from '@/core/ticket/ticket'
import { findDocument } from '@/till/sharing/copies/findDocument'

const sold = aSale(aTicket([anArticle()]))
const refund = aSale(giveBack(emptyTicket('r', sold.at), sold, [], new Map([[0, 1000]]), () => 'l'))
const SALES = 4 * CHUNK_ENTRIES
/** Refunds are rare: most runs have none of their series. */
const REFUNDS_AFTER = [3, 900, 1_000]

/** The journal of a till after its opening, with so many sales. */
function entriesAfter(opening: JournalEntry): JournalEntry[] {
  const entries = [opening]
  const { at, day } = opening
  let backs = 0
  const add = (event: JournalEntry['event']) => {
    const place = { till: 'B', eventId: `e${entries.length}`, at, day, training: false }
    entries.push(sealEvent(entries.at(-1), { ...place, event }))
  }
  for (let number = 1; number <= SALES; number += 1) {
    add({ ...sold.event, document: { series: 'B', number } })
    if (!REFUNDS_AFTER.includes(number)) continue
    backs += 1
    add({ ...refund.event, document: { series: 'BR', number: backs } })
  }
  return entries.slice(1)
}

it('any document of a copy is found by its number, in packed runs and behind them', async () => {
  const of = aTill({ tillCode: 'B' })
  await openTill(of)
  const [opening] = await of.tillDb.journal.toArray()
  if (!opening) throw new Error('a journal was opened')
  const entries = entriesAfter(opening)
  await of.tillDb.journal.bulkAdd(entries)
  const context = await aSharingTill()
  await takeCopies(context, of, 'b'.repeat(32), 'Comptoir')
  const wanted = entries
    .filter(isSale)
    .filter(({ event, number }) => event.kind === 'refund' || number % 131 === 0)
  for (const one of [...wanted, ...entries.slice(-1).filter(isSale)]) {
    expect((await findDocument(context, one.event.document))?.seal).toBe(one.seal)
  }
  for (const document of [
    { series: 'B', number: SALES + 1 },
    { series: 'BR', number: REFUNDS_AFTER.length + 1 },
    { series: 'BP', number: 1 },
    { series: 'C', number: 1 },
  ]) {
    expect(await findDocument(context, document)).toBeNull()
  }
})
