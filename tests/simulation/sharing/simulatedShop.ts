import { expect } from 'vitest'
import { chanceOf } from '../../support/chance'
import { HubServer } from './hub'
import { sharedOf } from './memoryStore'
import { SimulatedDevice, type Running } from './simulatedDevice'
import { LANES } from '@/core/sharing/block'
import { isFinal, subjectOf } from '@/core/sharing/register'
import { presentMembers, rosterOf, type Roster } from '@/core/sharing/roster'
import { deviceCarrier } from '@/till/sharing/beside/deviceCarrier'
import { shopOf } from '@/till/sharing/rotate'

/** Until all know all; more would be a shop that never comes to rest. */
const MOST_ROUNDS = 12
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G']

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
  rotations: number
  joins: number
  moves: number
  late: number
  taken: number
  /** Segments that journals were packed in, and blocks of journals that went for them. */
  segments: number
  replaced: number
  /** Devices that an update let read what they had carried on unread. */
  readLater: number
}

/** A shop of several devices, a hub that forgets, lines that lose, clocks that are wrong. */
export class SimulatedShop {
  readonly server = new HubServer()
  readonly happened: Happened = {
    changes: 0,
    entries: 0,
    lost: 0,
    kills: 0,
    meetings: 0,
    wipes: 0,
    putBacks: 0,
    removals: 0,
    rotations: 0,
    joins: 0,
    moves: 0,
    late: 0,
    taken: 0,
    segments: 0,
    replaced: 0,
    readLater: 0,
  }
  private nowMs = Date.UTC(2026, 10, 29, 9)
  private image = this.server.image()
  private customers = 0

  private constructor(
    readonly devices: SimulatedDevice[],
    private readonly joining: Running,
  ) {}

  static async open(seed: number): Promise<SimulatedShop> {
    const chance = chanceOf(seed)
    const clock = { nowMs: () => Date.UTC(2026, 10, 29, 8) }
    const devices: SimulatedDevice[] = []
    const count = 3 + chance.upTo(2)
    for (const letter of LETTERS.slice(0, count)) {
      const offByMs = chance.upTo(2 * DAY_MS) - DAY_MS
      const running = { chance, clock: () => clock.nowMs() + offByMs }
      const make = letter === 'A' ? SimulatedDevice.found : SimulatedDevice.make
      devices.push(await make(letter, running))
    }
    const [founder, ...others] = devices
    if (!founder) throw new Error('a shop has devices')
    const isSecondOwner = chance.isOneIn(2)
    for (const [at, device] of others.entries()) {
      await founder.letIn(device, at === 0 && isSecondOwner)
    }
    const old = devices[chance.upTo(devices.length - 1)]
    if (old && chance.isOneIn(2)) old.isOld = true
    const shop: SimulatedShop = new SimulatedShop(devices, { chance, clock: () => shop.nowMs })
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
    else if (lot === 19) await this.changeMembers()
    else if (lot < 16) await this.reachHub(device)
    else if (lot < 18) await this.meet(device)
    else if (lot === 18 && this.joining.chance.isOneIn(2)) await this.renew(device)
    else this.trouble()
  }

  /** In the end all are updated and reach the server, more than once, and nothing is lost. */
  async settle(): Promise<void> {
    for (const device of this.devices) {
      await this.update(device)
      device.meanwhile = () => undefined
    }
    for (let isNew = true, round = 1; isNew; round += 1) {
      expect(round).toBeLessThan(MOST_ROUNDS)
      if (round === 1) await this.letStrangersIn()
      // In the first, each says what was changed on it: those before it hear of that in the next.
      isNew = round === 1
      for (const device of this.devices) {
        const done = await device.visit(this.server.goodLine())
        expect(done).toMatchObject({ fault: null, isCopied: false, forked: [], tampered: [] })
        isNew ||= (done?.takenCount ?? 0) > 0
        if (isNew || this.isOut(device)) continue
        expect(done?.refused.filter(one => !this.isOut(one))).toEqual([])
      }
    }
  }

  /** Who was let in by a device that had been put out is let in again, by one that belongs. */
  private async letStrangersIn(): Promise<void> {
    const roster = this.roster()
    for (const device of this.devices) {
      if (roster.some(one => one.device === device.device)) continue
      await this.owner().letIn(device)
    }
  }

  /** All devices and the hub know the same; all that was sealed is everywhere, once. */
  async check(): Promise<void> {
    const present = this.devices.filter(device => !this.isOut(device))
    const [one] = present
    const [first, ...others] = present.map(({ disk }) => disk)
    if (!first || !one) throw new Error('a shop has devices')
    for (const disk of others) {
      expect(sharedOf(disk)).toEqual(sharedOf(first))
      expect(heldOf(disk)).toEqual(heldOf(first))
    }
    for (const { letter, disk, store } of this.devices) {
      const journal = disk.journal[0]?.journal ?? ''
      for (const other of present.filter(device => device.letter !== letter)) {
        expect(other.disk.copies.get(journal) ?? []).toEqual(disk.journal)
      }
      expect(disk.unread).toEqual([])
      expect(store.overwritten).toEqual([])
    }
    this.happened.late += first.late.length > 0 ? 1 : 0
    for (const { disk } of this.devices) {
      this.happened.segments += disk.lanes.get(LANES.segments)?.next ?? 0
      this.happened.replaced += disk.lanes.get(LANES.journal)?.first ?? 0
    }
    await this.checkMembers(present)
    await this.checkErased(one)
    await this.checkJoiner(one)
    expect(this.server.hub(await this.mailbox()).lost()).toEqual([])
  }

