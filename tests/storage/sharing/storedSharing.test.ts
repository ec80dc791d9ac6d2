import { describe, expect, it } from 'vitest'
import { goodLineTo, Hub, lineTo } from '../../simulation/sharing/hub'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { StoredDevice, type Group } from './storedDevice'
import { chanceOf } from '../../support/chance'
import { aCustomer, aUser } from '../../support/factory'
import { readEntriesAfter } from '@/storage/journal/journal'
import { sayBase, sayOwn } from '@/till/sharing/sayOwn'
import { importSecret } from '@/till/sharing/sealBlock'
import type { Plain, Register } from '@/core/sharing/register'
import { LANES } from '@/core/sharing/block'

const SEEDS = Number(process.env.COMPTOIR_SEEDS ?? 12)

async function aShop(seed: number, count = 3) {
  const chance = chanceOf(seed)
  const hub = new Hub()
  const secrets = new Map([[1, await importSecret(new Uint8Array(32).fill(7))]])
  const time = { ms: Date.UTC(2026, 10, 29, 9) }
  const clock = () => time.ms
  const paper = await SimulatedDevice.paper({ secrets, chance, clock })
  const group: Group = {
    secrets,
    paperKey: paper.device,
    chance,
    now: () => new Date((time.ms += 1_000)).toISOString(),
  }
  const devices: StoredDevice[] = []
  for (const letter of ['A', 'B', 'C'].slice(0, count)) {
    const device = await StoredDevice.make(letter, group)
    await paper.letIn({ device: device.keys.device, letter } as SimulatedDevice)
    devices.push(device)
  }
  await paper.exchange(goodLineTo(hub))
  return { hub, chance, devices, group }
}

/** Each exchanges until nothing is left to say or to take. */
async function settle(hub: Hub, devices: readonly StoredDevice[]): Promise<void> {
  for (const device of devices) device.isArmed = false
  for (let round = 0; round < 3; round += 1) {
    for (const device of devices) {
      const done = await device.exchange(goodLineTo(hub))
      expect(done).toMatchObject({
        fault: null,
        refused: [],
        tampered: [],
        forked: [],
        isCopied: false,
      })
    }
  }
}

