import { expect, it } from 'vitest'
import { aCustomer } from '../../support/factory'
import { withServedTills, type SharingTill } from './twoTills'
import { LANES } from '@/core/sharing/block'
import { erasuresUnread } from '@/core/sharing/erasures'
import { mailboxServer } from '@/sharing/mailboxServer'
import { putCustomer } from '@/storage/customers/customers'
import { readErasures } from '@/storage/sharing/erasures'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { renewBase } from '@/till/sharing/renewBase'

let address = ''
let first: SharingTill
let second: SharingTill

withServedTills(made => ({ address, first, second } = made))

/** An exchange as it is made beside the till, at an hour of its device's clock. */
async function share({ context, sharing }: SharingTill, at: string): Promise<boolean> {
  context.now = () => ({ at, day: at.slice(0, 10) })
  const isRenewed = await renewBase(context, sharing)
  await exchangeShop(sharing, mailboxServer(address))
  return isRenewed
}
const unreadAt = async ({ context, sharing }: SharingTill) =>
  erasuresUnread(await readErasures(context.tillDb), await sharing.others.streams.toArray()).get(
    second.sharing.keys.device,
  )
/** Numbers of the oldest blocks kept of what a till says of the shop, on both tills. */
async function oldestOf({ sharing: { keys } }: SharingTill): Promise<(number | undefined)[]> {
  const { tillDb } = first.context
  const own = await tillDb.ownBlocks.where('[lane+seq]').aboveOrEqual([LANES.shared, 0]).first()
  const carried = await second.sharing.others.blocks
    .where('[device+lane+seq]')
    .aboveOrEqual([keys.device, LANES.shared, 0])
    .first()
  return [own?.seq, carried?.seq]
}

it('an erased customer leaves the logs of each till when it hears of it, and who has not heard is told', async () => {
  const { tillDb } = first.context
  await putCustomer(tillDb, aCustomer({ customerId: 'c1' }))
  const day = '2026-03-01T10:00:00.000Z'
  for (const one of [first, second]) expect(await share(one, day)).toBe(false)

  await tillDb.customers.delete('c1')
  expect(await share(first, '2026-03-10T10:00:00.000Z')).toBe(false)
  expect(await unreadAt(first)).toBe('2026-03-10T10:00:00.000Z')
  expect(await share(first, '2026-03-10T10:00:01.000Z')).toBe(true)
  const [oldest] = await oldestOf(first)
  expect(oldest).toBeGreaterThan(0)

  expect(await share(second, '2026-03-10T11:00:00.000Z')).toBe(false)
  expect(await second.context.tillDb.customers.count()).toBe(0)
  expect(await oldestOf(first)).toEqual([oldest, oldest])
  // Its next exchange says what it says of the shop anew, which answers.
  expect(await share(second, '2026-03-10T11:00:02.000Z')).toBe(true)
  await share(first, '2026-03-10T11:00:03.000Z')
  expect(await unreadAt(first)).toBeUndefined()
  expect(await share(first, '2026-03-10T12:00:00.000Z')).toBe(false)
  expect(await share(second, '2026-03-10T12:00:00.000Z')).toBe(false)
})

it('what a device says of the shop is said anew once a month', async () => {
  expect(await share(first, '2026-03-01T10:00:00.000Z')).toBe(false)
  expect(await share(first, '2026-03-31T10:00:00.000Z')).toBe(false)
  expect(await share(first, '2026-03-31T10:00:01.000Z')).toBe(true)
  expect(await share(first, '2026-03-31T10:00:02.000Z')).toBe(false)
})