  /** All who belong use one secret, which nobody has who was put out; letters are had once. */
  private async checkMembers(present: readonly SimulatedDevice[]): Promise<void> {
    const letters = this.roster().flatMap(({ letter }) => letter ?? [])
    expect(new Set(letters).size).toBe(letters.length)
    const mailbox = await this.mailbox()
    for (const device of this.devices) {
      const shop = await shopOf(device.sharing)
      const isPresent = present.includes(device)
      expect(shop.epochs[0]?.mailbox === mailbox, `${device.letter} is in the mailbox`).toBe(
        isPresent,
      )
      expect(shop.keys.some(key => key.mailbox === mailbox)).toBe(isPresent)
      if (!isPresent) continue
      expect(shop.roster).toEqual(this.roster())
      if (shop.epochs.length > 1) this.happened.moves += 1
    }
  }

  /** Who comes last gets all of it from the hub alone. */
  private async checkJoiner(one: SimulatedDevice): Promise<void> {
    const joiner = await SimulatedDevice.make('Z', this.joining)
    await this.owner().letIn(joiner)
    await this.owner().visit(this.server.goodLine())
    await joiner.visit(this.server.goodLine())
    // It may have read what a removed device said before it heard of the removal: it says it again.
    await joiner.visit(this.server.goodLine())
    await one.visit(this.server.goodLine())
    const first = one.disk
    expect(sharedOf(joiner.disk)).toEqual(sharedOf(first))
    expect(heldOf(joiner.disk)).toEqual(heldOf(first))
    for (const { disk } of this.devices) {
      expect(joiner.disk.copies.get(disk.journal[0]?.journal ?? '') ?? []).toEqual(disk.journal)
    }
  }

  /** Once each device said anew what it said, none of its blocks tells of an erased customer. */
  private async checkErased(device: SimulatedDevice): Promise<void> {
    for (const one of this.devices) await one.renew()
    await this.settle()
    const erased = [...device.disk.rows.values()].filter(({ held }) => held.some(isFinal))
    const everywhere = [
      ...this.server.hub(await this.mailbox()).blocks(),
      // A device that was put out keeps what it held.
      ...this.devices.flatMap(one => (this.isOut(one) ? [] : [...one.disk.blocks.values()])),
    ]
    // Lanes of removed devices go with the mailbox, which changes with each removal.
    for (const block of everywhere.filter(one => !this.isOut(one))) {
      const content = await device.read(block)
      for (const record of content?.records ?? []) {
        if (record.kind !== 'register') continue
        const { key } = record.register
        if (key !== subjectOf(key)) expect(erased.map(one => one.key)).not.toContain(subjectOf(key))
      }
    }
  }

  /** Somebody comes, or leaves with a device that goes on until it hears of it; or a new secret. */
  private async changeMembers(): Promise<void> {
    const device = this.anyDevice()
    const manager = this.anyDevice()
    const lot = this.joining.chance.upTo(3)
    manager.isArmed = lot > 1 && this.joining.chance.isOneIn(3)
    if (lot === 0 && (await manager.changeSecret())) this.happened.rotations += 1
    else if (lot === 1) await this.join(manager)
    else if (lot > 1) await manager.putOut(device)
    manager.isArmed = false
    this.happened.removals += lot > 1 && this.isOut(device) ? 1 : 0
  }

  /** A device is paired in the middle of it all. */
  private async join(manager: SimulatedDevice): Promise<void> {
    const letter = LETTERS[this.devices.length]
    if (letter === undefined || this.isOut(manager)) return
    const device = await SimulatedDevice.make(letter, this.joining)
    if (!(await manager.letIn(device, this.joining.chance.isOneIn(3)))) return
    device.meanwhile = () => this.change(device)
    this.devices.push(device)
    this.happened.joins += 1
  }

  /** Who belongs to the shop, from all that all devices know. */
  private roster(): Roster {
    const count = this.devices.reduce((sum, { disk }) => sum + disk.statements.length, 0)
    if (count === this.known.count) return this.known.roster
    const statements = this.devices.flatMap(({ disk }) => disk.statements)
    const roster = rosterOf(this.devices[0]?.paperKey ?? '', statements)
    this.known = { count, roster }
    return roster
  }
  private known: { count: number; roster: Roster } = { count: -1, roster: [] }

  private isOut({ device }: { device: string }): boolean {
    const roster = this.roster()
    return (
      device !== this.devices[0]?.paperKey &&
      !presentMembers(roster).some(one => one.device === device)
    )
  }

  /** The most senior device that manages. */
  private owner(): SimulatedDevice {
    const senior = presentMembers(this.roster()).find(({ manages }) => manages)
    const found = this.devices.find(({ device }) => device === senior?.device)
    if (!found) throw new Error('a shop has an owner')
    return found
  }

  private async mailbox(): Promise<string> {
    return (await shopOf(this.owner().sharing)).epochs[0]?.mailbox ?? ''
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
    const done = await device.visit(this.server.line(() => this.joining.chance.upTo(1_000)))
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
    if (this.joining.chance.isOneIn(3)) await this.update(device)
  }

  private async update(device: SimulatedDevice): Promise<void> {
    const before = device.disk.unread.length
    await device.update()
    this.happened.readLater += device.disk.unread.length < before ? 1 : 0
  }

  private trouble(): void {
    const lot = this.joining.chance.upTo(2)
    if (lot === 0) this.image = this.server.image()
    else if (lot === 1) {
      this.server.putBack(this.image)
      this.happened.putBacks += 1
    } else {
      this.server.wipe()
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
