import { describe, expect, it, vi } from 'vitest'
import {
  aCustomer,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  SELLER,
} from '../../support/factory'
import { invoicedCustomer } from '@/core/documents/invoice'
import { isSale } from '@/core/journal/journal'
import { literalsOf } from '@/core/journal/entryLiterals'
import { NOBODY } from '@/core/people/user'
import {
  beginInspection,
  endInspection,
  findEntry,
  listDays,
  isInspected,
  searchJournal,
} from '@/till/journal/inspectJournal'
import { closeDay, closeForgotten } from '@/till/closing/closeDay'
import { countCash, moveCash, openDrawer } from '@/till/closing/keepDrawer'
import { invoiceSale } from '@/till/documents/invoiceSale'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { Till } from '@/till/context'

const sell = (till: Till, ticketId: string) =>
  sellTicket(till, aTicket(undefined, ticketId), [aTender(1548)], CONTEXT)

const on = (till: Till, day: string): Till => ({
  ...till,
  now: () => ({ at: `${day}T10:00:00.000+01:00`, day }),
})

/** Its opening and a sale on the second of January, two sales on the third. */
async function aTillWithSales(): Promise<Till> {
  const till = aTill()
  await openTill(till)
  await sell(till, 'a')
  await sell(on(till, '2026-01-03'), 'b')
  await sell(on(till, '2026-01-03'), 'c')
  return till
}

const ALL = { kind: '', fromDay: '', toDay: '' } as const
const numbers = (entries: { number: number }[]) => entries.map(({ number }) => number)

describe('an inspection', () => {
  it('is sealed, bars all that would change the books in every tab, and ends', async () => {
    const till = await aTillWithSales()
    const sold = (await searchJournal(till, ALL, Infinity, 9)).find(isSale)
    await beginInspection(till, NOBODY)
    const [last] = await searchJournal(till, ALL, Infinity, 1)
    expect(last?.event).toMatchObject({ kind: 'trace', what: 'inspector-came' })

    const refused = { ok: false, error: { code: 'till-inspected' } }
    const cash = { sumCents: 1_000, coins: [] }
    const closer = { user: NOBODY, seller: SELLER }
    // As a page that was loaded again, another tab and the worker have the journal.
    for (const tab of [till, anotherTab(till)]) {
      expect(await sell(tab, 'd')).toEqual(refused)
      expect(await openDrawer(tab, NOBODY, cash)).toEqual(refused)
      const moved = { direction: 'in', amountCents: 100, reason: 'x' } as const
      expect(await moveCash(tab, NOBODY, moved)).toEqual(refused)
      expect(await countCash(tab, NOBODY, cash, '')).toEqual(refused)
      expect(await closeDay(tab, closer, null)).toEqual(refused)
      if (!sold) throw new Error('a sale was made')
      expect(await invoiceSale(tab, sold, invoicedCustomer(aCustomer()), closer)).toEqual(refused)
      expect(await isInspected(tab)).toBe(true)
    }
    expect(numbers(await searchJournal(till, ALL, Infinity, 9))).toEqual([5, 4, 3, 2, 1])
    // What was forgotten is still closed, by the till itself.
    expect(await closeForgotten(on(till, '2026-01-04'), SELLER)).toEqual({ ok: true, value: 2 })

    await endInspection(anotherTab(till))
    expect(await sell(till, 'd')).toMatchObject({ ok: true })
  })

  it('finds entries by kind, day and number, newest first', async () => {
    const till = await aTillWithSales()
    expect(numbers(await searchJournal(till, ALL, Infinity, 2))).toEqual([4, 3])
    expect(numbers(await searchJournal(till, { ...ALL, kind: 'sale' }, 4, 9))).toEqual([3, 2])
    const third = { kind: '' as const, fromDay: '2026-01-03', toDay: '2026-01-03' }
    expect(numbers(await searchJournal(till, third, Infinity, 9))).toEqual([4, 3])
    const until = { kind: 'sale' as const, fromDay: '', toDay: '2026-01-02' }
    expect(numbers(await searchJournal(till, until, Infinity, 9))).toEqual([2])
    expect((await findEntry(till, 'A-000003'))?.number).toBe(4)
    expect((await findEntry(till, '3'))?.number).toBe(3)
    expect(await findEntry(till, '99')).toBeNull()
    expect(await findEntry(till, 'x')).toBeNull()
  })

  it('lists each day with its entries', async () => {
    const till = await aTillWithSales()
    expect(await listDays(till, '9999', 9)).toEqual([
      { day: '2026-01-03', first: 3, last: 4, count: 2 },
      { day: '2026-01-02', first: 1, last: 2, count: 2 },
    ])
    expect(await listDays(till, '2026-01-03', 9)).toHaveLength(1)
    expect(await listDays(till, '9999', 1)).toHaveLength(1)
  })

  it('lists no day of another till, in one walk', async () => {
    const till = await aTillWithSales()
    const other = on({ ...till, letter: 'B' }, '2026-01-05')
    await openTill(other)
    await sell(on(other, '2026-01-03'), 'd')
    const walks = vi.spyOn(till.tillDb.journal, 'where')
    expect(await listDays(till, '9999', 2)).toEqual([
      { day: '2026-01-03', first: 3, last: 4, count: 2 },
      { day: '2026-01-02', first: 1, last: 2, count: 2 },
    ])
    expect(walks).toHaveBeenCalledTimes(1)
  })

  it('shows every value of an entry, empty ones too', async () => {
    const till = await aTillWithSales()
    const entry = await findEntry(till, '2')
    const literals = new Map(literalsOf(entry).map(({ path, text }) => [path, text]))
    expect(literals.get('seal')).toBe(`"${entry?.seal}"`)
    expect(literals.get('event.lines.0.vatRate')).toBe('2000')
    expect(literals.get('event.discounts')).toBe('[]')
    expect(literals.get('event.lines.0.refundOf')).toBe('null')
  })
})
