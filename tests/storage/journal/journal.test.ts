import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { firstChainFault, isSale, type JournalEntry } from '@/core/journal/journal'
import { documentLabel } from '@/core/journal/series'
import { countsAsTakings } from '@/core/closing/takings'
import { setQuantity } from '@/core/ticket/ticket'
import { readTickets } from '@/storage/ticket/drafts'
import { checkEntry, checkJournal } from '@/till/journal/checkJournal'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { listSales } from '@/till/journal/listSales'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { signJournal } from '@/till/journal/signJournal'
import type { Till } from '@/till/context'

const cash = [aTender(5000)]
const ticketOf = (id: string) => aTicket([anArticle()], id)
const entriesOf = (till: Till) => till.tillDb.journal.orderBy('[till+number]').toArray()

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(): Promise<Till> {
  const till = aTill()
  await openTill(till)
  return till
}

describe('selling', () => {
  it('keeps one unbroken chain and gapless numbers when two tabs sell at once', async () => {
    const till = await anOpenTill()
    const tabs = [till, anotherTab(till)]
    const ids = Array.from({ length: 20 }, (_none, index) => `t${index}`)
    await Promise.all(
      ids.map((id, index) => sellTicket(tabs[index % 2]!, ticketOf(id), cash, CONTEXT)),
    )
    const entries = await entriesOf(till)
    expect(firstChainFault(entries)).toBeUndefined()
    expect(entries.filter(isSale).map(sale => sale.event.document.number)).toEqual(
      ids.map((_id, index) => index + 1),
    )
  })

  it('writes a sale once, however often it is sent', async () => {
    const till = await anOpenTill()
    const sales = await Promise.all(
      [1, 2, 3].map(() => sellTicket(till, ticketOf('t'), cash, CONTEXT)),
    )
    expect(new Set(sales.map(sale => sale.ok && sale.value.seal)).size).toBe(1)
    expect(await listSales(till, 10)).toHaveLength(1)
  })

  it('refuses a ticket that another tab sold with other lines, and writes nothing', async () => {
    const till = await anOpenTill()
    await sellTicket(till, ticketOf('t'), cash, CONTEXT)
    const other = setQuantity(ticketOf('t'), 't-line-0', 2000)
    const sale = await sellTicket(anotherTab(till), other, cash, CONTEXT)
    expect(sale).toEqual({ ok: false, error: { code: 'ticket-changed-elsewhere' } })
    expect(await entriesOf(till)).toHaveLength(2)
  })

  it('opens its journal once, even from two tabs', async () => {
    const till = aTill()
    await Promise.all([openTill(till), openTill(anotherTab(till)), openTill(till)])
    expect(await entriesOf(till)).toHaveLength(1)
    expect(await till.tillDb.keys.count()).toBe(1)
  })

  it('makes its counters again when the kept head was lost or lies', async () => {
    const till = await anOpenTill()
    await sellTicket(till, ticketOf('t1'), cash, CONTEXT)
    await till.tillDb.heads.update('A', { number: 1, counters: {} })
    await sellTicket(till, ticketOf('t2'), cash, CONTEXT)
    await till.tillDb.heads.clear()
    await sellTicket(till, ticketOf('t3'), cash, CONTEXT)
    const sales = await listSales(till, 10)
    expect(sales.map(sale => sale.event.document.number)).toEqual([3, 2, 1])
    expect(await checkJournal(till, () => undefined)).toEqual({ checked: 4, fault: undefined })
  })
})

