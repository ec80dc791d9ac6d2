import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  anArticle,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  SELLER,
  SOFTWARE,
} from '../../support/factory'
import type { ClosingEntry } from '@/core/closing/closing'
import { expectedCashCents } from '@/core/closing/drawer'
import { firstChainFault } from '@/core/journal/chain'
import { momentOf } from '@/core/moment'
import { documentLabel } from '@/core/journal/series'
import { NOBODY } from '@/core/people/user'
import { appendEvent } from '@/storage/journal/append'
import { closeDay, closeForgotten } from '@/till/closing/closeDay'
import { moveCash, openDrawer, readDrawer } from '@/till/closing/drawer'
import { findClosing, listClosings } from '@/till/closing/listClosings'
import { readOpenPeriod } from '@/till/closing/readOpenPeriod'
import { noteBuilt } from '@/till/journal/deviceClock'
import { openTill } from '@/till/openTill'
import { recordTrace } from '@/till/journal/recordTrace'
import { sellTicket } from '@/till/payment/sellTicket'
import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'

const PRICE_CENTS = 1_548
const anne = { userId: 'anne', name: 'Anne' }
const closer = { user: anne, seller: SELLER }

afterEach(() => vi.restoreAllMocks())

/** A till whose clock the test sets, in Paris: one or two hours ahead of Greenwich. */
async function aClockedTill(over: Partial<TillContext> = {}) {
  let utc = '2026-01-10T09:00:00Z'
  let offset = 60
  const context = aTill({ now: () => momentOf(Date.parse(utc), offset), ...over })
  await openTill(context)
  let tickets = 0
  return {
    till: context,
    setClock: (nextUtc: string, nextOffset = 60) => {
      utc = nextUtc
      offset = nextOffset
    },
    sell: (at: TillContext = context) =>
      sellTicket(at, aTicket([anArticle()], `t${++tickets}`), [aTender(2_000)], CONTEXT),
  }
}

async function closed(
  context: TillContext,
  counted: Parameters<typeof closeDay>[2] = null,
): Promise<ClosingEntry> {
  const closing = await closeDay(context, closer, counted)
  if (!closing.ok) throw new Error(closing.error.code)
  return closing.value
}

const entriesOf = (context: TillContext) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()
const daysOf = async (context: TillContext) =>
  (await listClosings(context, 'day', 100))
    .toReversed()
    .map(({ event }) => [event.of, event.totals.totalCents, event.isLate])

describe('an open day', () => {
  it('can be read at any time, and seals nothing', async () => {
    const { till, sell } = await aClockedTill()
    await sell()
    await sell()
    const open = await readOpenPeriod(till)
    expect(open).toMatchObject({
      isForgotten: false,
      isClosed: false,
      closed: { of: '2026-01-10', firstEntry: 1, lastEntry: 3 },
    })
    expect(open.closed.totals).toMatchObject({ salesCount: 2, totalCents: 2 * PRICE_CENTS })
    expect(open.closed.perpetual.salesCents).toBe(2 * PRICE_CENTS)
    expect(await entriesOf(till)).toHaveLength(3)
  })

  it('begins after the last closing, and says that it is closed until something is sold', async () => {
    const { till, sell } = await aClockedTill()
    await sell()
    await closed(till)
    await recordTrace(till, NOBODY, 'pin-refused', {})
    expect(await readOpenPeriod(till)).toMatchObject({
      isClosed: true,
      closed: { totals: { totalCents: 0 } },
    })
    await sell()
    expect(await readOpenPeriod(till)).toMatchObject({
      isClosed: false,
      closed: {
        totals: { totalCents: PRICE_CENTS },
        perpetual: { salesCents: 2 * PRICE_CENTS },
      },
    })
  })
})

