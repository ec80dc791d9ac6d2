import { beforeEach, describe, expect, it } from 'vitest'
import type { HubServer } from '../../simulation/sharing/hub'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { visitAll, withThreeDevices } from '../../simulation/sharing/threeDevices'
import { chanceOf } from '../../support/chance'
import { LANES } from '@/core/sharing/block'
import { rosterOf } from '@/core/sharing/roster'
import { secretOfPaperCode } from '@/core/sharing/paperCode'
import { epochKeyOf, makeSecret, openShare, shareTo } from '@/till/sharing/epochKeys'
import { recoverShop } from '@/till/sharing/recoverShop'
import { shopOf } from '@/till/sharing/rotate'
import { sayStatements } from '@/till/sharing/sayOwn'

const DAY_MS = 24 * 60 * 60_000
let nowMs = Date.UTC(2026, 10, 29, 9)
const running = { chance: chanceOf(1), clock: () => nowMs }
let server: HubServer
let phone: SimulatedDevice
let tablet: SimulatedDevice
let counter: SimulatedDevice

const visit = (...devices: SimulatedDevice[]) => visitAll(server, ...devices)
const mailboxOf = async ({ sharing }: SimulatedDevice) =>
  (await shopOf(sharing)).epochs[0]?.mailbox ?? ''
const priceOn = ({ disk }: SimulatedDevice) => disk.own.get('edit/1/price')

beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 29, 9)
})
withThreeDevices(running, made => ({ server, phone, tablet, counter } = made))

describe('a device that was put out', () => {
  it('reads nothing that is said after, wherever it looks, and knows that it is out', async () => {
    const before = await mailboxOf(phone)
    await phone.putOut(tablet)
    phone.disk.own.set('edit/1/price', 100)
    await phone.seal()
    await visit(phone, counter)
    expect(priceOn(counter)).toBe(100)
    expect(await mailboxOf(counter)).not.toBe(before)
    // In the mailbox that it knows there is nothing of it, not even sealed.
    const old = server.hub(before).blocks()
    expect(Math.max(...old.map(({ epoch }) => epoch))).toBe(1)
    expect(await tablet.visit(server.goodLine())).toMatchObject({
      isRemoved: true,
      mailbox: before,
    })
    // Nor could it read the new one, if it were shown it.
    const now = server.hub(await mailboxOf(phone)).blocks()
    for (const block of now.filter(({ epoch }) => epoch === 2)) {
      expect(await tablet.read(block)).toBeUndefined()
      expect(await counter.read(block)).toBeDefined()
    }
    const shares = tablet.disk.statements.filter(one => one.kind === 'share')
    for (const share of shares.filter(({ epoch }) => epoch === 2)) {
      expect(
        await openShare(tablet.sharing.keys, { ...share, device: tablet.device }),
      ).toBeUndefined()
    }
  })

  it('passes on what it sold meanwhile, which is kept apart and never dropped', async () => {
    await tablet.seal()
    await visit(tablet, phone)
    await phone.putOut(tablet)
    await visit(phone)
    await tablet.seal()
    await tablet.visit(server.goodLine())
    await visit(phone)
    expect(phone.disk.copies.get(tablet.disk.journal[0]?.journal ?? '')).toEqual(
      tablet.disk.journal,
    )
    expect(phone.disk.late).toEqual(tablet.disk.journal.slice(1))
    // Others have it of the one that looked into the mailbox before.
    await visit(counter)
    expect(counter.disk.late).toEqual(phone.disk.late)
  })

  it('is not put out by who does not manage, nor by itself', async () => {
    expect(await tablet.putOut(phone)).toBe('not-a-manager')
    expect(await phone.putOut(phone)).toBe('own-device')
    await phone.putOut(tablet)
    expect(await phone.putOut(tablet)).toBe('not-a-member')
    expect(await tablet.changeSecret()).toBe(false)
  })
})

