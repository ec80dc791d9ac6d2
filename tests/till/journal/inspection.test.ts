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
} from '@/till/journal/inspection'
import { closeDay, closeForgotten } from '@/till/closing/closeDay'
import { countCash, moveCash, openDrawer } from '@/till/closing/drawer'
import { invoiceSale } from '@/till/documents/invoiceSale'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const sell = (context: TillContext, ticketId: string) =>
  sellTicket(context, aTicket(undefined, ticketId), [aTender(1548)], CONTEXT)

const on = (context: TillContext, day: string): TillContext => ({
  ...context,
  now: () => ({ at: `${day}T10:00:00.000+01:00`, day }),
})

/** Its opening and a sale on the second of January, two sales on the third. */
async function aTillWithSales(): Promise<TillContext> {
  const context = aTill()
  await openTill(context)
  await sell(context, 'a')
  await sell(on(context, '2026-01-03'), 'b')
  await sell(on(context, '2026-01-03'), 'c')
  return context
}

const ALL = { kind: '', fromDay: '', toDay: '' } as const
const numbers = (entries: { number: number }[]) => entries.map(({ number }) => number)

describe('an inspection', () => {
  it('is sealed, refuses every change of the journal in every tab, and ends', async () => {
    const context = await aTillWithSales()
    const sold = (await searchJournal(context, ALL, Infinity, 9)).find(isSale)
    await beginInspection(context, NOBODY, NOBODY)
    const [last] = await searchJournal(context, ALL, Infinity, 1)
    expect(last?.event).toMatchObject({ kind: 'trace', what: 'inspector-came' })

    const refused = { ok: false, error: { code: 'till-inspected' } }
    const cash = { sumCents: 1_000, coins: [] }
    const closer = { user: NOBODY, seller: SELLER }
    // The journal as seen by a reloaded page, another tab and the worker.
    for (const tab of [context, anotherTab(context)]) {
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
    // The clock is a day behind the last sale here: that is sealed before the inspection.
    expect(numbers(await searchJournal(context, ALL, Infinity, 9))).toEqual([6, 5, 4, 3, 2, 1])
    // Forgotten closings are still made, by the till itself.
    expect(await closeForgotten(on(context, '2026-01-04'), SELLER)).toEqual({ ok: true, value: 2 })

    await endInspection(anotherTab(context), NOBODY)
    expect(await sell(context, 'd')).toMatchObject({ ok: true })
  })

  it('finds entries by kind, day and number, newest first', async () => {
    const context = await aTillWithSales()
    expect(numbers(await searchJournal(context, ALL, Infinity, 2))).toEqual([4, 3])
    expect(numbers(await searchJournal(context, { ...ALL, kind: 'sale' }, 4, 9))).toEqual([3, 2])
    const third = { kind: '' as const, fromDay: '2026-01-03', toDay: '2026-01-03' }
    expect(numbers(await searchJournal(context, third, Infinity, 9))).toEqual([4, 3])
    const until = { kind: 'sale' as const, fromDay: '', toDay: '2026-01-02' }
    expect(numbers(await searchJournal(context, until, Infinity, 9))).toEqual([2])
    expect((await findEntry(context, 'A-000003'))?.number).toBe(4)
    expect((await findEntry(context, '3'))?.number).toBe(3)
    expect(await findEntry(context, '99')).toBeNull()
    expect(await findEntry(context, 'x')).toBeNull()
  })

  it('lists each day with its entries', async () => {
    const context = await aTillWithSales()
    expect(await listDays(context, '9999', 9)).toEqual([
      { day: '2026-01-03', first: 3, last: 4, count: 2 },
      { day: '2026-01-02', first: 1, last: 2, count: 2 },
    ])
    expect(await listDays(context, '2026-01-03', 9)).toHaveLength(1)
    expect(await listDays(context, '9999', 1)).toHaveLength(1)
  })

  it('lists no day of another till, and reads them in one pass', async () => {
    const context = await aTillWithSales()
    const other = on({ ...context, tillCode: 'B' }, '2026-01-05')
    await openTill(other)
    await sell(on(other, '2026-01-03'), 'd')
    const walks = vi.spyOn(context.tillDb.journal, 'where')
    expect(await listDays(context, '9999', 2)).toEqual([
      { day: '2026-01-03', first: 3, last: 4, count: 2 },
      { day: '2026-01-02', first: 1, last: 2, count: 2 },
    ])
    expect(walks).toHaveBeenCalledTimes(1)
  })

  it('shows every value of an entry, empty ones too', async () => {
    const context = await aTillWithSales()
    const entry = await findEntry(context, '2')
    const literals = new Map(literalsOf(entry).map(({ path, text }) => [path, text]))
    expect(literals.get('seal')).toBe(`"${entry?.seal}"`)
    expect(literals.get('event.lines.0.vatRate')).toBe('2000')
    expect(literals.get('event.discounts')).toBe('[]')
    expect(literals.get('event.lines.0.refundOf')).toBe('null')
  })
})
