import { beforeEach, describe, expect, it } from 'vitest'
import { CODES, linked, type Heard } from './linked'
import type { HubServer } from '../../../simulation/sharing/hub'
import { SimulatedDevice } from '../../../simulation/sharing/simulatedDevice'
import { visitAll, withThreeDevices } from '../../../simulation/sharing/threeDevices'
import { chanceOf } from '../../../support/chance'
import { LANES, readBlock, type ReadBlock } from '@/core/sharing/block'
import { parseSwap, parseSwapped } from '@/core/sharing/wire'
import { shopOf } from '@/till/sharing/rotate'

const DAY_MS = 24 * 60 * 60_000
let nowMs = Date.UTC(2026, 10, 29, 9)
const running = { chance: chanceOf(1), clock: () => nowMs }
let server: HubServer
let phone: SimulatedDevice
let tablet: SimulatedDevice
let counter: SimulatedDevice

const visit = (...devices: SimulatedDevice[]) => visitAll(server, ...devices)
const priceOn = ({ disk }: SimulatedDevice) => disk.own.get('edit/1/price')
const mailboxOf = async ({ sharing }: SimulatedDevice) =>
  (await shopOf(sharing)).epochs[0]?.mailbox ?? ''
const copied = ({ disk }: SimulatedDevice) => ({
  countCopies: () =>
    Promise.resolve([...disk.copies.values()].reduce((sum, entries) => sum + entries.length, 0)),
})
const sideOf = (device: SimulatedDevice) => ({ sharing: device.sharing, ...copied(device) })
const meet = (one: SimulatedDevice, other: SimulatedDevice) => linked(sideOf(one), sideOf(other))

/** Blocks that one side gave, as questions and as answers. */
function blocksBy(role: 'offer' | 'answer', heard: readonly Heard[]): ReadBlock[] {
  const bytes = heard.flatMap(({ asks, body, answer }) =>
    asks === role
      ? (parseSwap(JSON.parse(body))?.swap.blocks ?? [])
      : (parseSwapped(JSON.parse(answer ?? 'null'))?.blocks ?? []),
  )
  return bytes.flatMap(one => readBlock(one) ?? [])
}
/** How far one side told the other that it knows each lane. */
const headsBy = (role: 'offer' | 'answer', heard: readonly Heard[]) =>
  heard.flatMap(({ asks, answer }) =>
    asks === role ? [] : (parseSwapped(JSON.parse(answer ?? 'null'))?.heads ?? []),
  )

beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 29, 9)
})
withThreeDevices(running, made => ({ server, phone, tablet, counter } = made))

describe('two devices beside each other', () => {
  it('have the same in the end, whoever offers, and say what passed', async () => {
    for (let sold = 0; sold < 5; sold += 1) await tablet.seal()
    await phone.seal()
    phone.disk.own.set('edit/1/price', 100)
    const [offered, answered] = await meet(phone, tablet).over
    expect(offered).toEqual({ why: null, given: 1, received: 5, isRemoved: false })
    expect(answered).toEqual({ why: null, given: 5, received: 1, isRemoved: false })
    expect(priceOn(tablet)).toBe(100)
    expect([...phone.disk.copies.values()]).toEqual([tablet.disk.journal])
    // What the phone got of the tablet goes on to the server, and from there to the others.
    await visit(phone, counter)
    expect([...counter.disk.copies.values()]).toContainEqual(tablet.disk.journal)

    await tablet.seal()
    const [again, back] = await meet(tablet, phone).over
    expect(again).toMatchObject({ why: null, given: 1, received: 0 })
    expect(back).toMatchObject({ why: null, given: 0, received: 1 })
  })

  it('name no mailbox before the other proved to know it', async () => {
    const { heard, over } = meet(phone, tablet)
    await over
    const mailbox = await mailboxOf(phone)
    const first = heard.findIndex(({ body }) => body.includes(mailbox))
    expect(first).toBeGreaterThan(0)
    for (const { body, answer } of heard.slice(0, first)) {
      expect(JSON.parse(body)).toMatchObject({ says: 'greeting' })
      expect(body + (answer ?? '')).not.toContain(mailbox)
    }
  })

  it('of two shops give each other nothing', async () => {
    const stranger = await SimulatedDevice.found('A', running)
    const { heard, over } = meet(phone, stranger)
    const nothing = { why: 'strangers', given: 0, received: 0, isRemoved: false }
    expect(await over).toEqual([nothing, nothing])
    expect(heard).toHaveLength(1)
    expect(await meet(stranger, phone).over).toEqual([nothing, nothing])
  })

  it('find out who stands between them: each was shown other codes', async () => {
    const codes = { ...CODES, answer: 'CD1.other' }
    const { heard, over } = linked(sideOf(phone), { ...sideOf(tablet), codes })
    expect(await over).toMatchObject([{ why: 'strangers' }, { why: 'strangers' }])
    expect(heard).toHaveLength(1)
  })

  it('take no proof that is said back', async () => {
    const { answering, over } = linked(sideOf(phone), sideOf(tablet))
    await over
    // The tablet's own proof, as an offer to it.
    const greeting = { version: 1, says: 'greeting', proofs: [] as string[] }
    expect(await answering.serve(greeting)).toEqual({ version: 1, found: null })
  })

  it('say when the other one is heard no more; what came is kept', async () => {
    for (let sold = 0; sold < 3; sold += 1) await tablet.seal()
    const { over } = linked(sideOf(phone), sideOf(tablet), { after: 3 })
    expect(await over).toMatchObject([{ why: 'cut', received: 3 }, { why: 'cut' }])
    expect(await meet(phone, tablet).over).toMatchObject([{ why: null }, { why: null, given: 0 }])
  })

  it('answer nothing to who did not greet, and end the link at any other word', async () => {
    const { answering } = linked(sideOf(phone), sideOf(tablet), { after: 0 })
    const mailbox = await mailboxOf(phone)
    const swap = { version: 1, mailbox, have: [], blocks: [], wait: 0 }
    expect(await answering.serve(swap)).toBeUndefined()
    expect(await answering.serve({ version: 1, says: 'turn' })).toBeUndefined()
    expect(await answering.serve({ version: 1, says: 'over', received: 1 })).toBeUndefined()
    expect(await answering.serve('anything')).toBeUndefined()
  })
})

