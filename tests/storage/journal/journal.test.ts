import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'
import { documentLabel } from '@/core/journal/series'
import { countsAsTakings } from '@/core/closing/takings'
import { setQuantity } from '@/core/ticket/lines'
import { readTickets } from '@/storage/ticket/drafts'
import { checkEntry, checkJournal } from '@/till/journal/checkJournal'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { listSales } from '@/till/journal/listSales'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const cash = [aTender(5000)]
const ticketOf = (id: string) => aTicket([anArticle()], id)
const entriesOf = (context: TillContext) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(): Promise<TillContext> {
  const context = aTill()
  await openTill(context)
  return context
}

describe('selling', () => {
  it('keeps one unbroken chain and gapless numbers when two tabs sell at once', async () => {
    const context = await anOpenTill()
    const tabs = [context, anotherTab(context)]
    const ids = Array.from({ length: 20 }, (_none, index) => `t${index}`)
    await Promise.all(
      ids.map((id, index) => sellTicket(tabs[index % 2]!, ticketOf(id), cash, CONTEXT)),
    )
    const entries = await entriesOf(context)
    expect(firstChainFault(entries)).toBeUndefined()
    expect(entries.filter(isSale).map(sale => sale.event.document.number)).toEqual(
      ids.map((_id, index) => index + 1),
    )
  })

  it('writes a sale once, however often it is sent', async () => {
    const context = await anOpenTill()
    const sales = await Promise.all(
      [1, 2, 3].map(() => sellTicket(context, ticketOf('t'), cash, CONTEXT)),
    )
    expect(new Set(sales.map(sale => sale.ok && sale.value.seal)).size).toBe(1)
    expect(await listSales(context, 10)).toHaveLength(1)
  })

  it('refuses a ticket that another tab sold with other lines, and writes nothing', async () => {
    const context = await anOpenTill()
    await sellTicket(context, ticketOf('t'), cash, CONTEXT)
    const other = setQuantity(ticketOf('t'), 't-line-0', 2000)
    const sale = await sellTicket(anotherTab(context), other, cash, CONTEXT)
    expect(sale).toEqual({ ok: false, error: { code: 'ticket-changed-elsewhere' } })
    expect(await entriesOf(context)).toHaveLength(2)
  })

  it('opens its journal once, even from two tabs', async () => {
    const context = aTill()
    await Promise.all([openTill(context), openTill(anotherTab(context)), openTill(context)])
    expect(await entriesOf(context)).toHaveLength(1)
    expect(await context.tillDb.keys.count()).toBe(1)
  })
})

describe('a kill or a refusal of the disk at any step of a payment', () => {
  const steps: [string, (context: TillContext) => void][] = [
    ['looking for the sale', context => failing(context.tillDb.journal, 'get')],
    ['reading the last entry', context => failing(context.tillDb.journal, 'where')],
    ['reading the head', context => failing(context.tillDb.heads, 'get')],
    ['adding the entry', context => failing(context.tillDb.journal, 'add')],
    ['moving the head', context => failing(context.tillDb.heads, 'put')],
    ['storing the signature', context => failing(context.tillDb.signatures, 'add')],
    ['dropping the open ticket', context => failing(context.tillDb.tickets, 'delete')],
  ]

  it.each(steps)(
    'while %s: the ticket stays open and nothing is sealed',
    async (_step, breakIt) => {
      const context = await anOpenTill()
      const ticket = ticketOf('t')
      await keepDraft(context, ticket)
      breakIt(context)
      const sale = await sellTicket(context, ticket, cash, CONTEXT)
      expect(sale).toMatchObject({ ok: false, error: { code: 'write-failed', cause: 'disk-full' } })

      vi.restoreAllMocks()
      const restarted = anotherTab(context)
      expect(await resumeDraft(restarted)).toEqual(ticket)
      expect(await listSales(restarted, 10)).toEqual([])

      const retried = await sellTicket(restarted, ticket, cash, CONTEXT)
      expect(retried).toMatchObject({ ok: true, value: { number: 2 } })
      expect((await readTickets(restarted.tillDb, false)).open).toBeUndefined()
    },
  )

  it('after the entry was sealed: the sale is there and the ticket is gone', async () => {
    const context = await anOpenTill()
    await keepDraft(context, ticketOf('t'))
    await sellTicket(context, ticketOf('t'), cash, CONTEXT)
    const restarted = anotherTab(context)
    expect((await resumeDraft(restarted)).lines).toEqual([])
    expect(await listSales(restarted, 10)).toHaveLength(1)
  })

  it('a late write never brings back a ticket that was sold', async () => {
    const context = await anOpenTill()
    const ticket = ticketOf('t')
    await Promise.all([sellTicket(context, ticket, cash, CONTEXT), keepDraft(context, ticket)])
    await keepDraft(context, ticket)
    expect((await resumeDraft(anotherTab(context))).ticketId).not.toBe('t')
    expect(await context.tillDb.tickets.count()).toBe(0)
  })

  it('the older ticket comes back when the last one was sold', async () => {
    const context = await anOpenTill()
    await keepDraft(context, ticketOf('older'))
    await keepDraft(
      { ...context, now: () => ({ at: '2026-01-02T11:00:00.000+01:00', day: '2026-01-02' }) },
      ticketOf('t'),
    )
    await sellTicket(context, ticketOf('t'), cash, CONTEXT)
    expect((await resumeDraft(anotherTab(context))).ticketId).toBe('older')
  })

  it('a training ticket and a real ticket are each resumed in their own mode', async () => {
    const context = await anOpenTill()
    const lesson = { ...context, isTraining: true }
    await keepDraft(context, ticketOf('real'))
    await keepDraft(lesson, ticketOf('lesson'))
    expect((await resumeDraft(context)).ticketId).toBe('real')
    expect((await resumeDraft(lesson)).ticketId).toBe('lesson')
    await sellTicket(lesson, ticketOf('lesson'), cash, CONTEXT)
    expect((await resumeDraft(lesson)).lines).toEqual([])
    expect((await resumeDraft(context)).ticketId).toBe('real')
  })

  it('throws errors that are not the disk’s, for the root handler', async () => {
    const context = await anOpenTill()
    vi.spyOn(context.tillDb.journal, 'get').mockImplementation(() => {
      throw new TypeError('our own mistake')
    })
    await expect(sellTicket(context, ticketOf('t'), cash, CONTEXT)).rejects.toThrow(
      'our own mistake',
    )
  })
})