describe('closing the day', () => {
  it('is sealed in the chain, numbered, and read back exactly as made', async () => {
    const { till, sell, setClock } = await aClockedTill()
    const sale = await sell()
    const closing = await closed(till)
    expect(documentLabel(closing.event.document)).toBe('AZ-000001')
    expect(closing.event).toMatchObject({
      period: 'day',
      of: '2026-01-10',
      isLate: false,
      firstEntry: 1,
      lastEntry: 2,
      lastSeal: sale.ok && sale.value.seal,
      cash: null,
      user: anne,
      seller: SELLER,
    })
    setClock('2026-01-11T09:00:00Z')
    await sell()
    await closed(till)
    expect(await findClosing(till, closing)).toEqual(closing)
    expect((await listClosings(till, 'day', 1)).map(one => one.event.document.number)).toEqual([2])
    expect(await findClosing(till, { till: 'A', number: 2 })).toBeNull()
    expect(firstChainFault(await entriesOf(till))).toBeUndefined()
  })

  it('seals the count beside what the journal expects, with its reason, and moves no cash', async () => {
    const { till, sell } = await aClockedTill()
    await openDrawer(till, NOBODY, { sumCents: 10_000, coins: [] })
    await sell()
    await moveCash(till, NOBODY, { direction: 'out', amountCents: 500, reason: 'timbres' })
    const coins = [{ valueCents: 5_000, count: 2 }]
    const counted = { cash: { sumCents: 10_000, coins }, reason: 'Erreur de rendu' }
    const { event } = await closed(till, counted)
    expect(event.cash).toEqual({
      expectedCents: 10_000 + PRICE_CENTS - 500,
      countedCents: 10_000,
      differenceCents: 500 - PRICE_CENTS,
      coins,
      reason: 'Erreur de rendu',
    })
    expect(event.totals).toMatchObject({ cashOutCents: 500, totalCents: PRICE_CENTS })
    expect(expectedCashCents(await readDrawer(till))).toBe(10_000 + PRICE_CENTS - 500)
    await openDrawer(till, NOBODY, { sumCents: 9_000, coins: [] })
    expect(expectedCashCents(await readDrawer(till))).toBe(9_000)
  })

  it('is made once, pressed in two tabs or twice', async () => {
    const { till, sell } = await aClockedTill()
    await sell()
    const [one, other] = await Promise.all([closed(till), closed(anotherTab(till))])
    expect(other.seal).toBe(one.seal)
    expect((await closed(till)).seal).toBe(one.seal)
    expect(await daysOf(till)).toEqual([['2026-01-10', PRICE_CENTS, false]])
  })

  it('is followed by a further closing for sales after it on the same day', async () => {
    const { till, sell } = await aClockedTill()
    await sell()
    const first = await closed(till)
    await sell()
    const second = await closed(till)
    expect(second.event.firstEntry).toBe(first.event.lastEntry + 1)
    expect(await daysOf(till)).toEqual([
      ['2026-01-10', PRICE_CENTS, false],
      ['2026-01-10', PRICE_CENTS, false],
    ])
    expect(second.event.perpetual.salesCents).toBe(2 * PRICE_CENTS)
  })

  it('never waits: a sale made meanwhile is in it or in the next one', async () => {
    const { till, sell } = await aClockedTill()
    for (let sold = 0; sold < 3; sold++) await sell()
    await Promise.all([closed(till), ...[1, 2, 3, 4].map(() => sell(anotherTab(till)))])
    const last = await closed(till)
    const totals = (await daysOf(till)).map(([, totalCents]) => Number(totalCents))
    expect(totals.reduce((sum, cents) => sum + cents)).toBe(7 * PRICE_CENTS)
    expect(last.event.perpetual.salesCents).toBe(7 * PRICE_CENTS)
    expect(firstChainFault(await entriesOf(till))).toBeUndefined()
  })

  it('is in the real journal, even while training is on', async () => {
    const { till, sell } = await aClockedTill()
    await sell()
    const lesson = { ...till, isTraining: true }
    await sell(lesson)
    const closing = await closed(lesson)
    expect(closing).toMatchObject({
      training: false,
      event: { document: { series: 'AZ' }, totals: { totalCents: PRICE_CENTS } },
    })
  })

  it('counts the demo’s training sales in the demo', async () => {
    const { till, sell } = await aClockedTill({ space: 'demo' })
    await sell()
    expect((await closed(till)).event.totals.totalCents).toBe(PRICE_CENTS)
  })

  it('keeps web sales apart from counter and drawer', async () => {
    const { till, sell } = await aClockedTill()
    const counter = await sell()
    if (!counter.ok) throw new Error(counter.error.code)
    await appendEvent(till.tillDb, stampEvent(till, 'order-1'), nextOf => ({
      ...counter.value.event,
      channel: 'web',
      document: nextOf('AW'),
      software: SOFTWARE,
    }))
    const { event } = await closed(till)
    expect([event.totals.totalCents, event.web.totalCents]).toEqual([PRICE_CENTS, PRICE_CENTS])
    expect(event.perpetual).toMatchObject({ salesCents: PRICE_CENTS, webSalesCents: PRICE_CENTS })
    expect(expectedCashCents(await readDrawer(till))).toBe(PRICE_CENTS)
  })
})