it('whom a removed owner had let in stays, for who comes later and never saw its log', async () => {
  const fourth = await SimulatedDevice.make('D', running)
  await counter.letIn(fourth)
  await visit(counter, fourth, phone, tablet)
  await phone.putOut(counter)
  await visit(phone)
  // The log of the removed owner is lost; the others do not come.
  const hub = server.hub(await mailboxOf(phone))
  const kept = hub.blocks().filter(({ device }) => device !== counter.device)
  for (const one of phone.disk.blocks.keys()) {
    if (one.startsWith(counter.device)) phone.disk.blocks.delete(one)
  }
  hub.wipe()
  hub.swap({ have: [], blocks: kept.map(({ bytes }) => bytes), waitSeconds: 0 })
  const fifth = await SimulatedDevice.make('E', running)
  await phone.letIn(fifth)
  await visit(phone, fifth)
  const roster = rosterOf(phone.paperKey, fifth.disk.statements)
  expect(roster.map(one => [one.name, one.removal !== null])).toEqual(
    rosterOf(phone.paperKey, phone.disk.statements).map(one => [one.name, one.removal !== null]),
  )
  expect(roster.find(({ name }) => name === 'D')).toMatchObject({ removal: null, letter: 'D' })
})

it('two owners that put out each other come to the same: the senior one stays', async () => {
  await phone.putOut(counter)
  await counter.putOut(phone)
  await counter.visit(server.goodLine())
  await visit(phone)
  expect(await counter.visit(server.goodLine())).toMatchObject({ isRemoved: true })
  expect(await phone.visit(server.goodLine())).toMatchObject({ isRemoved: false })
  await visit(tablet, phone, tablet)
  for (const device of [phone, tablet, counter]) {
    const roster = rosterOf(phone.paperKey, device.disk.statements)
    expect(roster.map(one => [one.name, one.removal !== null])).toEqual([
      ['A', false],
      ['B', false],
      ['C', true],
    ])
  }
  expect(await mailboxOf(tablet)).toBe(await mailboxOf(phone))
})

it('what was said and sold under the secret of an owner that lost is read by the one that stays', async () => {
  await phone.putOut(counter)
  await counter.putOut(phone)
  await counter.seal()
  // The tablet hears of the junior owner alone, and moves with it: it does not manage.
  await visit(counter, tablet)
  tablet.disk.own.set('edit/1/price', 100)
  await tablet.seal()
  await visit(tablet, phone, tablet, counter, phone)
  // What it says later is behind that in its lanes.
  tablet.disk.own.set('edit/2/price', 200)
  await tablet.seal()
  await visit(tablet)
  expect((await phone.visit(server.goodLine()))?.refused.map(({ device }) => device)).not.toContain(
    tablet.device,
  )
  expect(priceOn(phone)).toBe(100)
  expect(phone.disk.own.get('edit/2/price')).toBe(200)
  const soldBy = ({ disk }: SimulatedDevice) =>
    phone.disk.copies.get(disk.journal[0]?.journal ?? '')
  expect(soldBy(tablet)).toEqual(tablet.disk.journal)
  expect(soldBy(counter)).toEqual(counter.disk.journal)
  // Who comes later reads it too.
  const fourth = await SimulatedDevice.make('D', running)
  await phone.letIn(fourth)
  await visit(phone, fourth)
  expect(priceOn(fourth)).toBe(100)
})

it('an owner that was put out gives its secret to who stays, so that what it sold is read', async () => {
  await phone.putOut(counter)
  await counter.putOut(phone)
  await counter.seal()
  await visit(counter, phone)
  expect(phone.disk.copies.size).toBe(0)
  await visit(counter, counter, phone)
  expect([...phone.disk.copies.values()]).toEqual([counter.disk.journal])
  // It gets no secret for that.
  const { keys } = await shopOf(counter.sharing)
  expect(keys.map(({ mailbox }) => mailbox)).not.toContain(await mailboxOf(phone))
})

