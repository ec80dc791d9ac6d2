import { beforeEach, describe, expect, it } from 'vitest'
import { goodLineTo, Hub } from '../../simulation/sharing/hub'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import type { Carrier, Swapped } from '@/core/sharing/carrier'

let hub: Hub
let owner: SimulatedDevice
let tablet: SimulatedDevice
let phone: SimulatedDevice
let nowMs = Date.UTC(2026, 10, 29, 9)

const clock = () => (nowMs += 1_000)
const running = { chance: chanceOf(1), clock }

/** A device that the owner let in. */
async function make(letter: string): Promise<SimulatedDevice> {
  const device = await SimulatedDevice.make(letter, running)
  await owner.letIn(device)
  await owner.exchange(goodLineTo(hub))
  return device
}

/** The hub, behind somebody who changes its answers. */
const behind = (change: (answer: Swapped) => Swapped): Carrier => ({
  swap: swap => Promise.resolve({ ok: true, value: change(hub.swap(swap)) }),
})

beforeEach(async () => {
  hub = new Hub()
  owner = await SimulatedDevice.found('P', running)
  tablet = await make('A')
  phone = await make('B')
  tablet.disk.own.set('edit/1/price', 100)
  await tablet.seal()
  await tablet.exchange(goodLineTo(hub))
})

describe('an exchange', () => {
  it('takes nothing that was altered on the way, and says so', async () => {
    const altered = behind(answer => ({
      ...answer,
      blocks: answer.blocks.map(bytes => bytes.with(bytes.length - 70, (bytes.at(-70) ?? 0) ^ 1)),
    }))
    const done = await phone.exchange(altered)
    expect(new Set(done?.refused.map(({ outcome }) => outcome))).toEqual(new Set(['forged', 'gap']))
    expect([...phone.disk.own]).toEqual([])
    expect(phone.disk.copies.size).toBe(0)
    // The next one, over a good line, takes all.
    expect((await phone.exchange(goodLineTo(hub)))?.refused).toEqual([])
    expect(phone.disk.own.get('edit/1/price')).toBe(100)
  })

  it('ends with a carrier that says it keeps blocks, and keeps none', async () => {
    const results = (swapped: Swapped, count: number) => ({
      ...swapped,
      results: Array.from({ length: count }, () => 'new' as const),
    })
    const liar: Carrier = {
      swap: ({ blocks }) =>
        Promise.resolve({
          ok: true,
          value: results({ results: [], heads: [], blocks: [], isMore: true }, blocks.length),
        }),
    }
    expect(await tablet.exchange(liar)).toMatchObject({ fault: null, takenCount: 0, heads: [] })
  })

  it('reads nothing with the secret of another shop, and goes on once it has its own', async () => {
    const other = await SimulatedDevice.found('Q', running)
    const without = await SimulatedDevice.make('C', running)
    await other.letIn(without)
    without.paperKey = owner.paperKey
    const done = await without.exchange(goodLineTo(hub))
    expect(done?.refused.map(({ outcome }) => outcome)).toContain('stranger')
    expect([...without.disk.own]).toEqual([])
    await owner.letIn(without)
    await owner.exchange(goodLineTo(hub))
    expect((await without.exchange(goodLineTo(hub)))?.refused).toEqual([])
    expect(without.disk.own.get('edit/1/price')).toBe(100)
  })

  it('takes nothing of a device that nobody let in, until somebody does', async () => {
    const stranger = await SimulatedDevice.make('C', running)
    // It knows the secret of the shop, and no more.
    const welcome = await owner.letIn(await SimulatedDevice.make('D', running))
    if (welcome) await stranger.join(welcome)
    stranger.disk.own.set('edit/1/price', 1)
    await stranger.seal()
    await stranger.exchange(goodLineTo(hub))
    const done = await phone.exchange(goodLineTo(hub))
    expect(new Set(done?.refused.map(({ outcome }) => outcome))).toEqual(new Set(['stranger']))
    expect(phone.disk.own.get('edit/1/price')).toBe(100)
    await owner.letIn(stranger)
    await owner.exchange(goodLineTo(hub))
    expect((await phone.exchange(goodLineTo(hub)))?.refused).toEqual([])
    expect(phone.disk.own.get('edit/1/price')).toBe(1)
    expect([...phone.disk.copies.values()]).toContainEqual(stranger.disk.journal)
  })

  it('takes what a removed device sold, apart, and nothing that it changes', async () => {
    await phone.exchange(goodLineTo(hub))
    const { device } = tablet
    await owner.exchange(goodLineTo(hub))
    await owner.putOut(tablet)
    const soldBefore = tablet.disk.journal.length
    await owner.exchange(goodLineTo(hub))
    tablet.disk.own.set('edit/1/price', 1)
    await tablet.seal()
    expect(await tablet.exchange(goodLineTo(hub))).toMatchObject({ isRemoved: true })
    const done = await phone.exchange(goodLineTo(hub))
    expect(done).toMatchObject({ isRemoved: false })
    expect(done?.refused[0]?.outcome).toBe('removed')
    expect(phone.disk.own.get('edit/1/price')).toBe(100)
    expect([...phone.disk.copies.values()]).toEqual([tablet.disk.journal])
    expect(phone.disk.late).toEqual(tablet.disk.journal.slice(soldBefore))
    expect(phone.disk.statements.some(one => one.kind === 'removal' && one.device === device)).toBe(
      true,
    )
  })

  it('keeps the first of two blocks that a device wrote with one number', async () => {
    await phone.exchange(goodLineTo(hub))
    const copy = tablet.copied()
    copy.disk.own.set('edit/1/price', 1)
    tablet.disk.own.set('edit/1/price', 2)
    const other = new Hub()
    await copy.exchange(goodLineTo(other))
    await tablet.exchange(goodLineTo(hub))
    await phone.exchange(goodLineTo(hub))
    const done = await phone.exchange(goodLineTo(other))
    expect(phone.disk.own.get('edit/1/price')).toBe(2)
    expect(done?.forked).toEqual([tablet.sharing.keys.device])
  })

  it('is stopped by a full mailbox, which is told; nothing is lost', async () => {
    await phone.seal()
    const full = behind(answer => ({ ...answer, results: answer.results.map(() => 'full') }))
    hub.wipe()
    expect((await phone.exchange(full))?.fault?.cause).toBe('full')
    hub.wipe()
    await phone.exchange(goodLineTo(hub))
    await tablet.exchange(goodLineTo(hub))
    expect([...tablet.disk.copies.values()]).toEqual([phone.disk.journal])
  })

  it('shows a carrier nothing of what is said', async () => {
    tablet.disk.own.set('customer/1', true)
    tablet.disk.own.set('customer/1/name', 'Madame Dupont')
    await tablet.exchange(goodLineTo(hub))
    const seen = hub.blocks().map(({ bytes }) => new TextDecoder('latin1').decode(bytes))
    expect(seen.join('')).not.toContain('Dupont')
    expect(hub.blocks().map(({ device }) => device)).toContain(tablet.device)
  })

  it('refills a hub that forgot with what others wrote, by whoever has it', async () => {
    await phone.exchange(goodLineTo(hub))
    hub.wipe()
    await phone.exchange(goodLineTo(hub))
    const third = await make('C')
    await third.exchange(goodLineTo(hub))
    expect(third.disk.own.get('edit/1/price')).toBe(100)
    expect([...third.disk.copies.values()]).toEqual([tablet.disk.journal])
  })
})