describe('forgotten closings', () => {
  it('are made for their own day at the next opening, before anything of today', async () => {
    const { till, sell, setClock } = await aClockedTill()
    await sell()
    setClock('2026-01-11T09:00:00Z')
    await sell()
    await sell()
    setClock('2026-01-14T08:00:00Z')
    await sell()
    expect(await readOpenPeriod(till)).toMatchObject({
      isForgotten: true,
      closed: { of: '2026-01-10' },
    })
    expect(await closeForgotten(till, SELLER)).toEqual({ ok: true, value: 2 })
    expect(await closeForgotten(till, SELLER)).toEqual({ ok: true, value: 0 })
    expect(await daysOf(till)).toEqual([
      ['2026-01-10', PRICE_CENTS, true],
      ['2026-01-11', 2 * PRICE_CENTS, true],
    ])
    expect(await readOpenPeriod(till)).toMatchObject({
      isForgotten: false,
      closed: { of: '2026-01-14', totals: { totalCents: PRICE_CENTS } },
    })
    const [made] = await listClosings(till, 'day', 1)
    expect(made).toMatchObject({ day: '2026-01-14', event: { user: NOBODY, cash: null } })
  })

  it('are made once by two tabs that open at once', async () => {
    const { till, sell, setClock } = await aClockedTill()
    for (const day of ['01-11', '01-12', '01-30', '02-02']) {
      setClock(`2026-${day}T09:00:00Z`)
      await sell()
    }
    setClock('2026-02-03T09:00:00Z')
    await Promise.all([till, anotherTab(till), till].map(one => closeForgotten(one, SELLER)))
    expect((await daysOf(till)).map(([of]) => of)).toEqual([
      '2026-01-11',
      '2026-01-12',
      '2026-01-30',
      '2026-02-02',
    ])
    expect(await listClosings(till, 'month', 9)).toHaveLength(1)
    expect(firstChainFault(await entriesOf(till))).toBeUndefined()
  })

  it('come first when today is closed before they were made up', async () => {
    const { till, sell, setClock } = await aClockedTill()
    await sell()
    setClock('2026-01-11T17:00:00Z')
    await sell()
    const counted = { cash: { sumCents: 1, coins: [] }, reason: 'x' }
    const closing = await closed(till, counted)
    expect(closing.event).toMatchObject({ of: '2026-01-11', cash: { countedCents: 1 } })
    expect(await daysOf(till)).toEqual([
      ['2026-01-10', PRICE_CENTS, true],
      ['2026-01-11', PRICE_CENTS, false],
    ])
    const [, first] = await listClosings(till, 'day', 2)
    expect(first?.event.cash).toBeNull()
  })

  it('past midnight, the evening is closed with its count, for its own day', async () => {
    const { till, sell, setClock } = await aClockedTill()
    await sell()
    setClock('2026-01-10T23:30:00Z')
    await recordTrace(till, NOBODY, 'approval', {})
    const closing = await closed(till, { cash: { sumCents: PRICE_CENTS, coins: [] }, reason: '' })
    expect(closing).toMatchObject({
      day: '2026-01-11',
      event: { of: '2026-01-10', isLate: true, cash: { differenceCents: 0 } },
    })
    expect(await daysOf(till)).toHaveLength(1)
  })

  it('read a day in parts, whatever its size', async () => {
    const { till, sell, setClock } = await aClockedTill()
    await sell()
    for (let traces = 0; traces < 520; traces++) {
      await recordTrace(till, NOBODY, 'ticket-parked', {})
    }
    await sell()
    setClock('2026-01-11T09:00:00Z')
    const parts = vi.spyOn(till.tillDb.journal, 'where')
    await closeForgotten(till, SELLER)
    expect(parts.mock.calls.length).toBeGreaterThan(4)
    const [closing] = await listClosings(till, 'day', 1)
    expect(closing?.event).toMatchObject({
      firstEntry: 1,
      lastEntry: 523,
      totals: { totalCents: 2 * PRICE_CENTS, traces: [{ what: 'ticket-parked', count: 520 }] },
    })
  })

  it('write nothing when the disk refuses, and are made the next time', async () => {
    const { till, sell, setClock } = await aClockedTill()
    await sell()
    setClock('2026-01-11T09:00:00Z')
    vi.spyOn(till.tillDb.heads, 'put').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await closeForgotten(till, SELLER)).toMatchObject({ ok: false })
    expect(await closeDay(till, closer, null)).toMatchObject({
      ok: false,
      error: { code: 'closing-not-written', cause: 'disk-full' },
    })
    expect(await entriesOf(till)).toHaveLength(2)
    vi.restoreAllMocks()
    expect(await closeForgotten(anotherTab(till), SELLER)).toEqual({ ok: true, value: 1 })
  })
})