describe('sharing on a real disk', () => {
  it(`${SEEDS} shops whose tills are killed and cut off end with the same, nothing lost or doubled`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { hub, chance, devices } = await aShop(seed)
      for (let step = 0; step < 30; step += 1) {
        const device = devices[chance.upTo(devices.length - 1)]
        if (!device) throw new Error('a device')
        const lot = chance.upTo(9)
        if (lot < 5) await device.change()
        else if (lot < 7) await device.sell()
        else {
          device.isArmed = true
          await device.exchange(lineTo(hub, () => chance.upTo(1_000)))
          device.isArmed = false
        }
      }
      await settle(hub, devices)
      const [first, ...others] = devices
      if (!first) throw new Error('a device')
      for (const other of others) {
        expect(await other.shared(), `seed ${seed}`).toEqual(await first.shared())
        expect(await other.held(), `seed ${seed}`).toEqual(await first.held())
      }
      for (const device of devices) {
        const { tillDb, tillCode } = device.context
        const sealed = await readEntriesAfter(tillDb, tillCode, 0, Infinity)
        for (const other of devices) {
          if (other === device) continue
          const copy = (await other.othersDb.entries.toArray()).filter(
            one => one.entry.till === tillCode,
          )
          expect(copy.map(({ entry }) => entry)).toEqual(sealed)
          expect(copy.every(({ signature }) => signature !== null)).toBe(true)
        }
        expect(await device.othersDb.unread.count()).toBe(0)
        // No till has another's sales among its own.
        expect(new Set((await tillDb.journal.toArray()).map(({ till }) => till))).toEqual(
          new Set([tillCode]),
        )
      }
      // What was said is said once: nothing is left to say, and an exchange says nothing.
      const before = await Promise.all(devices.map(({ store }) => store.ownLanes()))
      await settle(hub, devices)
      expect(await Promise.all(devices.map(({ store }) => store.ownLanes()))).toEqual(before)
    }
  }, 120_000)

  it('costs nothing where it is off: no block, no row, no other database', async () => {
    const { devices } = await aShop(1, 1)
    const [device] = devices
    if (!device) throw new Error('a device')
    await device.change()
    await device.sell()
    const { tillDb } = device.context
    for (const table of [
      tillDb.sharedRows,
      tillDb.ownBlocks,
      tillDb.ownLanes,
      tillDb.saidEntries,
    ]) {
      expect(await table.count()).toBe(0)
    }
  })

  it('an erased customer leaves the other till, its parked tickets, and the earlier blocks', async () => {
    const { hub, devices } = await aShop(1, 2)
    const [tablet, phone] = devices
    if (!tablet || !phone) throw new Error('two devices')
    await phone.context.tillDb.customers.put(aCustomer({ customerId: 'c9', name: 'Zoé Lefèvre' }))
    await settle(hub, devices)
    expect(await tablet.context.tillDb.customers.get('c9')).toMatchObject({ name: 'Zoé Lefèvre' })
    await phone.context.tillDb.customers.delete('c9')
    await settle(hub, devices)
    expect(await tablet.context.tillDb.customers.get('c9')).toBeUndefined()
    await sayBase(phone.sharing)
    await sayBase(tablet.sharing)
    await settle(hub, devices)
    for (const { store, keys } of devices) {
      const lanes = await store.blocksFrom(
        { device: keys.device, lane: LANES.shared, next: 0 },
        1e9,
      )
      expect(lanes.length).toBeLessThan(3)
    }
  })

  it('leaves alone what was changed here and not said yet, and says it', async () => {
    const { device, say, take } = await anotherSays()
    const { tillDb } = device.context
    const zoe = aCustomer({ customerId: 'c1', name: 'Zoé' })
    await tillDb.customers.put(zoe)
    // Nothing of it was said: what another says of it waits.
    expect(await take(say('customer/c1/name', 'Zoë'))).toBe('unsaid')
    expect(await tillDb.sharedRows.count()).toBe(0)
    await sayOwn(device.sharing)
    // Another field may be taken; the one that was changed meanwhile stays as it is here.
    await tillDb.customers.update('c1', { note: 'fidèle' })
    expect(await take(say('customer/c1/name', 'Zoë'))).toBe('taken')
    expect(await tillDb.customers.get('c1')).toEqual({ ...zoe, name: 'Zoë', note: 'fidèle' })
    const saidCount = async () =>
      (await device.store.ownLanes()).find(({ lane }) => lane === LANES.shared)?.next ?? 0
    const before = await saidCount()
    await sayOwn(device.sharing)
    expect(await saidCount()).toBe(before + 1)
    const row = await tillDb.sharedRows.get('customer/c1/note')
    expect(row).toMatchObject({ applied: 'fidèle', held: [{ by: device.keys.device }] })
  })

  it('has nothing to say of a value whose fields another wrote in another order', async () => {
    const { device, say, take } = await anotherSays()
    const { pin, ...user } = aUser({ userId: 'u1', name: 'Léa' })
    const turned = Object.fromEntries(Object.entries(pin).toReversed())
    const fields = Object.entries({ ...user, pin: turned }).filter(([field]) => field !== 'userId')
    const wrapped = (value: unknown) => (value === null ? { isNull: true } : value) as Plain
    await take(
      say('user/u1', true),
      ...fields.map(([field, one]) => say(`user/u1/${field}`, wrapped(one))),
    )
    expect(await device.context.tillDb.users.get('u1')).toEqual(
      aUser({ userId: 'u1', name: 'Léa' }),
    )
    const before = await device.store.ownLanes()
    await sayOwn(device.sharing)
    expect(await device.store.ownLanes()).toEqual(before)
  })

  it('keeps one block of a number, whoever of two tabs was first', async () => {
    const { devices } = await aShop(1, 1)
    const [device] = devices
    if (!device) throw new Error('a device')
    const bytes = await aBlock(device)
    const lane = { lane: LANES.shared, next: 1, hash: 'a'.repeat(64), openBase: null }
    const saying = { lane, bytes, dropsBefore: null, rows: [], statements: [], entry: null }
    expect(await device.store.say(saying)).toBe(true)
    const other = { ...saying, lane: { ...lane, hash: 'b'.repeat(64) } }
    expect(await device.store.say({ ...other, entry: { till: 'A', number: 1 } })).toBe(false)
    expect((await device.store.ownLanes()).find(one => one.lane === LANES.shared)).toEqual(lane)
  })

  it('holds and does not apply what no till could have written, and takes what follows', async () => {
    const { device, say, take } = await anotherSays()
    const { tillDb } = device.context
    await tillDb.settings.put({ name: 'lockAfterMinutes', value: 5 })
    await device.exchange(goodLineTo(new Hub()))
    await take(say('setting/lockAfterMinutes/value', 'soon'))
    await take(say('setting/counterRules/mostUnaskedPieces', -4))
    await take(say('customer/c1', true), say('customer/c1/name', 'Zoé'))
    await take(say('setting/connection/key', 'STOLEN'))
    await take(say('user/u1', true), say('user/u1/role', 'owner'))
    expect(await tillDb.settings.get('lockAfterMinutes')).toMatchObject({ value: 5 })
    for (const name of ['counterRules', 'connection'])
      expect(await tillDb.settings.get(name)).toBeUndefined()
    expect(await tillDb.customers.count()).toBe(0)
    expect(await tillDb.users.count()).toBe(0)
    // The rest of a row that came in two blocks makes it whole.
    const rest = Object.entries(aCustomer({ customerId: 'c1', name: 'Zoé' })).flatMap(
      ([field, value]) =>
        field === 'customerId' || field === 'name'
          ? []
          : [say(`customer/c1/${field}`, value as Plain)],
    )
    await take(...rest)
    expect(await tillDb.customers.get('c1')).toEqual(aCustomer({ customerId: 'c1', name: 'Zoé' }))
    await take(say('setting/lockAfterMinutes/value', 7))
    expect(await tillDb.settings.get('lockAfterMinutes')).toMatchObject({ value: 7 })
    // What is held and not applied is nothing this till would say.
    const { next } = (await device.store.ownLanes()).find(({ lane }) => lane === LANES.shared) ?? {
      next: 0,
    }
    await device.exchange(goodLineTo(new Hub()))
    expect(
      (await device.store.ownLanes()).find(({ lane }) => lane === LANES.shared)?.next ?? 0,
    ).toBe(next)
  })
})

/** A till alone, and another device whose words the test makes. */
async function anotherSays() {
  const { devices, group } = await aShop(1, 1)
  const [device] = devices
  if (!device) throw new Error('a device')
  let turn = 0
  const by = 'f'.repeat(32)
  const bytes = await aBlock(device)
  const say = (key: string, value: Plain): Register => {
    turn += 1
    return { key, value, at: group.now(), by, version: { [by]: turn } }
  }
  const take = (...registers: Register[]) =>
    device.store.take({
      stream: {
        device: by,
        lane: LANES.shared,
        next: turn,
        hash: '0'.repeat(64),
        openBase: null,
        publicKey: new Uint8Array(65),
      },
      bytes,
      dropsBefore: null,
      registers,
      statements: [],
      entries: [],
      copies: [],
      unread: [],
    })
  return { device, say, take }
}

/** Any block: the disk reads its place alone. */
async function aBlock(device: StoredDevice): Promise<Uint8Array> {
  await device.sell()
  await device.exchange(goodLineTo(new Hub()))
  const place = { device: device.keys.device, lane: LANES.journal, next: 0 }
  const [block] = await device.store.blocksFrom(place, 1e6)
  if (!block) throw new Error('a block')
  return block
}
