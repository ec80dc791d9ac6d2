import { beforeEach, expect, it } from 'vitest'
import { aTender, aTicket, anArticle, aTill, CONTEXT, SELLER } from '../../support/factory'
import { aSharingTill, takeCopies } from './copiedTill'
import { NOBODY } from '@/core/people/user'
import { closeDay } from '@/till/closing/closeDay'
import { countCash, openDrawer } from '@/till/closing/drawer'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { readCashDifferences } from '@/till/sharing/copies/readCashDifferences'

const TABLET = 'b'.repeat(32)

let minute = 0
let today = '2026-01-02'
const now = () => ({
  at: `${today}T10:${String(minute++ % 60).padStart(2, '0')}:00.000+01:00`,
  day: today,
})
let phone: TillContext
let tablet: TillContext

const cashOf = (sumCents: number) => ({ sumCents, coins: [] })
const closeWith = (sumCents: number, reason = '') =>
  closeDay(tablet, { user: NOBODY, seller: SELLER }, { cash: cashOf(sumCents), reason })
const seen = async () => {
  await takeCopies(phone, tablet, TABLET, 'Tablette')
  return (await readCashDifferences(phone)).map(one => [one.day, one.differenceCents, one.reason])
}

beforeEach(async () => {
  minute = 0
  today = '2026-01-02'
  phone = await aSharingTill({ now })
  tablet = aTill({ tillCode: 'B', now, newId: () => crypto.randomUUID() })
  await openTill(tablet)
  await openDrawer(tablet, NOBODY, cashOf(5_000))
  const ticket = aTicket([anArticle({ priceCents: 1_000 })], crypto.randomUUID())
  await sellTicket(tablet, ticket, [aTender(1_000)], CONTEXT)
})

it('a drawer that came out right is not told', async () => {
  await countCash(tablet, NOBODY, cashOf(6_000), '')
  await closeWith(6_000)
  expect(await seen()).toEqual([])
})

it('a count that did not come out is told with its reason, until the day is closed anew', async () => {
  await countCash(tablet, NOBODY, cashOf(5_500), 'billet de 5 rendu deux fois')
  expect(await seen()).toEqual([['2026-01-02', -500, 'billet de 5 rendu deux fois']])
  await closeWith(6_000)
  expect(await seen()).toEqual([])
})

it('a closing that did not come out is told for a week, where it can be read', async () => {
  await closeWith(6_020, 'appoint oublié')
  expect(await seen()).toEqual([['2026-01-02', 20, 'appoint oublié']])
  const [difference] = await readCashDifferences(phone)
  expect(difference).toMatchObject({ device: TABLET, till: 'B' })
  expect(difference?.address).toMatch(/^copie-[0-9a-f]{12}-\d+$/)
  today = '2026-01-09'
  expect(await seen()).toHaveLength(1)
  today = '2026-01-10'
  expect(await seen()).toEqual([])
})

it('a day closed without a count has no difference', async () => {
  await closeDay(tablet, { user: NOBODY, seller: SELLER }, null)
  expect(await seen()).toEqual([])
})