it('who does not manage gives an owner no secret whose announcement it has not heard', async () => {
  await phone.putOut(counter)
  await visit(phone)
  // Brought without the lane that tells who was put out.
  const blocks = server.hub(await mailboxOf(phone)).blocks()
  const brought = blocks.filter(({ lane }) => lane === LANES.keys).map(({ bytes }) => bytes)
  const answer = { results: [], heads: [], blocks: brought, isMore: false }
  await tablet.exchange({ swap: () => Promise.resolve({ ok: true, value: answer }) })
  const { keys, roster } = await shopOf(tablet.sharing)
  expect(keys).toHaveLength(2)
  expect(roster.every(({ removal }) => removal === null)).toBe(true)
  const given = tablet.disk.statements.filter(
    one => one.kind === 'share' && one.by === tablet.device && one.device !== tablet.device,
  )
  expect(given).toEqual([])
})

it('owners that each put out a device at once leave neither of the two the secret', async () => {
  const fourth = await SimulatedDevice.make('D', running)
  await phone.letIn(fourth)
  await visit(phone, tablet, counter, fourth)
  await phone.putOut(tablet)
  await counter.putOut(fourth)
  await visit(phone, counter, phone, counter, phone)
  const mailbox = await mailboxOf(phone)
  expect(await mailboxOf(counter)).toBe(mailbox)
  for (const device of [tablet, fourth]) {
    await device.visit(server.goodLine())
    const { keys } = await shopOf(device.sharing)
    expect(keys.map(key => key.mailbox)).not.toContain(mailbox)
  }
})

describe('an owner’s device that announces numbers of its own', () => {
  const announce = (device: SimulatedDevice, epoch: number, id = 'f'.repeat(32)) =>
    sayStatements(device.sharing, [{ kind: 'epoch', epoch, id, at: device.sharing.now() }])
  const expectFollowed = async () => {
    phone.disk.own.set('edit/1/price', 7)
    await visit(phone, tablet, phone)
    const mailbox = await mailboxOf(phone)
    expect(await mailboxOf(tablet)).toBe(mailbox)
    expect(priceOn(tablet)).toBe(7)
    return mailbox
  }

  it('keeps nobody from changing the secret: the last number there is counts for nothing', async () => {
    await announce(counter, 2 ** 16 - 1)
    await visit(counter, phone, tablet)
    const mailboxes = [await mailboxOf(phone)]
    for (let count = 0; count < 3; count += 1) {
      await phone.changeSecret()
      mailboxes.push(await expectFollowed())
    }
    expect(new Set(mailboxes).size).toBe(4)
    expect(Math.max(...(await shopOf(tablet.sharing)).epochs.map(({ epoch }) => epoch))).toBe(4)
  })

  it('is put out all the same, whatever numbers it took', async () => {
    const fourth = await SimulatedDevice.make('D', running)
    await phone.letIn(fourth, true)
    for (let epoch = 2; epoch < 60; epoch += 1) {
      // The secrets of them, to one of the shop alone.
      const secret = makeSecret()
      const key = await epochKeyOf(epoch, secret)
      const grant = rosterOf(phone.paperKey, phone.disk.statements).find(
        ({ device }) => device === tablet.device,
      )
      const share = grant && (await shareTo(grant, key, secret))
      if (share && epoch <= 17) await sayStatements(counter.sharing, [share], LANES.keys)
      await announce(counter, epoch, key.id)
    }
    await visit(counter, phone, fourth, tablet)
    const before = await mailboxOf(phone)
    // By one that came after it.
    expect(await fourth.putOut(counter)).toBeUndefined()
    await visit(fourth)
    const after = await expectFollowed()
    expect(after).not.toBe(before)
    await phone.changeSecret()
    expect(await expectFollowed()).not.toBe(after)
    expect((await shopOf(counter.sharing)).epochs.map(({ mailbox }) => mailbox)).not.toContain(
      after,
    )
  })
})

