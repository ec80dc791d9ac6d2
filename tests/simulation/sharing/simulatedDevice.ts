import type { Chance } from '../../support/chance'
import { SOFTWARE } from '../../support/factory'
import { newKeyPair } from '../../support/signedJournal'
import { emptyDisk, Killed, MemoryStore, type Disk } from './memoryStore'
import { keyFingerprint, sealEvent, type JournalEvent } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import type { Carrier } from '@/core/sharing/carrier'
import type { ReadBlock } from '@/core/sharing/block'
import { unpackContent, type BlockContent, type EntryRecord } from '@/core/sharing/blockContent'
import { signInTransaction } from '@/storage/journal/sealSignatures'
import { publicKeyOf } from '@/till/journal/signSeal'
import { exchange, type Exchange } from '@/till/sharing/exchange'
import { sayBase, type Sharing } from '@/till/sharing/sayOwn'
import {
  makeDeviceKeys,
  openBlock,
  type DeviceKeys,
  type GroupSecrets,
} from '@/till/sharing/sealBlock'

/** Kinds that a till of the version before does not know. */
const isOfOldKind = (key: string) => !key.startsWith('later/')

/** A device of a simulated shop: its disk, its clock, its till. */
export class SimulatedDevice {
  isArmed = false
  /** What somebody does on the till while it exchanges. */
  meanwhile: () => void = () => undefined
  isOld = false
  private pair: CryptoKeyPair | undefined
  readonly store: MemoryStore

  private constructor(
    readonly letter: string,
    readonly disk: Disk,
    private keys: DeviceKeys,
    private readonly secrets: GroupSecrets,
    private readonly chance: Chance,
    private readonly clock: () => number,
  ) {
    this.store = new MemoryStore(
      disk,
      keys.device,
      () => {
        if (chance.isOneIn(10)) this.meanwhile()
        if (this.isArmed && chance.isOneIn(15)) throw new Killed()
      },
      key => !this.isOld || isOfOldKind(key),
    )
  }

  static async make(
    letter: string,
    secrets: GroupSecrets,
    chance: Chance,
    clock: () => number,
    disk = emptyDisk(),
    keys?: DeviceKeys,
  ): Promise<SimulatedDevice> {
    const own = keys ?? (await makeDeviceKeys())
    return new SimulatedDevice(letter, disk, own, secrets, chance, clock)
  }

  get sharing(): Sharing {
    const { store, keys, secrets } = this
    return { store, keys, secrets, epoch: 1, now: () => this.now() }
  }

  /** A profile that was copied, as the other device has it. */
  copied(): Promise<SimulatedDevice> {
    const { letter, secrets, chance, clock, keys } = this
    const disk = structuredClone(this.disk)
    return SimulatedDevice.make(letter, secrets, chance, clock, disk, keys).then(copy => {
      copy.pair = this.pair
      return copy
    })
  }

  /** Goes on under new keys, once it learnt that another writes in its name. */
  async beginAnew(): Promise<void> {
    await this.store.beginAnew(this.keys.device)
    this.keys = await makeDeviceKeys()
    this.store.device = this.keys.device
  }

  async seal(): Promise<void> {
    const { journal } = this.disk
    const last = journal.at(-1)
    this.pair ??= await newKeyPair()
    const event: JournalEvent = last
      ? { kind: 'trace', what: 'ticket-parked', detail: {}, user: NOBODY, software: SOFTWARE }
      : await this.opening(this.pair)
    const number = journal.length + 1
    const entry = sealEvent(last?.entry, {
      till: this.letter,
      eventId: `${this.letter}-${number}-${this.chance.upTo(1_000_000_000)}`,
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
  async exchange(carrier: Carrier): Promise<Exchange | undefined> {
    try {
      return await exchange(this.sharing, carrier)
    } catch (error) {
      if (error instanceof Killed) return undefined
      throw error
    }
  }

  /** What a block says, as a member reads it. */
  async read(block: ReadBlock): Promise<BlockContent | undefined> {
    const secret = this.secrets.get(block.epoch)
    const opened = secret && (await openBlock(block, secret))
    return opened && unpackContent(opened)
  }

  /** Says anew what it said, so that what was removed goes everywhere. */
  async renew(): Promise<void> {
    try {
      await sayBase(this.sharing)
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }

  update(): void {
    this.isOld = false
    this.store.applyKnown()
  }

  private now = () => new Date(this.clock()).toISOString()

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