describe('a device that has not heard of the newer secret', () => {
  it('is told of it beside another, and then reads what was sealed since', async () => {
    expect(await counter.changeSecret()).toBe(true)
    await counter.seal()
    counter.disk.own.set('edit/1/price', 300)
    const { over } = meet(counter, tablet)
    expect(await over).toMatchObject([
      { why: null, given: 1 },
      { why: null, received: 1 },
    ])
    expect(await mailboxOf(tablet)).toBe(await mailboxOf(counter))
    expect(priceOn(tablet)).toBe(300)
  })

  it('gets there as the one that offers, too', async () => {
    expect(await counter.changeSecret()).toBe(true)
    await counter.seal()
    await tablet.seal()
    expect(await meet(tablet, counter).over).toMatchObject([
      { why: null, given: 1, received: 1 },
      { why: null, given: 1, received: 1 },
    ])
  })

  it('is a stranger once 35 days have passed since', async () => {
    await counter.changeSecret()
    nowMs += 36 * DAY_MS
    expect(await meet(counter, tablet).over).toMatchObject([
      { why: 'strangers' },
      { why: 'strangers' },
    ])
  })
})

describe('a device that was put out', () => {
  beforeEach(async () => {
    await phone.putOut(tablet)
    await phone.seal()
    phone.disk.own.set('edit/1/price', 900)
    await visit(phone, counter)
    await counter.seal()
  })

  for (const offers of ['the shop', 'the device'] as const) {
    it(`gets nothing that was sealed since, learns that it is out, and leaves its sales: ${offers} offers`, async () => {
      await tablet.seal()
      const isShop = offers === 'the shop'
      const { heard, over } = isShop ? meet(counter, tablet) : meet(tablet, counter)
      const [offered, answered] = await over
      const [ofShop, ofTablet] = isShop ? [offered, answered] : [answered, offered]
      expect(ofShop).toMatchObject({ why: null, received: 1, isRemoved: false })
      expect(ofTablet).toMatchObject({ why: null, received: 0, isRemoved: true })
      const given = blocksBy(isShop ? 'offer' : 'answer', heard)
      expect(given.length).toBeGreaterThan(0)
      const sealed = given.filter(({ lane }) => lane !== LANES.keys)
      expect(Math.max(...sealed.map(({ epoch }) => epoch))).toBe(1)
      expect(priceOn(tablet)).toBeUndefined()
      // It is not even told that there is more.
      const told = headsBy(isShop ? 'offer' : 'answer', heard)
      const sales = (await counter.store.ownLanes()).find(({ lane }) => lane === LANES.journal)
      expect(sales?.next).toBeGreaterThan(0)
      expect(
        told.filter(one => one.device === counter.device && one.lane === LANES.journal),
      ).toEqual([])
      expect(counter.disk.late).toEqual(tablet.disk.journal)
    })
  }

  it('cannot make another device give more by bringing it the news', async () => {
    // The counter has heard of nothing; the tablet carries what it was given, and asks again.
    const away = await SimulatedDevice.make('D', running)
    await phone.letIn(away)
    expect(await mailboxOf(away)).toBe('')
    const given = await meet(phone, away).over
    expect(given).toMatchObject([{ why: null }, { why: null }])
    expect(priceOn(away)).toBe(900)
    const { heard, over } = meet(tablet, away)
    await over
    const sealed = blocksBy('answer', heard).filter(({ lane }) => lane !== LANES.keys)
    expect(sealed.every(({ epoch }) => epoch <= 1)).toBe(true)
  })
})

it('a copied profile is noticed beside another device', async () => {
  await tablet.seal()
  await visit(tablet, phone)
  const before = structuredClone(tablet.disk)
  await tablet.seal()
  await meet(phone, tablet).over
  // The disk is put back to what it was, and sells on.
  Object.assign(tablet.disk, before)
  await tablet.seal()
  await tablet.seal()
  expect(await meet(tablet, phone).over).toMatchObject([{ why: 'copied' }, { why: 'cut' }])
})
