import { expect, it } from 'vitest'
import { aTender, aTicket, CONTEXT } from '../../support/factory'
import { withServedTills, type SharingTill } from './twoTills'
import { LANES } from '@/core/sharing/block'
import { mailboxServer } from '@/sharing/mailboxServer'
import { sellTicket } from '@/till/payment/sellTicket'
import { makeAcknowledger } from '@/till/sharing/acknowledge'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { lackingSince } from '@/till/sharing/lacking'

const HOUR_MS = 60 * 60_000

let address = ''
let first: SharingTill
let second: SharingTill

withServedTills(made => ({ address, first, second } = made))

const share = ({ sharing }: SharingTill) => exchangeShop(sharing, mailboxServer(address))
const sell = ({ context }: SharingTill, ticketId: string) =>
  sellTicket(context, aTicket(undefined, ticketId), [aTender(1548)], CONTEXT)
const lackingOf = async ({ context, sharing }: SharingTill) =>
  (await lackingSince(context, sharing)).get(second.sharing.keys.device)
const sharedBlocks = async ({ sharing }: SharingTill) =>
  (await sharing.store.ownLanes()).find(({ lane }) => lane === LANES.shared)?.next ?? 0

it('a till tells since when another lacks its sales, until that one says that it has them', async () => {
  for (const one of [first, second, first]) await share(one)
  const acknowledge = makeAcknowledger(second.sharing)
  await acknowledge(0)
  for (const one of [second, first]) await share(one)
  expect(await lackingOf(first)).toBeUndefined()

  const sold = await sell(first, 'a')
  await share(first)
  expect(await lackingOf(first)).toBe(sold.ok && sold.value.at)
  // The carrier gave it, but nobody has heard of that.
  await share(second)
  await share(first)
  expect(await lackingOf(first)).toBe(sold.ok && sold.value.at)
  await acknowledge(HOUR_MS)
  for (const one of [second, first]) await share(one)
  expect(await lackingOf(first)).toBeUndefined()
})

it('a device says how far it has read once an hour at most, and only of new sales', async () => {
  for (const one of [first, second]) await share(one)
  const acknowledge = makeAcknowledger(second.sharing)
  expect(await acknowledge(0)).toBe(true)
  const said = await sharedBlocks(second)
  expect(await acknowledge(2 * HOUR_MS)).toBe(false)
  await sell(first, 'a')
  for (const one of [first, second]) await share(one)
  expect(await acknowledge(HOUR_MS / 2)).toBe(false)
  expect(await sharedBlocks(second)).toBe(said)
  expect(await acknowledge(3 * HOUR_MS)).toBe(true)
  expect(await sharedBlocks(second)).toBe(said + 1)
})
