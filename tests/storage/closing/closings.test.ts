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
import { firstChainFault } from '@/core/journal/chain'
import { NOBODY } from '@/core/people/user'
import { appendDay, readLastClosing, type CompleteClosing } from '@/storage/closing/closings'
import { checkJournal } from '@/till/journal/checkJournal'
import { readDayToClose } from '@/till/closing/readOpenPeriod'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'

const PRICE_CENTS = 1_548
const complete: CompleteClosing = closed => ({
  kind: 'closing',
  ...closed,
  isLate: false,
  cash: null,
  user: NOBODY,
  seller: SELLER,
  software: SOFTWARE,
})

afterEach(() => vi.restoreAllMocks())

async function aTillThatSold(): Promise<TillContext> {
  const context = aTill()
  await openTill(context)
  await sell(context, 't1')
  return context
}

const sell = (context: TillContext, ticketId: string) =>
  sellTicket(context, aTicket([anArticle()], ticketId), [aTender(5_000)], CONTEXT)
const entriesOf = (context: TillContext) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()

describe('a closing', () => {
  it('includes entries sealed between reading the day and closing it', async () => {
    const context = await aTillThatSold()
    const open = await readDayToClose(context)
    await sell(context, 't2')
    const closing = await appendDay(context.tillDb, stampEvent(context, 'closing'), open, complete)
    expect(closing.event).toMatchObject({
      lastEntry: 3,
      totals: { totalCents: 2 * PRICE_CENTS, salesCount: 2 },
    })
  })

  it('made meanwhile in another tab is not made again, even with a sale between', async () => {
    const context = await aTillThatSold()
    const open = await readDayToClose(context)
    const tab = anotherTab(context)
    const made = await appendDay(
      tab.tillDb,
      stampEvent(tab, 'one'),
      await readDayToClose(tab),
      complete,
    )
    await sell(context, 't2')
    expect(await appendDay(context.tillDb, stampEvent(context, 'other'), open, complete)).toEqual(
      made,
    )
    expect((await entriesOf(context)).filter(entry => entry.event.kind === 'closing')).toHaveLength(
      1,
    )
  })

  it('is made once by several tabs at once', async () => {
    const context = await aTillThatSold()
    const open = await readDayToClose(context)
    const tabs = [context, anotherTab(context), anotherTab(context)]
    const seals = await Promise.all(
      tabs.map((tab, index) => appendDay(tab.tillDb, stampEvent(tab, `c${index}`), open, complete)),
    )
    expect(new Set(seals.map(({ seal }) => seal)).size).toBe(1)
    expect(firstChainFault(await entriesOf(context))).toBeUndefined()
  })

  it.each(['add', 'put', 'sign'] as const)(
    'that is stopped at its %s leaves nothing, and is made completely after a restart',
    async step => {
      const context = await aTillThatSold()
      const open = await readDayToClose(context)
      const stop = () => {
        throw new Error('stopped')
      }
      if (step === 'add') vi.spyOn(context.tillDb.journal, 'add').mockImplementation(stop)
      if (step === 'put') vi.spyOn(context.tillDb.heads, 'put').mockImplementation(stop)
      await expect(
        appendDay(
          context.tillDb,
          stampEvent(context, 'c'),
          open,
          step === 'sign' ? stop : complete,
        ),
      ).rejects.toThrow('stopped')
      vi.restoreAllMocks()

      const restarted = anotherTab(context)
      expect(await readLastClosing(restarted.tillDb, 'A', 'day')).toBeUndefined()
      await sell(restarted, 't2')
      const closing = await appendDay(
        restarted.tillDb,
        stampEvent(restarted, 'c'),
        await readDayToClose(restarted),
        complete,
      )
      expect(closing.event).toMatchObject({ document: { number: 1 }, lastEntry: 3 })
      expect((await checkJournal(restarted, () => undefined)).fault).toBeUndefined()
    },
  )
})
