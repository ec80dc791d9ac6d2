import { beforeEach, expect, it } from 'vitest'
import { chanceOf } from '../support/chance'
import { goodLineTo, Hub } from './sharing/hub'
import { sharedOf } from './sharing/memoryStore'
import { SimulatedDevice } from './sharing/simulatedDevice'

let nowMs = Date.UTC(2026, 10, 29, 9)

let hub: Hub
let owner: SimulatedDevice
let tablet: SimulatedDevice
let phone: SimulatedDevice

/** An exchange with the hub, on a line that loses nothing. */
const reach = (device: SimulatedDevice) => device.exchange(goodLineTo(hub))

async function letIn(device: SimulatedDevice): Promise<void> {
  await owner.letIn(device)
  await reach(owner)
}

/** Goes on under keys of its own, which the owner lets in. */
async function goOnAnew(device: SimulatedDevice): Promise<void> {
  await device.beginAnew()
  await letIn(device)
}

beforeEach(async () => {
  hub = new Hub()
  const common = { chance: chanceOf(1), clock: () => (nowMs += 60_000) }
  owner = await SimulatedDevice.found('P', common)
  const make = async (letter: string) => {
    const device = await SimulatedDevice.make(letter, common)
    await letIn(device)
    return device
  }
  tablet = await make('A')
  phone = await make('B')
  tablet.disk.own.set('edit/1/price', 100)
  await tablet.seal()
  await tablet.seal()
  await reach(tablet)
  await reach(phone)
})

it('a profile that was copied is noticed by the second of the two to reach the hub', async () => {
  const copy = tablet.copied()
  tablet.disk.own.set('edit/1/price', 200)
  await tablet.seal()
  copy.disk.own.set('edit/2/price', 300)
  await copy.seal()
  await copy.seal()
  expect((await reach(tablet))?.isCopied).toBe(false)
  expect((await reach(copy))?.isCopied).toBe(true)
  // Nothing of the copy left under the name of the tablet.
  expect((await reach(tablet))?.isCopied).toBe(false)

  await goOnAnew(copy)
  expect(await reach(copy)).toMatchObject({ isCopied: false, fault: null })
  const heard = await reach(phone)
  await reach(tablet)
  await reach(copy)
  // What both had changed is in the shop; the sales of both are known, the copy's kept apart.
  expect(sharedOf(phone.disk)).toEqual({ 'edit/1/price': 200, 'edit/2/price': 300 })
  expect(sharedOf(tablet.disk)).toEqual(sharedOf(phone.disk))
  expect(sharedOf(copy.disk)).toEqual(sharedOf(phone.disk))
  const journal = tablet.disk.journal[0]?.journal ?? ''
  expect(phone.disk.copies.get(journal)).toEqual(tablet.disk.journal)
  expect(heard?.tampered.map(({ till, number }) => [till, number])).toEqual([
    ['A', 3],
    ['A', 4],
  ])
  expect(phone.disk.unread.map(({ record }) => record)).toEqual(copy.disk.journal.slice(2))
})

it('a profile that was put back is noticed at its next exchange, and reads what it had written', async () => {
  const image = tablet.copied()
  tablet.disk.own.set('edit/1/price', 200)
  await tablet.seal()
  await reach(tablet)
  expect((await reach(image))?.isCopied).toBe(true)
  await goOnAnew(image)
  await reach(image)
  expect(sharedOf(image.disk)).toEqual({ 'edit/1/price': 200 })
  // The journal of the image is shorter than its copy: the missing sale is in it.
  expect(image.disk.journal).toHaveLength(2)
  const journal = tablet.disk.journal[0]?.journal ?? ''
  expect(image.disk.copies.get(journal)).toEqual(tablet.disk.journal)
})

it('what a put-back profile says again overwrites nothing that was changed since', async () => {
  const image = tablet.copied()
  await reach(phone)
  phone.disk.own.set('edit/1/price', 999)
  await reach(phone)
  await tablet.seal()
  await reach(tablet)
  await reach(image)
  await goOnAnew(image)
  await reach(image)
  await reach(phone)
  await reach(image)
  expect(sharedOf(phone.disk)).toEqual({ 'edit/1/price': 999 })
  expect(sharedOf(image.disk)).toEqual({ 'edit/1/price': 999 })
})

it('a journal rewritten by who holds the device is told by whoever has its copy', async () => {
  const [opened] = tablet.disk.journal
  if (!opened) throw new Error('the tablet sealed')
  const thief = tablet.copied()
  // Its second entry is sealed and signed again, as if it had never been another.
  thief.disk.journal.length = 1
  await thief.seal()
  await goOnAnew(thief)
  await reach(thief)
  const heard = await reach(phone)
  expect(heard?.tampered.map(({ till, number }) => [till, number])).toEqual([['A', 2]])
  expect(phone.disk.copies.get(opened.journal)).toEqual(tablet.disk.journal)
})
