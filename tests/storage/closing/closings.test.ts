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
import { firstChainFault } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import { appendDay, readLastClosing, type SignClosing } from '@/storage/closing/closings'
import { checkJournal } from '@/till/journal/checkJournal'
import { readOpenDay } from '@/till/closing/readOpenDay'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { stampOf } from '@/till/journal/stampEvent'
import type { Till } from '@/till/context'

const PRICE_CENTS = 1_548
const sign: SignClosing = closed => ({
  kind: 'closing',
  ...closed,
  isLate: false,
  cash: null,
  user: NOBODY,
  seller: SELLER,
  software: SOFTWARE,
})

afterEach(() => vi.restoreAllMocks())

async function aTillThatSold(): Promise<Till> {
  const till = aTill()
  await openTill(till)
  await sell(till, 't1')
  return till
}

const sell = (till: Till, ticketId: string) =>
  sellTicket(till, aTicket([anArticle()], ticketId), [aTender(5_000)], CONTEXT)
const entriesOf = (till: Till) => till.tillDb.journal.orderBy('[till+number]').toArray()

describe('a closing', () => {
  it('holds what was sealed between its reading and its own sealing', async () => {
    const till = await aTillThatSold()
    const open = await readOpenDay(till)
    await sell(till, 't2')
    const closing = await appendDay(till.tillDb, stampOf(till, 'closing'), open, sign)
    expect(closing.event).toMatchObject({
      lastEntry: 3,
      totals: { totalCents: 2 * PRICE_CENTS, salesCount: 2 },
    })
  })

  it('made meanwhile in another tab is not made again, even with a sale between', async () => {
    const till = await aTillThatSold()
    const open = await readOpenDay(till)
    const tab = anotherTab(till)
    const made = await appendDay(tab.tillDb, stampOf(tab, 'one'), await readOpenDay(tab), sign)
    await sell(till, 't2')
    expect(await appendDay(till.tillDb, stampOf(till, 'other'), open, sign)).toEqual(made)
    expect((await entriesOf(till)).filter(entry => entry.event.kind === 'closing')).toHaveLength(1)
  })

  it('two at once make one', async () => {
    const till = await aTillThatSold()
    const open = await readOpenDay(till)
    const tabs = [till, anotherTab(till), anotherTab(till)]
    const seals = await Promise.all(
      tabs.map((tab, index) => appendDay(tab.tillDb, stampOf(tab, `c${index}`), open, sign)),
    )
    expect(new Set(seals.map(({ seal }) => seal)).size).toBe(1)
    expect(firstChainFault(await entriesOf(till))).toBeUndefined()
  })

  it.each(['add', 'put', 'sign'] as const)(
    'that is stopped at its %s leaves nothing, and is made whole after a restart',
    async step => {
      const till = await aTillThatSold()
      const open = await readOpenDay(till)
      const stop = () => {
        throw new Error('stopped')
      }
      if (step === 'add') vi.spyOn(till.tillDb.journal, 'add').mockImplementation(stop)
      if (step === 'put') vi.spyOn(till.tillDb.heads, 'put').mockImplementation(stop)
      await expect(
        appendDay(till.tillDb, stampOf(till, 'c'), open, step === 'sign' ? stop : sign),
      ).rejects.toThrow('stopped')
      vi.restoreAllMocks()

      const restarted = anotherTab(till)
      expect(await readLastClosing(restarted.tillDb, 'A', 'day')).toBeUndefined()
      await sell(restarted, 't2')
      const closing = await appendDay(
        restarted.tillDb,
        stampOf(restarted, 'c'),
        await readOpenDay(restarted),
        sign,
      )
      expect(closing.event).toMatchObject({ document: { number: 1 }, lastEntry: 3 })
      expect((await checkJournal(restarted, () => undefined)).fault).toBeUndefined()
    },
  )
})