describe('a kill or a refusal of the disk at any step of a payment', () => {
  const steps: [string, (till: Till) => void][] = [
    ['looking for the sale', till => failing(till.tillDb.journal, 'get')],
    ['reading the last entry', till => failing(till.tillDb.journal, 'where')],
    ['reading the head', till => failing(till.tillDb.heads, 'get')],
    ['adding the entry', till => failing(till.tillDb.journal, 'add')],
    ['moving the head', till => failing(till.tillDb.heads, 'put')],
    ['dropping the open ticket', till => failing(till.tillDb.tickets, 'delete')],
  ]

  it.each(steps)(
    'while %s: the ticket stays open and nothing is sealed',
    async (_step, breakIt) => {
      const till = await anOpenTill()
      const ticket = ticketOf('t')
      await keepDraft(till, ticket)
      breakIt(till)
      const sale = await sellTicket(till, ticket, cash, CONTEXT)
      expect(sale).toMatchObject({ ok: false, error: { code: 'write-failed', cause: 'disk-full' } })

      vi.restoreAllMocks()
      const restarted = anotherTab(till)
      expect(await resumeDraft(restarted)).toEqual(ticket)
      expect(await listSales(restarted, 10)).toEqual([])

      const retried = await sellTicket(restarted, ticket, cash, CONTEXT)
      expect(retried).toMatchObject({ ok: true, value: { number: 2 } })
      expect((await readTickets(restarted.tillDb, 'A', false)).open).toBeUndefined()
    },
  )

  it('after the entry was sealed: the sale is there and the ticket is gone', async () => {
    const till = await anOpenTill()
    await keepDraft(till, ticketOf('t'))
    await sellTicket(till, ticketOf('t'), cash, CONTEXT)
    const restarted = anotherTab(till)
    expect((await resumeDraft(restarted)).lines).toEqual([])
    expect(await listSales(restarted, 10)).toHaveLength(1)
  })

  it('a late write never brings back a ticket that was sold', async () => {
    const till = await anOpenTill()
    const ticket = ticketOf('t')
    await Promise.all([sellTicket(till, ticket, cash, CONTEXT), keepDraft(till, ticket)])
    await keepDraft(till, ticket)
    expect((await resumeDraft(anotherTab(till))).ticketId).not.toBe('t')
    expect(await till.tillDb.tickets.count()).toBe(0)
  })

  it('the older ticket comes back when the last one was sold', async () => {
    const till = await anOpenTill()
    await keepDraft(till, ticketOf('older'))
    await keepDraft(
      { ...till, now: () => ({ at: '2026-01-02T11:00:00.000+01:00', day: '2026-01-02' }) },
      ticketOf('t'),
    )
    await sellTicket(till, ticketOf('t'), cash, CONTEXT)
    expect((await resumeDraft(anotherTab(till))).ticketId).toBe('older')
  })

  it('the ticket of a lesson and that of real selling are each resumed where they were made', async () => {
    const till = await anOpenTill()
    const lesson = { ...till, isTraining: true }
    await keepDraft(till, ticketOf('real'))
    await keepDraft(lesson, ticketOf('lesson'))
    expect((await resumeDraft(till)).ticketId).toBe('real')
    expect((await resumeDraft(lesson)).ticketId).toBe('lesson')
    await sellTicket(lesson, ticketOf('lesson'), cash, CONTEXT)
    expect((await resumeDraft(lesson)).lines).toEqual([])
    expect((await resumeDraft(till)).ticketId).toBe('real')
  })

  it('throws what is not the disk’s doing, for the root handler', async () => {
    const till = await anOpenTill()
    vi.spyOn(till.tillDb.journal, 'get').mockImplementation(() => {
      throw new TypeError('our own mistake')
    })
    await expect(sellTicket(till, ticketOf('t'), cash, CONTEXT)).rejects.toThrow('our own mistake')
  })
})

describe('signatures', () => {
  it('are made after the sale, and at the next start for what a kill left unsigned', async () => {
    const till = await anOpenTill()
    const sale = await sellTicket(till, ticketOf('t'), cash, CONTEXT)
    if (!sale.ok) throw new Error(sale.error.code)
    expect(await checkEntry(till, sale.value)).toEqual({
      intact: true,
      linked: true,
      signature: 'missing',
    })
    await openTill(anotherTab(till))
    expect((await checkEntry(till, sale.value)).signature).toBe('valid')
    expect(await till.tillDb.signatures.count()).toBe(2)
  })

  it('show an entry whose seal was made again after a change', async () => {
    const till = await anOpenTill()
    const sale = await sellTicket(till, ticketOf('t'), cash, CONTEXT)
    if (!sale.ok) throw new Error(sale.error.code)
    await signJournal(till)
    const forged = { ...sale.value, seal: 'f'.repeat(64) }
    expect(await checkEntry(till, forged)).toMatchObject({ intact: false, signature: 'invalid' })
  })

  it('are made by a key that cannot leave the device', async () => {
    const till = await anOpenTill()
    const key = await till.tillDb.keys.get('A')
    expect(key?.privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', key!.privateKey)).rejects.toThrow()
  })
})

it('marks a lesson, numbers it apart, and leaves no gap in the real numbers', async () => {
  const till = await anOpenTill()
  const lesson = { ...till, isTraining: true }
  await sellTicket(till, ticketOf('a'), cash, CONTEXT)
  await sellTicket(lesson, ticketOf('b'), cash, CONTEXT)
  await sellTicket(till, ticketOf('c'), cash, CONTEXT)
  const sales = (await listSales(till, 10)).toReversed()
  expect(sales.map(sale => documentLabel(sale.event.document))).toEqual([
    'A-000001',
    'AE-000001',
    'A-000002',
  ])
  expect(sales.map(sale => countsAsTakings(sale))).toEqual([true, false, true])
  expect(firstChainFault(await entriesOf(till))).toBeUndefined()
})

it('names the first entry that was altered on the disk', async () => {
  const till = await anOpenTill()
  for (const id of ['a', 'b', 'c']) await sellTicket(till, ticketOf(id), cash, CONTEXT)
  const altered = (entry: JournalEntry) => {
    if (isSale(entry)) entry.event.totalCents = 1
  }
  await till.tillDb.journal.where('[till+number]').equals(['A', 3]).modify(altered)
  expect(await checkJournal(till, () => undefined)).toEqual({
    checked: 2,
    fault: { number: 3, fault: 'seal-does-not-match' },
  })
})

function failing(table: object, method: string): void {
  vi.spyOn(table as Record<string, () => unknown>, method).mockImplementation(() => {
    throw new DOMException('the disk is full', 'QuotaExceededError')
  })
}