describe('signatures', () => {
  it('are on disk with the sale, or neither is', async () => {
    const context = await anOpenTill()
    const sale = await sellTicket(context, ticketOf('t'), cash, CONTEXT)
    if (!sale.ok) throw new Error(sale.error.code)
    expect(await checkEntry(context, sale.value)).toEqual({
      intact: true,
      linked: true,
      signature: 'valid',
    })
    expect(await context.tillDb.signatures.count()).toBe(2)
    failing(context.tillDb.signatures, 'add')
    const killed = await sellTicket(context, ticketOf('u'), cash, CONTEXT)
    expect(killed).toMatchObject({ ok: false, error: { code: 'write-failed' } })
    expect(await entriesOf(context)).toHaveLength(2)
    expect((await context.tillDb.heads.get('A'))?.number).toBe(2)
  })

  it('show an entry whose seal was made again after a change', async () => {
    const context = await anOpenTill()
    const sale = await sellTicket(context, ticketOf('t'), cash, CONTEXT)
    if (!sale.ok) throw new Error(sale.error.code)
    const forged = { ...sale.value, seal: 'f'.repeat(64) }
    expect(await checkEntry(context, forged)).toMatchObject({ intact: false, signature: 'invalid' })
  })

  it('are made by a key that cannot leave the device', async () => {
    const context = await anOpenTill()
    const key = await context.tillDb.keys.get('A')
    expect(key?.privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', key!.privateKey)).rejects.toThrow()
  })
})

it('marks training, numbers it separately, and leaves no gap in the real numbers', async () => {
  const context = await anOpenTill()
  const lesson = { ...context, isTraining: true }
  await sellTicket(context, ticketOf('a'), cash, CONTEXT)
  await sellTicket(lesson, ticketOf('b'), cash, CONTEXT)
  await sellTicket(context, ticketOf('c'), cash, CONTEXT)
  const sales = (await listSales(context, 10)).toReversed()
  expect(sales.map(sale => documentLabel(sale.event.document))).toEqual([
    'A-000001',
    'AE-000001',
    'A-000002',
  ])
  expect(sales.map(sale => countsAsTakings(sale))).toEqual([true, false, true])
  expect(firstChainFault(await entriesOf(context))).toBeUndefined()
})

it('names the first entry that was altered on the disk', async () => {
  const context = await anOpenTill()
  for (const id of ['a', 'b', 'c']) await sellTicket(context, ticketOf(id), cash, CONTEXT)
  const altered = (entry: JournalEntry) => {
    if (isSale(entry)) entry.event.totalCents = 1
  }
  await context.tillDb.journal.where('[till+number]').equals(['A', 3]).modify(altered)
  expect(await checkJournal(context, () => undefined)).toEqual({
    checked: 2,
    fault: { number: 3, fault: 'seal-does-not-match' },
  })
})

function failing(table: object, method: string): void {
  vi.spyOn(table as Record<string, () => unknown>, method).mockImplementation(() => {
    throw new DOMException('the disk is full', 'QuotaExceededError')
  })
}
