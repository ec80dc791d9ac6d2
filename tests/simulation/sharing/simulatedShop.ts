import { expect } from 'vitest'
import { chanceOf } from '../../support/chance'
import { goodLineTo, Hub, lineTo } from './hub'
import { sharedOf } from './memoryStore'
import { SimulatedDevice, type Joining } from './simulatedDevice'
import { isFinal, subjectOf } from '@/core/sharing/register'
import { presentMembers, rosterOf } from '@/core/sharing/roster'
import { deviceCarrier } from '@/till/sharing/deviceCarrier'
import { importSecret, type GroupSecrets } from '@/till/sharing/sealBlock'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const LETTERS = ['A', 'B', 'C', 'D', 'E']

/** What happened in a simulated shop: a run in which nothing did proves nothing. */
export interface Happened {
  changes: number
  entries: number
  lost: number
  kills: number
  meetings: number
  wipes: number
  putBacks: number
  removals: number
  taken: number
}

/** A shop of several devices, a hub that forgets, lines that lose, clocks that are wrong. */
export class SimulatedShop {
  readonly hub = new Hub()
  readonly happened: Happened = {
    changes: 0,
    entries: 0,
    lost: 0,
    kills: 0,
    meetings: 0,
    wipes: 0,
    putBacks: 0,
    removals: 0,
    taken: 0,
  }
  private nowMs = Date.UTC(2026, 10, 29, 9)
  private image = this.hub.image()
  private customers = 0

  private constructor(
    readonly devices: readonly SimulatedDevice[],
    /** The owner's phone, which lets in and puts out. */
    private readonly manager: SimulatedDevice,
    private readonly joining: Joining,
  ) {}

  static async open(seed: number): Promise<SimulatedShop> {
    const chance = chanceOf(seed)
    const secrets: GroupSecrets = new Map([[1, await importSecret(new Uint8Array(32).fill(7))]])
    const clock = { nowMs: () => Date.UTC(2026, 10, 29, 8) }
    const paper = await SimulatedDevice.paper({ secrets, chance, clock: () => clock.nowMs() })
    const common = { secrets, chance, paperKey: paper.device }
    const devices: SimulatedDevice[] = []
    for (const letter of LETTERS.slice(0, 3 + chance.upTo(2))) {
      const offByMs = chance.upTo(2 * DAY_MS) - DAY_MS
      const joining = { ...common, clock: () => clock.nowMs() + offByMs }
      devices.push(await SimulatedDevice.make(letter, joining))
    }
    const [manager, ...others] = devices
    if (!manager) throw new Error('a shop has devices')
    await paper.letIn(manager, true)
    await manager.exchange(deviceCarrier(paper.sharing))
    for (const device of others) await manager.letIn(device)
    const old = devices[chance.upTo(devices.length - 1)]
    if (old && chance.isOneIn(2)) old.isOld = true
    const shop: SimulatedShop = new SimulatedShop(devices, manager, {
      ...common,
      clock: () => shop.nowMs,
    })
    clock.nowMs = () => shop.nowMs
    for (const device of devices) device.meanwhile = () => shop.change(device)
    return shop
  }

  /** Something happens on one of the devices, or to the hub. */
  async step(): Promise<void> {
    this.nowMs += this.joining.chance.upTo(30) * MINUTE_MS
    const device = this.anyDevice()
    const lot = this.joining.chance.upTo(19)
    if (lot < 8) this.change(device)
    else if (lot < 11) await this.sealSome(device)
    else if (lot === 19 && this.joining.chance.isOneIn(4)) await this.putOut()
    else if (lot < 16) await this.reachHub(device)
    else if (lot < 18) await this.meet(device)
    else if (lot === 18) await this.renew(device)
    else this.trouble()
  }

  /** In the end all are updated and reach the hub, more than once, and nothing is lost. */
  async settle(): Promise<void> {
    for (const device of this.devices) {
      device.update()
      device.meanwhile = () => undefined
    }
    for (let round = 0; round < 3; round += 1) {
      for (const device of this.devices) {
        const done = await device.exchange(goodLineTo(this.hub))
        expect(done).toMatchObject({ fault: null, isCopied: false, forked: [], tampered: [] })
        if (this.isOut(device)) continue
        expect(done?.refused.filter(one => !this.isOut(one))).toEqual([])
      }
    }
  }

  /** All devices and the hub know the same; all that was sealed is everywhere, once. */
  async check(): Promise<void> {
    const present = this.devices.filter(device => !this.isOut(device))
    const [first, ...others] = present.map(({ disk }) => disk)
    if (!first) throw new Error('a shop has devices')
    for (const disk of others) {
      expect(sharedOf(disk)).toEqual(sharedOf(first))
      expect(heldOf(disk)).toEqual(heldOf(first))
    }
    for (const { letter, disk, store } of this.devices) {
      const journal = disk.journal[0]?.journal ?? ''
      for (const other of present.filter(one => one.letter !== letter)) {
        expect(other.disk.copies.get(journal) ?? []).toEqual(disk.journal)
      }
      expect(disk.unread).toEqual([])
      expect(store.overwritten).toEqual([])
    }
    await this.checkErased()
    await this.checkJoiner(first)
    expect(this.hub.lost()).toEqual([])
  }

