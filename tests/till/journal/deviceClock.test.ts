import { beforeEach, describe, expect, it, vi } from 'vitest'
import { anArticle, aTender, aTicket, aTill, CONTEXT, SELLER } from '../../support/factory'
import { firstChainFault } from '@/core/journal/chain'
import type { ClockDoubt } from '@/core/journal/deviceClock'
import { momentOf } from '@/core/moment'
import { NOBODY } from '@/core/people/user'
import { closeDay, closeForgotten } from '@/till/closing/closeDay'
import { moveCash } from '@/till/closing/drawer'
import type { TillContext } from '@/till/context'
import { checkJournal } from '@/till/journal/checkJournal'
import { noteBuilt, noteClockRead, recordServerTime, watchClock } from '@/till/journal/deviceClock'
import { recordTrace } from '@/till/journal/recordTrace'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'

const START = Date.UTC(2026, 0, 2, 9)
const DAY = 86_400_000

let till: TillContext
let movedMs = 0

beforeEach(async () => {
  movedMs = 0
  till = aTill({ now: () => momentOf(START + movedMs, 60) })
  await openTill(till)
})

const sell = async (ticketId: string, context = till) => {
  const ticket = aTicket([anArticle()], ticketId)
  const sale = await sellTicket(context, ticket, [aTender(1548)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

const sealed = async () =>
  (await till.tillDb.journal.toArray()).map(({ event }) =>
    event.kind === 'trace' ? `${event.what} ${String(event.detail['movedSeconds'])}` : event.kind,
  )

const doubt = () =>
  new Promise<ClockDoubt | null>(resolve => {
    const stop = watchClock(till, found => {
      setTimeout(() => stop())
      resolve(found)
    })
  })

describe('the device’s clock', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['a sale', () => sell('b'), 'sale'],
    ['a movement of cash', () => moved(), 'cash-movement'],
    ['a trace', () => recordTrace(till, NOBODY, 'ticket-parked', {}), 'ticket-parked undefined'],
  ])(
    'set back 430 days is traced before %s, in its transaction, and told',
    async (_what, act, kind) => {
      await sell('a')
      movedMs = -430 * DAY
      await act()
      expect(await sealed()).toEqual([
        'journal-opened',
        'sale',
        `clock-moved ${-430 * 86_400}`,
        kind,
      ])
      expect(await doubt()).toMatchObject({ kind: 'behind-journal', movedSeconds: -430 * 86_400 })
      await sell('c')
      expect((await sealed()).filter(one => one.startsWith('clock'))).toHaveLength(1)
      const entries = await till.tillDb.journal.toArray()
      expect(firstChainFault(entries)).toBeUndefined()
      expect(entries[2]).toMatchObject({ training: false, event: { user: NOBODY } })
      await noteClockRead(till)
      expect(await doubt()).toBeNull()
    },
  )

  const moved = () => moveCash(till, NOBODY, { direction: 'in', amountCents: 1, reason: '' })

  it('set forward, used and set back is traced both times', async () => {
    await sell('a')
    movedMs = 430 * DAY
    await sell('b')
    await sell('c')
    movedMs = 60_000
    await sell('d')
    expect(await sealed()).toEqual([
      'journal-opened',
      'sale',
      `clock-moved ${430 * 86_400}`,
      'sale',
      'sale',
      `clock-moved ${60 - 430 * 86_400}`,
      'sale',
    ])
  })

  it('set forward twice as far each time is traced each time', async () => {
    await sell('a')
    for (const days of [50, 100, 150]) {
      movedMs = days * DAY
      await sell(`+${days}`)
    }
    expect((await sealed()).filter(one => one.startsWith('clock'))).toHaveLength(3)
  })

  it('is not doubted for weeks without a network, nor for seconds of sealing side by side', async () => {
    await sell('a')
    movedMs = -5_000
    await sell('b')
    movedMs = 39 * DAY
    await sell('c')
    expect(await sealed()).toEqual(['journal-opened', 'sale', 'sale', 'sale'])
    expect(await doubt()).toBeNull()
  })

  it('is bounded by the day the till was built, once', async () => {
    await noteBuilt(till, '2026-03-01')
    await sell('a')
    movedMs = DAY
    await sell('b')
    expect(await sealed()).toEqual([
      'journal-opened',
      expect.stringMatching(/^clock-moved -/),
      'sale',
      'sale',
    ])
    expect(await doubt()).toMatchObject({ kind: 'behind-known' })
    // Set right: nothing more is told, and it would be traced again.
    movedMs = 60 * DAY
    await sell('c')
    expect(await doubt()).toBeNull()
  })

  it('is compared with the shop’s at once, told once, and no longer once they agree', async () => {
    await sell('a')
    const shopAt = (ms: number) => ({ at: momentOf(START + ms, 0).at, from: 'shop' }) as const
    movedMs = 20 * DAY
    expect(await recordServerTime(till, shopAt(0))).toBe(true)
    expect(await recordServerTime(till, shopAt(1000))).toBe(false)
    expect(await doubt()).toMatchObject({ kind: 'ahead', movedSeconds: 20 * 86_400 })
    expect(await recordServerTime(till, shopAt(20 * DAY))).toBe(false)
    expect(await doubt()).toBeNull()
    // The shop's time bounds what is sealed from now on.
    const behind = { ...till, now: () => momentOf(START + 19 * DAY, 60) }
    await sell('b', behind)
    expect((await sealed()).filter(one => one.startsWith('clock'))).toHaveLength(2)
  })

  it('in another time zone is told until somebody has read it, though a server agrees', async () => {
    await sell('a')
    await sell('b', { ...till, now: () => momentOf(START + 1000, -480) })
    const shop = { at: momentOf(START + 2000, 0).at, from: 'shop' } as const
    movedMs = 2000
    expect(await recordServerTime(till, shop)).toBe(false)
    expect(await doubt()).toMatchObject({ kind: 'zone', movedSeconds: -9 * 3600 })
    await noteClockRead(till)
    expect(await doubt()).toBeNull()
  })

  it('leaves a closing right behind the last entry it sums up', async () => {
    await sell('a')
    await sell('b')
    movedMs = -3 * DAY
    const closed = await closeDay(till, { user: NOBODY, seller: SELLER }, null)
    expect(closed.ok && closed.value.event.lastEntry).toBe(4)
    expect(closed.ok && closed.value.number).toBe(5)
    const quiet = () => undefined
    expect((await checkJournal(till, quiet)).fault).toBeUndefined()
  })

  it('does not close months and years by itself while it is doubted', async () => {
    await sell('a')
    await closeDay(till, { user: NOBODY, seller: SELLER }, null)
    movedMs = 430 * DAY
    expect(await closeForgotten(till, SELLER)).toEqual({ ok: true, value: 0 })
    movedMs = 2 * DAY
    vi.stubGlobal('reportError', () => undefined)
    expect(await closeForgotten(till, SELLER)).toEqual({ ok: true, value: 0 })
  })
})
