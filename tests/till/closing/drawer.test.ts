import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { expectedCashCents } from '@/core/closing/drawer'
import { firstChainFault } from '@/core/journal/chain'
import { NOBODY } from '@/core/people/user'
import { countCash, moveCash, openDrawer, openWithoutSale, readDrawer } from '@/till/closing/drawer'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const coins = [{ valueCents: 5_000, count: 3 }]
const float = { sumCents: 15_000, coins }

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill(over)
  await openTill(context)
  return context
}

const sell = (context: TillContext, ticketId: string, cashCents = 2_000) =>
  sellTicket(context, aTicket([anArticle()], ticketId), [aTender(cashCents)], CONTEXT)
const expectedIn = async (context: TillContext) => expectedCashCents(await readDrawer(context))

describe('the drawer of a till', () => {
  it('is computed from the journal since its float', async () => {
    const context = await anOpenTill()
    await sell(context, 'before')
    expect(await expectedIn(context)).toBe(1_548)
    await openDrawer(context, NOBODY, float)
    await sell(context, 'after')
    await moveCash(context, NOBODY, { direction: 'in', amountCents: 2_000, reason: 'monnaie' })
    await moveCash(context, NOBODY, { direction: 'out', amountCents: 500, reason: 'timbres' })
    expect(await readDrawer(context)).toMatchObject({
      floatCents: 15_000,
      salesCents: 1_548,
      inCents: 2_000,
      outCents: 500,
      movements: [{ event: { reason: 'monnaie' } }, { event: { reason: 'timbres' } }],
    })
    expect(await expectedIn(context)).toBe(15_000 + 1_548 + 2_000 - 500)
  })

  it('is the same when read five hundred entries at a time', async () => {
    const context = await anOpenTill()
    for (const step of Array.from({ length: 505 }).keys()) {
      await moveCash(context, NOBODY, { direction: 'in', amountCents: step + 1, reason: 'essai' })
    }
    expect(await expectedIn(context)).toBe((505 * 506) / 2)
  })

  it('reads nothing before its float', async () => {
    const context = await anOpenTill()
    for (const id of ['a', 'b', 'c']) await sell(context, id)
    await openDrawer(context, NOBODY, float)
    await sell(context, 'd')
    const read: number[] = []
    context.tillDb.journal.hook('reading', entry => {
      read.push(entry.number)
      return entry
    })
    await readDrawer(context)
    expect(Math.min(...read)).toBe(5)
  })

  it('ignores training', async () => {
    const context = await anOpenTill()
    const lesson = { ...context, isTraining: true }
    await openDrawer(context, NOBODY, float)
    await openDrawer(lesson, NOBODY, { sumCents: 100, coins: [] })
    await sell(lesson, 'lesson')
    expect(await expectedIn(context)).toBe(15_000)
    expect(await expectedIn(lesson)).toBe(100 + 1_548)
  })
})

describe('counting', () => {
  it('seals what was counted, what the journal expects, and why they differ', async () => {
    const context = await anOpenTill()
    await openDrawer(context, NOBODY, float)
    await sell(context, 't')
    const counted = await countCash(context, NOBODY, { sumCents: 16_000, coins: [] }, 'inexpliqué')
    expect(counted).toMatchObject({
      ok: true,
      value: {
        event: {
          expectedCents: 16_548,
          countedCents: 16_000,
          differenceCents: -548,
          reason: 'inexpliqué',
        },
      },
    })
    expect(firstChainFault(await context.tillDb.journal.toArray())).toBeUndefined()
    expect(await expectedIn(context)).toBe(16_548)
  })

  it('counts a sale sealed by another tab meanwhile in full, or not at all', async () => {
    const context = await anOpenTill()
    await openDrawer(context, NOBODY, float)
    const [counted] = await Promise.all([
      countCash(context, NOBODY, float, ''),
      sell(anotherTab(context), 't1'),
      sell(anotherTab(context), 't2'),
    ])
    if (!counted.ok) throw new Error(counted.error.code)
    const entries = await context.tillDb.journal.orderBy('[till+number]').toArray()
    const place = entries.findIndex(entry => entry.event.kind === 'cash-counted')
    const soldBefore = entries.slice(0, place).filter(entry => entry.event.kind === 'sale')
    expect(counted.value.event.expectedCents).toBe(15_000 + 1_548 * soldBefore.length)
  })

  it('writes nothing when the disk refuses', async () => {
    const context = await anOpenTill()
    vi.spyOn(context.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await countCash(context, NOBODY, float, '')).toMatchObject({
      ok: false,
      error: { code: 'write-failed', cause: 'disk-full' },
    })
    expect(await openWithoutSale(context, NOBODY, 'essai')).toMatchObject({ ok: false })
    vi.restoreAllMocks()
    expect(await context.tillDb.journal.count()).toBe(1)
  })
})

it('an opening without a sale leaves a trace', async () => {
  const context = await anOpenTill()
  await openWithoutSale(context, NOBODY, 'monnaie')
  expect((await context.tillDb.journal.toArray()).at(-1)?.event).toMatchObject({
    kind: 'trace',
    what: 'drawer-without-sale',
    detail: { reason: 'monnaie' },
  })
  expect(await expectedIn(context)).toBe(0)
})
