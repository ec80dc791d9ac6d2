import type { Chance } from '../../support/chance'
import { SOFTWARE } from '../../support/factory'
import { newKeyPair } from '../../support/signedJournal'
import { emptyDisk, Killed, MemoryStore, type Disk } from './memoryStore'
import { keyFingerprint, sealEvent, type JournalEvent } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import type { Carrier } from '@/core/sharing/carrier'
import { LANES, type ReadBlock } from '@/core/sharing/block'
import { unpackContent, type BlockContent, type EntryRecord } from '@/core/sharing/blockContent'
import { signInTransaction } from '@/storage/journal/sealSignatures'
import { publicKeyOf } from '@/till/journal/signSeal'
import { exchange, type Exchange } from '@/till/sharing/exchange'
import { sayBase, sayStatement, type Sharing } from '@/till/sharing/sayOwn'
import {
  makeDeviceKeys,
  openBlock,
  type DeviceKeys,
  type GroupSecrets,
} from '@/till/sharing/sealBlock'

/** Kinds that a till of the version before does not know. */
const isOfOldKind = (key: string) => !key.startsWith('later/')

/** What a device gets when it joins. */
export interface Joining {
  secrets: GroupSecrets
  paperKey: string
  chance: Chance
  clock: () => number
}

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
    private readonly joining: Joining,
    private keys: DeviceKeys,
    readonly disk: Disk,
  ) {
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

  static async make(letter: string, joining: Joining): Promise<SimulatedDevice> {
    return new SimulatedDevice(letter, joining, await makeDeviceKeys(), emptyDisk())
  }

  /** The key on paper, which lets in the first device. */
  static async paper(joining: Omit<Joining, 'paperKey'>): Promise<SimulatedDevice> {
    const keys = await makeDeviceKeys()
    return new SimulatedDevice('paper', { ...joining, paperKey: keys.device }, keys, emptyDisk())
  }

  get device(): string {
    return this.keys.device
  }

  get sharing(): Sharing {
    const { store, keys, joining } = this
    const { secrets, paperKey } = joining
    return { store, keys, secrets, paperKey, epoch: 1, now: () => this.now() }
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
    return copy
  }

  letIn({ device, letter }: SimulatedDevice, manages = false): Promise<void> {
    const grant = { kind: 'grant', device, name: letter, letter, manages, at: this.now() } as const
    return sayStatement(this.sharing, grant)
  }

  /** Puts a device out: what it says from what is known of it here does not count. */
  async putOut({ device }: SimulatedDevice): Promise<void> {
    const from = this.disk.streams.get(`${device}/${LANES.shared}`)?.next ?? 0
    await sayStatement(this.sharing, { kind: 'removal', device, from, at: this.now() })
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
    const secret = this.joining.secrets.get(block.epoch)
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