  /** Who comes last gets all of it from the hub alone. */
  private async checkJoiner(first: SimulatedDevice['disk']): Promise<void> {
    const joiner = await SimulatedDevice.make('Z', this.joining)
    await this.manager.letIn(joiner)
    await this.manager.exchange(goodLineTo(this.hub))
    await joiner.exchange(goodLineTo(this.hub))
    expect(sharedOf(joiner.disk)).toEqual(sharedOf(first))
    expect(heldOf(joiner.disk)).toEqual(heldOf(first))
    for (const { disk } of this.devices) {
      expect(joiner.disk.copies.get(disk.journal[0]?.journal ?? '') ?? []).toEqual(disk.journal)
    }
  }

  /** Once each device said anew what it said, none of its blocks tells of an erased customer. */
  private async checkErased(): Promise<void> {
    for (const device of this.devices) await device.renew()
    await this.settle()
    const [device] = this.devices
    const erased = [...(device?.disk.rows.values() ?? [])].filter(({ held }) => held.some(isFinal))
    const everywhere = [
      ...this.hub.blocks(),
      ...this.devices.flatMap(({ disk }) => [...disk.blocks.values()]),
    ]
    // Lanes of removed devices go with the mailbox, which changes with each removal.
    for (const block of everywhere.filter(one => !this.isOut(one))) {
      const content = device && (await device.read(block))
      for (const record of content?.records ?? []) {
        if (record.kind !== 'register') continue
        const { key } = record.register
        if (key !== subjectOf(key)) expect(erased.map(one => one.key)).not.toContain(subjectOf(key))
      }
    }
  }

  /** Somebody leaves, with their device; it goes on until it hears of it. */
  private async putOut(): Promise<void> {
    const device = this.anyDevice()
    if (device === this.manager || this.isOut(device)) return
    await this.manager.putOut(device)
    this.happened.removals += 1
  }

  private isOut({ device }: { device: string }): boolean {
    const { paperKey } = this.joining
    const roster = rosterOf(paperKey, this.manager.disk.statements)
    return device !== paperKey && !presentMembers(roster).some(one => one.device === device)
  }

  private change(device: SimulatedDevice): void {
    const { disk, isOld } = device
    if (hasHeard(device)) return
    this.happened.changes += 1
    const { own } = disk
    const customers = [...own.keys()].filter(key => /^customer\/[^/]+$/.test(key))
    const anyCustomer = customers[this.joining.chance.upTo(Math.max(0, customers.length - 1))]
    const lot = this.joining.chance.upTo(9)
    if (lot < 2 || !anyCustomer) {
      this.customers += 1
      own.set(`customer/${this.customers}`, true)
      own.set(`customer/${this.customers}/name`, `Client ${this.customers}`)
    } else if (lot === 2) {
      for (const key of own.keys()) {
        if (key === anyCustomer || key.startsWith(`${anyCustomer}/`)) own.delete(key)
      }
    } else if (lot < 5) {
      own.set(`${anyCustomer}/email`, `${this.joining.chance.upTo(99)}@example.fr`)
    } else if (lot === 5 && !isOld) {
      own.set(`later/${this.joining.chance.upTo(2)}/size`, this.joining.chance.upTo(9))
    } else if (lot === 6) own.delete(`edit/${this.joining.chance.upTo(4)}/price`)
    else own.set(`edit/${this.joining.chance.upTo(4)}/price`, this.joining.chance.upTo(9_999))
  }

  private async sealSome(device: SimulatedDevice): Promise<void> {
    if (hasHeard(device)) return
    for (let left = this.joining.chance.upTo(3); left >= 0; left -= 1) {
      await device.seal()
      this.happened.entries += 1
    }
  }

  private async reachHub(device: SimulatedDevice): Promise<void> {
    device.isArmed = this.joining.chance.isOneIn(3)
    const done = await device.exchange(lineTo(this.hub, () => this.joining.chance.upTo(1_000)))
    device.isArmed = false
    if (!done) this.happened.kills += 1
    else if (done.fault) this.happened.lost += 1
    this.happened.taken += done?.takenCount ?? 0
    expect(done?.isCopied ?? false).toBe(false)
    expect(done?.tampered ?? []).toEqual([])
  }

  /** Two devices beside one another, without the hub. */
  private async meet(device: SimulatedDevice): Promise<void> {
    const other = this.anyDevice()
    if (other === device) return
    this.happened.meetings += 1
    device.isArmed = this.joining.chance.isOneIn(4)
    const done = await device.exchange(deviceCarrier(other.sharing))
    device.isArmed = false
    this.happened.taken += done?.takenCount ?? 0
  }

  private async renew(device: SimulatedDevice): Promise<void> {
    device.isArmed = this.joining.chance.isOneIn(2)
    await device.renew()
    device.isArmed = false
    if (this.joining.chance.isOneIn(3)) device.update()
  }

  private trouble(): void {
    const lot = this.joining.chance.upTo(2)
    if (lot === 0) this.image = this.hub.image()
    else if (lot === 1) {
      this.hub.putBack(this.image)
      this.happened.putBacks += 1
    } else {
      this.hub.wipe()
      this.happened.wipes += 1
    }
  }

  private anyDevice(): SimulatedDevice {
    const device = this.devices[this.joining.chance.upTo(this.devices.length - 1)]
    if (!device) throw new Error('a shop has devices')
    return device
  }
}

/** Whether a device knows that it was put out: it locks itself. */
const hasHeard = ({ disk, device }: SimulatedDevice) =>
  disk.statements.some(one => one.kind === 'removal' && one.device === device)

const heldOf = (disk: SimulatedDevice['disk']) =>
  [...disk.rows.values()]
    .filter(({ held }) => held.length > 0)
    .map(({ key, held }) => ({ key, held }))
    .sort((a, b) => a.key.localeCompare(b.key))