describe('months and years', () => {
  it('close once they are over, from their days and months, and carry the perpetual totals', async () => {
    const { till, sell, setClock } = await aClockedTill()
    // The shop's clock vouches for the last day; months without a sale would raise a doubt.
    const vouch = (day: string) => noteBuilt(till, day)
    for (const day of ['2026-01-12', '2026-01-31', '2026-02-01', '2026-12-31']) {
      await vouch(day)
      setClock(`${day}T10:00:00Z`)
      await sell()
      await closed(till)
      await closeForgotten(till, SELLER)
    }
    const of = async (period: 'month' | 'year') =>
      (await listClosings(till, period, 20))
        .toReversed()
        .map(({ event }) => [event.of, event.totals.salesCount, documentLabel(event.document)])
    expect(await of('month')).toEqual([
      ['2026-01', 2, 'AM-000001'],
      ['2026-02', 1, 'AM-000002'],
    ])
    expect(await of('year')).toEqual([])

    setClock('2027-01-02T10:00:00Z')
    expect(await closeForgotten(till, SELLER)).toEqual({ ok: true, value: 2 })
    expect((await of('month')).at(-1)).toEqual(['2026-12', 1, 'AM-000003'])
    expect(await of('year')).toEqual([['2026', 4, 'AY-000001']])
    const [year] = await listClosings(till, 'year', 1)
    const [december] = await listClosings(till, 'month', 1)
    expect(year?.event).toMatchObject({ isLate: false, firstEntry: 1 })
    expect(year?.event.perpetual).toEqual(december?.event.perpetual)
    expect(year?.event.perpetual.salesCents).toBe(4 * PRICE_CENTS)
  })
})

describe('the clock', () => {
  it('that changes for summer or winter time splits no day and mixes no days', async () => {
    const { till, sell, setClock } = await aClockedTill()
    await noteBuilt(till, '2026-03-28')
    // Summer: at 2:00 it is 3:00. Winter: 2:30 comes twice.
    setClock('2026-03-28T22:59:00Z', 60)
    await sell()
    setClock('2026-03-28T23:01:00Z', 60)
    await sell()
    setClock('2026-03-29T01:30:00Z', 120)
    await sell()
    await noteBuilt(till, '2026-10-24')
    setClock('2026-10-25T00:30:00Z', 120)
    await sell()
    setClock('2026-10-25T01:30:00Z', 60)
    await sell()
    setClock('2026-10-25T22:59:00Z', 60)
    await sell()
    setClock('2026-10-25T23:00:00Z', 60)
    await closeForgotten(till, SELLER)
    expect(await daysOf(till)).toEqual([
      ['2026-03-28', PRICE_CENTS, true],
      ['2026-03-29', 2 * PRICE_CENTS, true],
      ['2026-10-25', 3 * PRICE_CENTS, true],
    ])
  })

  it('that was set back loses no entry: the entries are closed with the following day', async () => {
    const { till, sell, setClock } = await aClockedTill()
    setClock('2026-02-02T09:00:00Z')
    await sell()
    await closed(till)
    setClock('2026-01-31T09:00:00Z')
    await sell()
    setClock('2026-02-03T09:00:00Z')
    await sell()
    await closeForgotten(till, SELLER)
    await closed(till)
    await noteBuilt(till, '2026-04-01')
    setClock('2026-04-01T09:00:00Z')
    await closeForgotten(till, SELLER)
    const months = (await listClosings(till, 'month', 9)).toReversed()
    expect(months.map(({ event }) => [event.of, event.totals.salesCount])).toEqual([['2026-02', 3]])
    expect(months[0]?.event.perpetual.salesCount).toBe(3)
  })
})
