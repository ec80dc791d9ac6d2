import { expect, it } from 'vitest'
import { aTender, aTicket, anArticle, CONTEXT } from '../../support/factory'
import { withServedTills, type SharingTill } from './twoTills'
import { mailboxServer } from '@/sharing/mailboxServer'
import { sellTicket } from '@/till/payment/sellTicket'
import { readReport } from '@/till/reports/readReport'
import { listOtherTills } from '@/till/sharing/copies/listOtherTills'
import { exchangeShop } from '@/till/sharing/exchangeShop'

const TODAY = { from: '2026-01-02', to: '2026-01-02' }

let address: string
let first: SharingTill
let second: SharingTill

withServedTills(made => ({ address, first, second } = made))

const shareAll = async () => {
  for (const { sharing } of [first, second, first, second]) {
    await exchangeShop(sharing, mailboxServer(address))
  }
}
const sell = ({ context }: SharingTill, priceCents: number) =>
  sellTicket(
    context,
    aTicket([anArticle({ priceCents })], context.newId()),
    [aTender(priceCents)],
    CONTEXT,
  )
const totalOf = async ({ context }: SharingTill, choice: string) =>
  (await readReport(context, TODAY, choice)).now.figures.totalCents

it('two tills that exchanged have the same figures of the shop, each of the other', async () => {
  await sell(first, 300)
  await sell(second, 450)
  await sell(second, 50)
  await shareAll()
  const [tillB] = await listOtherTills(first.context)
  const [tillA] = await listOtherTills(second.context)
  expect(tillB).toMatchObject({ device: second.sharing.keys.device, letter: 'B', name: 'B' })
  expect(tillA).toMatchObject({ device: first.sharing.keys.device, letter: 'A', name: 'A' })
  const head = await second.context.tillDb.heads.get('B')
  expect(tillB?.upTo).toEqual({ till: 'B', number: head?.number })
  for (const till of [first, second]) expect(await totalOf(till, 'all')).toBe(800)
  expect(await totalOf(first, tillB?.device ?? '')).toBe(500)
  expect(await totalOf(second, tillA?.device ?? '')).toBe(300)

  // What was not exchanged yet is not known, and comes once however often it is sent.
  await sell(second, 1_000)
  expect(await totalOf(first, 'all')).toBe(800)
  await shareAll()
  await shareAll()
  expect(await totalOf(first, 'all')).toBe(1_800)
})
