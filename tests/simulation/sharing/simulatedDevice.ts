import type { Chance } from '../../support/chance'
import { SOFTWARE } from '../../support/factory'
import { newKeyPair } from '../../support/signedJournal'
import { emptyDisk, Killed, MemoryStore, type Disk } from './memoryStore'
import { keyFingerprint, sealEvent, type JournalEvent } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import { base64FromBytes } from '@/core/base64'
import type { Carrier } from '@/core/sharing/carrier'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { LANES, type ReadBlock } from '@/core/sharing/block'
import type { Taking } from '@/core/sharing/sharingStore'
import { unpackContent, type BlockContent, type EntryRecord } from '@/core/sharing/blockContent'
import { signInTransaction } from '@/storage/journal/sealSignatures'
import { publicKeyOf } from '@/till/journal/signSeal'
import { exchange, type Exchange } from '@/till/sharing/exchange'
import { exchangeShop, type ShopExchange } from '@/till/sharing/exchangeShop'
import { takeUnread } from '@/till/sharing/log/takeUnread'
import { foundShop, type Founded } from '@/till/sharing/foundShop'
import { rawKeyOf } from '@/till/sharing/hpke'
import { joinShop, letIn, type Applicant, type Welcome } from '@/till/sharing/letIn'
import { changeSecret, removeDevice, shopOf, type NotRemoved } from '@/till/sharing/rotate'
import { sayBase, type Sharing } from '@/till/sharing/sayOwn'
import { makeDeviceKeys, openBlock, type DeviceKeys } from '@/till/sharing/sealBlock'

/** Kinds that a till of the version before does not know. */
const isOfOldKind = (key: string) => !key.startsWith('later/')

/** One block or two make a segment: a device of a simulated shop says few. */
const segmentBlocksOf = (letter: string) => 1 + (letter.charCodeAt(0) % 2)