it('a device that was away follows through all secrets there were since, and is heard', async () => {
  tablet.disk.own.set('edit/2/price', 7)
  for (const price of [1, 2, 3]) {
    await (price === 2 ? counter : phone).changeSecret()
    phone.disk.own.set('edit/1/price', price)
    await visit(phone, counter, phone)
    nowMs += 5 * DAY_MS
  }
  await visit(tablet, phone)
  expect((await shopOf(tablet.sharing)).epochs).toHaveLength(4)
  expect(priceOn(tablet)).toBe(3)
  expect(phone.disk.own.get('edit/2/price')).toBe(7)
})

it('what is sealed with a secret that is not known yet waits, and keeps no other log waiting', async () => {
  await phone.changeSecret()
  phone.disk.own.set('edit/1/price', 5)
  await visit(phone)
  // Brought by hand, without the lane of keys: the secret comes later.
  const blocks = server.hub(await mailboxOf(phone)).blocks()
  counter.disk.own.set('edit/3/price', 3)
  await counter.exchange({
    swap: () =>
      Promise.resolve({ ok: true, value: { results: [], heads: [], blocks: [], isMore: false } }),
  })
  const own = [...counter.disk.blocks.values()].filter(one => one.device === counter.device)
  const brought = [...blocks.filter(({ epoch }) => epoch !== 0), ...own].map(({ bytes }) => bytes)
  const done = await tablet.exchange({
    swap: () =>
      Promise.resolve({
        ok: true,
        value: { results: [], heads: [], blocks: brought, isMore: false },
      }),
  })
  expect(done?.refused.map(({ outcome }) => outcome)).toContain('unopened')
  expect(tablet.disk.own.get('edit/3/price')).toBe(3)
  expect(priceOn(tablet)).toBeUndefined()
  await visit(tablet)
  expect(priceOn(tablet)).toBe(5)
})

describe('the paper key', () => {
  it('brings the shop back on a new device when all are lost, whatever was changed since', async () => {
    phone.disk.own.set('edit/1/price', 100)
    await tablet.seal()
    await visit(tablet)
    await phone.putOut(counter)
    await phone.changeSecret()
    await visit(phone, tablet, phone)
    const fresh = await SimulatedDevice.make('N', running)
    const typed = ` ${(phone.founded?.paperCode ?? '').toLowerCase().replaceAll('-', ' ')}`
    const who = { name: 'Nouveau', usedLetters: [] }
    const found = await recoverShop(fresh.sharing, typed, server.goodLine(), who)
    expect(found).toMatchObject({ ok: true, letter: 'D' })
    fresh.paperKey = phone.paperKey
    expect(priceOn(fresh)).toBe(100)
    expect([...fresh.disk.copies.values()]).toEqual([tablet.disk.journal])
    expect(await fresh.putOut(phone)).toBeUndefined()
    await visit(fresh, tablet)
    expect(await phone.visit(server.goodLine())).toMatchObject({ isRemoved: true })
    expect(await mailboxOf(tablet)).toBe(await mailboxOf(fresh))
  })

  it('is refused when it was mistyped, and opens no other shop', async () => {
    const fresh = await SimulatedDevice.make('N', running)
    const code = phone.founded?.paperCode ?? ''
    expect(secretOfPaperCode(code)).toHaveLength(26)
    const mistyped = `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}`
    const who = { name: 'Nouveau', usedLetters: [] }
    const line = server.goodLine()
    expect(await recoverShop(fresh.sharing, mistyped, line, who)).toEqual({
      ok: false,
      why: 'mistyped',
    })
    const other = await SimulatedDevice.found('Q', running)
    const paper = other.founded?.paperCode ?? ''
    expect(await recoverShop(fresh.sharing, paper, line, who)).toEqual({
      ok: false,
      why: 'nothing-found',
    })
  })
})
