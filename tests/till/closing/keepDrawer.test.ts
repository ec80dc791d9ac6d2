import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { expectedCashCents } from '@/core/closing/drawer'
import { firstChainFault } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import {
  countCash,
  moveCash,
  openDrawer,
  openWithoutSale,
  readDrawer,
} from '@/till/closing/keepDrawer'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { Till } from '@/till/context'

const coins = [{ valueCents: 5_000, count: 3 }]
const float = { sumCents: 15_000, coins }

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<Till> = {}): Promise<Till> {
  const till = aTill(over)
  await openTill(till)
  return till
}

const sell = (till: Till, ticketId: string, cashCents = 2_000) =>
  sellTicket(till, aTicket([anArticle()], ticketId), [aTender(cashCents)], CONTEXT)
const expectedIn = async (till: Till) => expectedCashCents(await readDrawer(till))

describe('the drawer of a till', () => {
  it('is what the journal says since its float', async () => {
    const till = await anOpenTill()
    await sell(till, 'before')
    expect(await expectedIn(till)).toBe(1_548)
    await openDrawer(till, NOBODY, float)
    await sell(till, 'after')
    await moveCash(till, NOBODY, { direction: 'in', amountCents: 2_000, reason: 'monnaie' })
    await moveCash(till, NOBODY, { direction: 'out', amountCents: 500, reason: 'timbres' })
    expect(await readDrawer(till)).toMatchObject({
      floatCents: 15_000,
      salesCents: 1_548,
      inCents: 2_000,
      outCents: 500,
      movements: [{ event: { reason: 'monnaie' } }, { event: { reason: 'timbres' } }],
    })
    expect(await expectedIn(till)).toBe(15_000 + 1_548 + 2_000 - 500)
  })

  it('is the same read five hundred entries at a time', async () => {
    const till = await anOpenTill()
    for (const step of Array.from({ length: 505 }).keys()) {
      await moveCash(till, NOBODY, { direction: 'in', amountCents: step + 1, reason: 'essai' })
    }
    expect(await expectedIn(till)).toBe((505 * 506) / 2)
  }, 30_000)

  it('reads nothing before its float', async () => {
    const till = await anOpenTill()
    for (const id of ['a', 'b', 'c']) await sell(till, id)
    await openDrawer(till, NOBODY, float)
    await sell(till, 'd')
    const read: number[] = []
    till.tillDb.journal.hook('reading', entry => {
      read.push(entry.number)
      return entry
    })
    await readDrawer(till)
    expect(Math.min(...read)).toBe(5)
  })

  it('is not that of lessons', async () => {
    const till = await anOpenTill()
    const lesson = { ...till, isTraining: true }
    await openDrawer(till, NOBODY, float)
    await openDrawer(lesson, NOBODY, { sumCents: 100, coins: [] })
    await sell(lesson, 'lesson')
    expect(await expectedIn(till)).toBe(15_000)
    expect(await expectedIn(lesson)).toBe(100 + 1_548)
  })
})

describe('counting', () => {
  it('seals what was counted, what the journal expects, and why they differ', async () => {
    const till = await anOpenTill()
    await openDrawer(till, NOBODY, float)
    await sell(till, 't')
    const counted = await countCash(till, NOBODY, { sumCents: 16_000, coins: [] }, 'inexpliqué')
    expect(counted).toMatchObject({
      ok: true,
      value: {
        expectedCents: 16_548,
        countedCents: 16_000,
        differenceCents: -548,
        reason: 'inexpliqué',
      },
    })
    expect(firstChainFault(await till.tillDb.journal.toArray())).toBeUndefined()
    expect(await expectedIn(till)).toBe(16_548)
  })

  it('expects a sale that another tab seals meanwhile, or does not count it: never half', async () => {
    const till = await anOpenTill()
    await openDrawer(till, NOBODY, float)
    const [counted] = await Promise.all([
      countCash(till, NOBODY, float, ''),
      sell(anotherTab(till), 't1'),
      sell(anotherTab(till), 't2'),
    ])
    if (!counted.ok) throw new Error(counted.error.code)
    const entries = await till.tillDb.journal.orderBy('[till+number]').toArray()
    const place = entries.findIndex(entry => entry.event.kind === 'cash-counted')
    const soldBefore = entries.slice(0, place).filter(entry => entry.event.kind === 'sale')
    expect(counted.value.expectedCents).toBe(15_000 + 1_548 * soldBefore.length)
  })

  it('writes nothing when the disk refuses', async () => {
    const till = await anOpenTill()
    vi.spyOn(till.tillDb.journal, 'add').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await countCash(till, NOBODY, float, '')).toMatchObject({
      ok: false,
      error: { code: 'write-failed', cause: 'disk-full' },
    })
    expect(await openWithoutSale(till, NOBODY, 'essai')).toMatchObject({ ok: false })
    vi.restoreAllMocks()
    expect(await till.tillDb.journal.count()).toBe(1)
  })
})

it('an opening without a sale leaves a trace', async () => {
  const till = await anOpenTill()
  await openWithoutSale(till, NOBODY, 'monnaie')
  expect((await till.tillDb.journal.toArray()).at(-1)?.event).toMatchObject({
    kind: 'trace',
    what: 'drawer-without-sale',
    detail: { reason: 'monnaie' },
  })
  expect(await expectedIn(till)).toBe(0)
})
