import { beforeAll, describe, expect, it } from 'vitest'
import { anArticle, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import type { SaleEntry } from '@/core/journal/journal'
import { ticketTotals } from '@/core/ticket/pricing'
import { giveBack } from '@/core/payment/refund'
import { cluesOf, type SaleSearch } from '@/core/journal/saleSearch'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { findByDocument, findSales, type SearchPosition } from '@/till/journal/findSales'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel de châtaignier', priceCents: 950 })
const notebook = anArticle()

async function sell(context: TillContext, ticket: Ticket): Promise<SaleEntry> {
  const { totalCents } = ticketTotals(ticket)
  const sale = await sellTicket(context, ticket, [aTender(totalCents)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

/** Entry numbers found, all pages one after the other. */
async function placesOf(context: TillContext, typed: string, over: Partial<SaleSearch> = {}) {
  const clues = cluesOf(typed, { tills: ['A'], today: '2026-01-10' }, code =>
    code === '3760000000017' ? 'ps-20' : undefined,
  )
  const search: SaleSearch = { clues, fromDay: '', toDay: '', kind: 'all', ...over }
  const places: number[] = []
  let next: SearchPosition | null | undefined
  do {
    const found = await findSales(context, search, next ?? undefined)
    places.push(...found.sales.map(sale => sale.number))
    next = found.next
  } while (next)
  return [...new Set(places)]
}

describe('sales are found', () => {
  let context: TillContext
  const on = (day: string) => ({
    ...context,
    now: () => ({ at: `${day}T10:00:00.000+01:00`, day }),
  })

  beforeAll(async () => {
    context = aTill()
    await openTill(context)
    const first = await sell(on('2026-01-02'), aTicket([honey, honey, notebook], 't2'))
    await sell(on('2026-01-03'), aTicket([notebook], 't3'))
    const back = giveBack(emptyTicket('t4', ''), first, [], new Map([[0, 1000]]), context.newId)
    await sell(on('2026-01-03'), back)
    const lines = giveBack(
      emptyTicket('t5', ''),
      first,
      [],
      new Map([[1, 1000]]),
      context.newId,
    ).lines
    await sell(on('2026-01-04'), {
      ...aTicket([honey, honey], 't5'),
      lines: [...aTicket([honey, honey], 't5').lines, ...lines],
    })
    await sell({ ...on('2026-01-05'), isTraining: true }, aTicket([honey], 't6'))
  })

  it.each([
    ['A-000002', [3]],
    ['AR-1', [4]],
    ['AE-000001', [6]],
    // Numbers first; then the reference CAR-1, which every article has here.
    ['1', [6, 4, 2, 5, 3]],
    ['34,48', [2]],
    ['9,5', [6, 4]],
    ['-9,50', [6, 4]],
    ['3/1', [4, 3]],
    ['miel', [6, 5, 4, 2]],
    ['CHATAIGNIER miel', [6, 5, 4, 2]],
    ['3760000000017', [5, 3, 2]],
    ['car-1', [6, 5, 4, 3, 2]],
    ['thé', []],
    ['A-000099', []],
  ])('by %s', async (typed, places) => {
    expect(await placesOf(context, typed)).toEqual(places)
  })

  it('by their days, in both directions', async () => {
    expect(await placesOf(context, '', { fromDay: '2026-01-03', toDay: '2026-01-04' })).toEqual([
      5, 4, 3,
    ])
    expect(await placesOf(context, '', { fromDay: '2026-01-04' })).toEqual([6, 5])
    expect(await placesOf(context, 'miel', { toDay: '2026-01-03' })).toEqual([4, 2])
    expect(await placesOf(context, '9,5', { toDay: '2026-01-03' })).toEqual([4])
  })

  it('by kind: refunds, training', async () => {
    expect(await placesOf(context, '', { kind: 'refunds' })).toEqual([5, 4])
    expect(await placesOf(context, 'miel', { kind: 'refunds' })).toEqual([5, 4])
    expect(await placesOf(context, '', { kind: 'lessons' })).toEqual([6])
    expect(await placesOf(context, '', { kind: 'refunds', fromDay: '2026-01-04' })).toEqual([5])
  })

  it('by the code of a receipt, as it was scanned', async () => {
    expect((await findByDocument(context, 'A-000001'))?.number).toBe(2)
    expect((await findByDocument(context, ' ar000001 '))?.number).toBe(4)
    expect(await findByDocument(context, 'A-000009')).toBeNull()
    expect(await findByDocument(context, 'Miel')).toBeNull()
  })

  it('in the journal that a restored till goes on from, too', async () => {
    const next = { ...context, tillCode: 'B' }
    expect(await findByDocument(next, 'A-000001')).toMatchObject({ till: 'A', number: 2 })
    expect(await placesOf(next, '34,48')).toEqual(await placesOf(context, '34,48'))
    const refunds = await placesOf(context, '', { kind: 'refunds' })
    expect(refunds).not.toEqual([])
    expect(await placesOf(next, '', { kind: 'refunds' })).toEqual(refunds)
  })

  it('not once the search was aborted', async () => {
    const given = new AbortController()
    given.abort()
    const search: SaleSearch = { clues: [], fromDay: '', toDay: '', kind: 'all' }
    expect((await findSales(context, search, undefined, given.signal)).sales).toEqual([])
  })
})

it('reads back ten thousand sales at once, and goes on from there', async () => {
  const context = aTill()
  await openTill(context)
  const sale = await sell(context, aTicket([honey]))
  const rows = Array.from({ length: 10_200 }, (_none, index) => ({
    ...sale,
    number: 3 + index,
    eventId: `many-${index}`,
    event: aSaleOf(sale, notebook.name, index + 2),
  }))
  await context.tillDb.journal.bulkAdd(rows)

  const search: SaleSearch = {
    clues: [{ clue: 'words', words: ['miel'] }],
    fromDay: '',
    toDay: '',
    kind: 'all',
  }
  const first = await findSales(context, search)
  expect(first).toEqual({ sales: [], next: { stage: 'read', before: 203, tillCode: 'A' } })
  const rest = await findSales(context, search, first.next!)
  expect(rest).toMatchObject({ sales: [{ number: 2 }], next: null })
  expect((await findByDocument(context, 'A-000001'))?.number).toBe(2)
})

function aSaleOf({ event }: SaleEntry, name: string, number: number): SaleEntry['event'] {
  const lines = event.lines.map(line => ({ ...line, name }))
  return { ...event, document: { series: 'A', number }, lines }
}
