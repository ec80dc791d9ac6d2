import { beforeEach, expect, it, vi } from 'vitest'
import { anArticle, aSale, aTicket, aTill, SELLER, SOFTWARE } from '../../support/factory'
import { dayPlus } from '@/core/days'
import { sealEvent, type JournalEntry, type JournalEvent } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import * as copyChunk from '@/core/sharing/copyChunk'
import { keepEntries } from '@/storage/sharing/copies'
import { othersBeside } from '@/storage/sharing/othersDatabase'
import { copiedJournal } from '@/till/sharing/copies/copiedJournal'
import type { Copies } from '@/till/sharing/copies/listOtherTills'
import { readShopSales } from '@/till/sharing/copies/readShopSales'

vi.mock('@/core/sharing/copyChunk', { spy: true })

const FIRST_DAY = '2026-01-02'
const A_DAY = 64
const DAYS = 40
const sale = aSale(aTicket([anArticle()])).event

/** A journal of many days, in which every other sale is invoiced to a VAT number. */
function longJournal(): JournalEntry[] {
  const entries: JournalEntry[] = []
  for (let day = FIRST_DAY; entries.length < A_DAY * DAYS; day = dayPlus(day, 1)) {
    for (let count = 0; count < A_DAY; count += 1) {
      const last = entries.at(-1)
      const event = count % 2 === 0 || !last ? sale : invoiceOf(last)
      const place = { till: 'B', eventId: `e-${entries.length}`, day, training: false }
      entries.push(sealEvent(last, { ...place, at: `${day}T10:00:00.000+01:00`, event }))
    }
  }
  return entries
}

function invoiceOf({ till, number }: JournalEntry): JournalEvent {
  const { lines, vat, tenders, changeCents, totalCents, document } = sale
  return {
    kind: 'invoice',
    document: { series: 'BF', number },
    credits: [],
    saleAt: `${FIRST_DAY}T10:00:00.000+01:00`,
    saleTill: till,
    saleNumber: number,
    saleDocument: document,
    customer: { customerId: 'c', name: 'Quais', company: '', address: '', vatNumber: 'FR1' },
    dueCents: 0,
    totalCents,
    lines,
    vat,
    tenders,
    changeCents,
    user: NOBODY,
    seller: SELLER,
    software: SOFTWARE,
  }
}

const journal = longJournal()
const runs = journal.length / copyChunk.CHUNK_ENTRIES
const id = journal[0]?.seal ?? ''
const context = aTill()

async function theCopies(): Promise<Copies> {
  const others = othersBeside(context.tillDb.name)
  if ((await others.copyChunks.count()) === 0) {
    const records = journal.map(entry => {
      return { kind: 'entry' as const, journal: id, entry, signature: null }
    })
    await others.transaction('rw', others.tables, () => keepEntries(others, records))
    const head = { journal: id, till: 'B', number: journal.length, seal: '', signature: null }
    await others.copyHeads.put({ ...head, publicKey: null, device: 'tablet' })
  }
  const part = { journal: id, till: 'B', after: 0, upTo: journal.length }
  const upTo = { till: 'B', number: journal.length }
  const till = { device: 'tablet', letter: 'B', name: '', parts: [part], upTo, heardAt: null }
  const tills = [{ ...till, isRemoved: false }]
  return { others, own: [], tills, named: { own: [], tills }, deviceName: '' }
}

beforeEach(async () => {
  await theCopies()
  vi.mocked(copyChunk.unpackChunk).mockClear()
})
const unpacked = () => vi.mocked(copyChunk.unpackChunk).mock.calls.length

it('finds which sales were invoiced to businesses by unpacking each run of a copy once', async () => {
  const days = { from: FIRST_DAY, to: '2999-12-31' }
  const { businessSales } = await readShopSales(context, await theCopies(), 'all', days)
  expect(businessSales.size).toBe(journal.length / 2)
  expect(unpacked()).toBe(runs)
})

it('leaves invoices alone that were made before the days that are asked for', async () => {
  const last = journal.at(-1)?.day ?? ''
  const days = { from: last, to: last }
  const { businessSales } = await readShopSales(context, await theCopies(), 'all', days)
  expect(unpacked()).toBe(1)
  for (const { day, event, number } of journal) {
    if (day === last && event.kind === 'sale') {
      expect(businessSales.has(`tablet B-${number}`)).toBe(true)
    }
  }
})

it('knows the numbers of a year’s entries without unpacking all of them', async () => {
  const copied = await copiedJournal(context, await theCopies(), id)
  const [second, last] = [dayPlus(FIRST_DAY, 1), dayPlus(FIRST_DAY, DAYS - 2)]
  expect(await copied?.numbersOfDays(second, last)).toEqual({
    first: A_DAY + 1,
    last: journal.length - A_DAY,
  })
  expect(unpacked()).toBe(2)
  expect(await copied?.numbersOfDays('2999-01-01', '2999-01-02')).toBeUndefined()
})
