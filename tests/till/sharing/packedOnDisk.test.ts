import type { ServerType } from '@hono/node-server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { aTender, aTicket, CONTEXT } from '../../support/factory'
import { serveHub } from '../../sharing/servedHub'
import { twoTills, type SharingTill } from './twoTills'
import { LANES } from '@/core/sharing/block'
import { sentOf } from '@/core/sharing/sharingState'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { readCopy } from '@/storage/sharing/copies'
import { sellTicket } from '@/till/payment/sellTicket'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { openSharing } from '@/till/sharing/group'
import { lackingSince } from '@/till/sharing/lacking'
import { sayNothing } from '@/till/sharing/sayOwn'

let server: ServerType
let address = ''
let first: SharingTill
let second: SharingTill

beforeEach(async () => {
  const served = await serveHub(memoryStore())
  ;({ address, server } = served)
  ;({ first, second } = await twoTills(address))
})
afterEach(() => {
  server.close()
})

/** With journals that are packed as soon as they have two blocks. */
const share = ({ sharing }: SharingTill) =>
  exchangeShop({ ...sharing, segmentBlocks: 2 }, mailboxServer(address))
async function sell({ context }: SharingTill, ticketId: string) {
  const sold = await sellTicket(context, aTicket(undefined, ticketId), [aTender(1548)], CONTEXT)
  if (!sold.ok) throw new Error(sold.error.code)
  return sold.value
}
const entriesOf = ({ context }: SharingTill) =>
  context.tillDb.journal.orderBy('[till+number]').toArray()
const copyOnSecond = async () => {
  const journal = (await entriesOf(first))[0]?.seal ?? ''
  return (await readCopy(second.sharing.others, journal)).map(({ entry }) => entry)
}

it('a till that packs its journal tells what a carrier holds, and since when another lacks sales', async () => {
  await share(second)
  await sayNothing(second.sharing)
  await share(second)
  const sold = []
  for (const ticketId of ['a', 'b', 'c', 'd']) {
    sold.push(await sell(first, ticketId))
    await share(first)
  }
  const { store, keys } = first.sharing
  const { heads } = await share(first)
  const journal = (await store.ownLanes()).find(({ lane }) => lane === LANES.journal)
  expect(journal?.first).toBeGreaterThan(3)
  // Of replaced blocks it is known where they were: nothing of them is given any more.
  const given = await store.blocksFrom({ device: keys.device, lane: LANES.journal, next: 0 }, 1e6)
  expect(given).toHaveLength((journal?.next ?? 0) - (journal?.first ?? 0))
  expect(given.every(({ length }) => length > 0)).toBe(true)
  const all = await first.context.tillDb.ownBlocks.toArray()
  const kept = all.filter(({ lane }) => lane === LANES.journal)
  expect(kept).toHaveLength(journal?.next ?? 0)
  expect(kept.filter(({ bytes }) => bytes.length > 0)).toHaveLength(given.length)
  expect(await store.hashAt({ device: keys.device, lane: LANES.journal, next: 1 })).toMatch(
    /^[0-9a-f]{64}$/,
  )

  const last = sold.at(-1)
  const sentUpTo = { till: 'A', number: last?.number }
  expect(sentOf(keys.device, heads, await store.saidBlocks(), sentUpTo as never)).toEqual({
    sentUpTo,
    unsentCount: 0,
  })
  const lackingOnSecond = async () =>
    (await lackingSince(first.context, first.sharing)).get(second.sharing.keys.device)
  expect(await lackingOnSecond()).toBe(sold[0]?.at)

  expect(await share(second)).toMatchObject({ fault: null, refused: [], tampered: [] })
  expect(await copyOnSecond()).toEqual(await entriesOf(first))
  await sayNothing(second.sharing)
  await share(second)
  await share(first)
  expect(await lackingOnSecond()).toBeUndefined()
})

it('what a till carried on unread is read once it is opened after its update', async () => {
  for (const ticketId of ['a', 'b', 'c']) {
    await sell(first, ticketId)
    await share(first)
  }
  // As a version that knows no segments: it takes their blocks, and reads nothing of them.
  const { store, others } = second.sharing
  const take = store.take.bind(store)
  store.take = taking =>
    taking.stream.lane === LANES.segments
      ? take({ ...taking, entries: [], copies: [], unread: [...taking.unread, ...taking.entries] })
      : take(taking)
  await share(second)
  expect((await copyOnSecond()).length).toBeLessThan((await entriesOf(first)).length)
  expect(await others.unread.count()).toBeGreaterThan(0)

  const updated = await openSharing(second.context)
  expect(await copyOnSecond()).toEqual(await entriesOf(first))
  expect(await others.unread.count()).toBe(0)
  const { device } = first.sharing.keys
  expect((await updated?.others.copyHeads.toArray())?.map(head => head.device)).toContain(device)
})
