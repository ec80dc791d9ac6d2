import { beforeEach, describe, expect, it } from 'vitest'
import { goodLineTo, Hub } from '../../simulation/sharing/hub'
import { SimulatedDevice, type Joining } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import type { Carrier, Swapped } from '@/core/sharing/carrier'
import { importSecret } from '@/till/sharing/sealBlock'

let hub: Hub
let paper: SimulatedDevice
let joining: Joining
let tablet: SimulatedDevice
let phone: SimulatedDevice
let nowMs = Date.UTC(2026, 10, 29, 9)

const secretOf = (byte: number) => importSecret(new Uint8Array(32).fill(byte))
const clock = () => (nowMs += 1_000)
const chance = chanceOf(1)

/** A device that the key on paper let in. */
async function make(letter: string, secrets = joining.secrets): Promise<SimulatedDevice> {
  const device = await SimulatedDevice.make(letter, { ...joining, secrets })
  await paper.letIn(device)
  await paper.exchange(goodLineTo(hub))
  return device
}

/** The hub, behind somebody who changes its answers. */
const behind = (change: (answer: Swapped) => Swapped): Carrier => ({
  swap: swap => Promise.resolve({ ok: true, value: change(hub.swap(swap)) }),
})

beforeEach(async () => {
  hub = new Hub()
  const secrets = new Map([[1, await secretOf(7)]])
  paper = await SimulatedDevice.paper({ secrets, chance, clock })
  joining = { secrets, chance, clock, paperKey: paper.device }
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
    const without = await make('C', new Map([[1, await secretOf(8)]]))
    const done = await without.exchange(goodLineTo(hub))
    expect(done?.refused.map(({ outcome }) => outcome)).toContain('unopened')
    expect([...without.disk.own]).toEqual([])
    expect(without.disk.streams.size).toBe(0)
  })

  it('takes nothing of a device that nobody let in, until somebody does', async () => {
    const stranger = await SimulatedDevice.make('C', joining)
    stranger.disk.own.set('edit/1/price', 1)
    await stranger.seal()
    await stranger.exchange(goodLineTo(hub))
    const done = await phone.exchange(goodLineTo(hub))
    expect(done?.refused.map(({ outcome }) => outcome)).toEqual(['stranger', 'stranger'])
    expect(phone.disk.own.get('edit/1/price')).toBe(100)
    await paper.letIn(stranger)
    await paper.exchange(goodLineTo(hub))
    expect((await phone.exchange(goodLineTo(hub)))?.refused).toEqual([])
    expect(phone.disk.own.get('edit/1/price')).toBe(1)
    expect([...phone.disk.copies.values()]).toContainEqual(stranger.disk.journal)
  })

  it('takes what a removed device sold, and nothing that it changes', async () => {
    await phone.exchange(goodLineTo(hub))
    const { device } = tablet
    await paper.exchange(goodLineTo(hub))
    await paper.putOut(tablet)
    await paper.exchange(goodLineTo(hub))
    tablet.disk.own.set('edit/1/price', 1)
    await tablet.seal()
    await tablet.exchange(goodLineTo(hub))
    const done = await phone.exchange(goodLineTo(hub))
    expect(done?.refused[0]?.outcome).toBe('removed')
    expect(phone.disk.own.get('edit/1/price')).toBe(100)
    expect([...phone.disk.copies.values()]).toEqual([tablet.disk.journal])
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