/** The store as a version of the till uses it that knows of no segments: it carries them on unread. */
const beforeSegments = (store: MemoryStore): MemoryStore =>
  new Proxy(store, {
    get(target, name) {
      if (name === 'take') {
        return (taking: Taking) =>
          target.take(taking.stream.lane === LANES.segments ? unreadAll(taking) : taking)
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })

const unreadAll = (taking: Taking): Taking => ({
  ...taking,
  entries: [],
  copies: [],
  unread: [...taking.entries, ...taking.unread],
})

/** What a device of a simulation runs on. */
export interface Running {
  chance: Chance
  clock: () => number
}

/** A device of a simulated shop: its disk, its clock, its till. */
export class SimulatedDevice {
  isArmed = false
  /** What somebody does on the till while it exchanges. */
  meanwhile: () => void = () => undefined
  isOld = false
  segmentBlocks: number
  paperKey = ''
  /** It founds: what is printed then. */
  founded: Founded | undefined
  private pair: CryptoKeyPair | undefined
  readonly store: MemoryStore

  private constructor(
    readonly letter: string,
    private readonly joining: Running,
    private keys: DeviceKeys,
    readonly disk: Disk,
  ) {
    this.segmentBlocks = segmentBlocksOf(letter)
    this.store = new MemoryStore(
      disk,
      keys.device,
      () => {
        if (joining.chance.isOneIn(10)) this.meanwhile()
        if (this.isArmed && joining.chance.isOneIn(15)) throw new Killed()
      },
      key => !this.isOld || isOfOldKind(key),
    )
  }

  static async make(letter: string, joining: Running): Promise<SimulatedDevice> {
    return new SimulatedDevice(letter, joining, await makeDeviceKeys(), emptyDisk())
  }

  /** The owner's phone, which founds the shop. */
  static async found(letter: string, joining: Running): Promise<SimulatedDevice> {
    const device = await SimulatedDevice.make(letter, joining)
    const founded = await foundShop(device.sharing, { name: letter, letter })
    device.founded = founded
    device.paperKey = founded.sharing.paperKey
    return device
  }

  get device(): string {
    return this.keys.device
  }

  get sharing(): Sharing {
    const { keys, paperKey, isOld } = this
    const store = isOld ? beforeSegments(this.store) : this.store
    const segmentBlocks = isOld ? Infinity : this.segmentBlocks
    return { store, keys, paperKey, now: () => this.now(), segmentBlocks }
  }

  /** A profile that was copied, as the other device has it. */
  copied(): SimulatedDevice {
    const copy = new SimulatedDevice(
      this.letter,
      this.joining,
      this.keys,
      structuredClone(this.disk),
    )
    copy.pair = this.pair
    copy.paperKey = this.paperKey
    return copy
  }

  /** What this device tells to be let in. */
  async applicant(): Promise<Applicant> {
    const { device, letter } = this
    const sealingKey = base64FromBytes(await rawKeyOf(this.keys.sealing))
    return { device, sealingKey, name: letter, letter, usedLetters: [] }
  }

  /** Lets a device in, which joins. Undefined when this one does not manage. */
  async letIn(other: SimulatedDevice, manages = false): Promise<Welcome | undefined> {
    const welcome = await letIn(this.sharing, await other.applicant(), { sells: true, manages })
    if (welcome) await other.join(welcome)
    return welcome
  }

  async join(welcome: Welcome): Promise<void> {
    this.paperKey = welcome.paperKey
    await joinShop(this.sharing, welcome)
  }

  /** Puts a device out; it may be killed meanwhile. */
  putOut({ device }: SimulatedDevice): Promise<NotRemoved | undefined> {
    return this.unlessKilled(() => removeDevice(this.sharing, device))
  }

  changeSecret(): Promise<boolean | undefined> {
    return this.unlessKilled(() => changeSecret(this.sharing))
  }

  /** An exchange with the mailboxes of the shop, each where it is now. */
  visit(server: MailboxServer, isPaperDue = false): Promise<ShopExchange | undefined> {
    return this.unlessKilled(() => exchangeShop(this.sharing, server, { isPaperDue }))
  }

  /** Goes on under new keys, once it learnt that another writes in its name. */
  async beginAnew(): Promise<void> {
    await this.store.beginAnew(this.keys.device)
    this.keys = await makeDeviceKeys()
    this.store.device = this.keys.device
  }

  async seal(detail: Record<string, string> = {}): Promise<void> {
    const { journal } = this.disk
    const last = journal.at(-1)
    this.pair ??= await newKeyPair()
    const event: JournalEvent = last
      ? { kind: 'trace', what: 'ticket-parked', detail, user: NOBODY, software: SOFTWARE }
      : await this.opening(this.pair)
    const number = journal.length + 1
    const entry = sealEvent(last?.entry, {
      till: this.letter,
      eventId: `${this.letter}-${number}-${this.joining.chance.upTo(1_000_000_000)}`,
      at: this.now(),
      day: this.now().slice(0, 10),
      training: false,
      event,
    })
    const before = last?.signature ?? undefined
    const signature = await signInTransaction(this.pair.privateKey, entry.seal, before, entry.at)
    const first = journal[0]?.entry.seal ?? entry.seal
    journal.push({ kind: 'entry', journal: first, entry, signature } satisfies EntryRecord)
  }

  /** An exchange that may be killed; undefined when it was. */
  exchange(carrier: Carrier): Promise<Exchange | undefined> {
    return this.unlessKilled(() => exchange(this.sharing, carrier))
  }

  /** What a block says, as a member reads it. */
  async read(block: ReadBlock): Promise<BlockContent | undefined> {
    const opened = await openBlock(block, (await shopOf(this.sharing)).keys)
    return opened && unpackContent(opened)
  }

  /** Says anew what it said, so that what was removed goes everywhere. */
  async renew(): Promise<void> {
    await this.unlessKilled(() => sayBase(this.sharing))
  }

  async update(): Promise<void> {
    this.isOld = false
    this.store.applyKnown()
    await takeUnread(this.store)
  }

  private async unlessKilled<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Killed) return undefined
      throw error
    }
  }

  private now = () => new Date(this.joining.clock()).toISOString()

  private async opening(pair: CryptoKeyPair): Promise<JournalEvent> {
    const publicKey = await publicKeyOf(pair)
    return {
      kind: 'journal-opened',
      journalId: `journal-${this.letter}`,
      publicKey,
      keyFingerprint: keyFingerprint(publicKey),
      continues: null,
      software: SOFTWARE,
    }
  }
}
