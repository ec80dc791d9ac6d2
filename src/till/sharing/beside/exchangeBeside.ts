import type { AdmittedMailbox } from './admittedMailboxes'
import { greetingsOf, NotBeside, speaker, type WhyNotBeside } from './besideWords'
import { deviceCarrier } from './deviceCarrier'
import { exchange } from '@/till/sharing/exchange'
import { keptNothing } from '@/till/sharing/listenForNews'
import type { Sharing } from '@/till/sharing/sayOwn'
import type { InTurn } from '@/till/sharing/startSharing'
import type { Carried, Carrier } from '@/core/sharing/carrier'
import {
  greetedBody,
  overBody,
  parseOver,
  parseWord,
  wordBody,
  type DirectCodes,
  type DirectRole,
  type DirectWord,
} from '@/core/sharing/directWords'

export interface BesideOutcome {
  /** Null once both have the same. */
  why: WhyNotBeside | null
  /** Entries that the other device received here. */
  given: number
  /** Entries of other tills that came here. What came is kept, whatever went wrong after. */
  received: number
  /** This device was put out, which it learnt here: it sells no more. */
  isRemoved: boolean
}

export interface BesideOptions {
  sharing: Sharing
  role: DirectRole
  codes: DirectCodes
  /** Asks the other device. */
  ask: (body: object) => Promise<Carried<unknown>>
  /** The other device as a carrier of a mailbox. */
  carrierTo: (mailbox: string) => Carrier
  /** Answers a swap by the carrier of the mailbox that it names. */
  serveSwap: (
    carrierOf: (mailbox: string) => Promise<Carrier | undefined>,
  ) => (body: unknown) => Promise<object | undefined>
  /** How many entries of other tills are held. */
  countCopies: () => Promise<number>
  inTurn: InTurn
}

/** An exchange with a device beside this one. */
export interface Beside {
  /** Answers the other device; undefined for what is to end the link. */
  serve(body: unknown): Promise<object | undefined>
  /** The link is gone. */
  end(): void
  over: Promise<BesideOutcome>
}

/** One round a secret that was changed while one of them was away, and one to see that no more is left. */
const MOST_ROUNDS = 20

/**
 * Brings two devices that are linked to the same blocks. Each proves first that it knows a mailbox
 * of the shop, without telling which; the newest that both know decides what is given
 * (`admittedMailboxes`). The one that offered asks first, then the other; once more where one of them
 * heard of a newer secret, until nothing is left.
 */
export function exchangeBeside(options: BesideOptions): Beside {
  const exchanging = new Exchanging(options)
  if (options.role === 'offer') exchanging.lead()
  return exchanging
}

class Exchanging implements Beside {
  readonly over: Promise<BesideOutcome>
  private readonly told: ReturnType<typeof speaker>
  private readonly greetings: ReturnType<typeof greetingsOf>
  private readonly serveSwap: (body: unknown) => Promise<object | undefined>
  private readonly ended: Promise<Ended>
  private finish: (outcome: Ended) => void = () => undefined
  /** The mailbox that both proved to know; nothing is given or taken before. */
  private common: AdmittedMailbox | undefined
  private passTurn: () => void = () => undefined
  private heldBefore: Promise<number> | undefined
  private isRemoved = false
  private isAsking = false

  constructor(private readonly options: BesideOptions) {
    this.told = speaker(options)
    this.greetings = greetingsOf(options)
    this.ended = new Promise<Ended>(resolve => (this.finish = resolve))
    this.over = this.ended.then(async outcome => ({
      ...outcome,
      received: await this.received(),
      isRemoved: this.isRemoved,
    }))
    this.serveSwap = options.serveSwap(async mailbox => {
      if (mailbox !== this.common?.mailbox) return undefined
      const { gives } = this.common
      await this.received()
      return deviceCarrier(options.sharing, gives)
    })
  }

  /** The device that offered begins. */
  lead(): void {
    this.leadAll().catch((error: unknown) => this.failed(error))
  }

  async serve(body: unknown): Promise<object | undefined> {
    try {
      const word = parseWord(body)
      return word
        ? await this.answerTo(word)
        : await this.options.inTurn(() => this.serveSwap(body))
    } catch (error) {
      this.failed(error)
      return undefined
    }
  }

  end(): void {
    this.finish({ why: 'cut', given: 0 })
  }

  private async received(): Promise<number> {
    const { countCopies } = this.options
    this.heldBefore ??= countCopies()
    return Math.max(0, (await countCopies()) - (await this.heldBefore))
  }

  private async greeted(proofs: readonly string[]): Promise<object> {
    const found = await this.greetings.answerTo(proofs)
    if (!found) this.finish({ why: 'strangers', given: 0 })
    this.common = found?.mailbox ?? this.common
    return greetedBody(found ? found.answer : null)
  }

  /** This device asks, until nothing is left. */
  private async askAll({ mailbox, gives }: AdmittedMailbox): Promise<void> {
    const { carrierTo, inTurn, sharing } = this.options
    await this.received()
    const done = await inTurn(() => exchange(sharing, carrierTo(mailbox), 0, gives))
    this.isRemoved ||= done.isRemoved
    if (done.isCopied) throw new NotBeside('copied')
    if (done.fault) throw new NotBeside(done.fault.cause === 'unreadable' ? 'unreadable' : 'cut')
  }

  /** The turn passes to the other device, and comes back once it asked. */
  private async waitForTurn(): Promise<void> {
    const back = new Promise<void>(resolve => (this.passTurn = resolve))
    await this.told({ says: 'turn' }, body => body ?? undefined)
    await Promise.race([back, this.ended])
  }

  private async leadAll(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = this.common
      this.common = await this.greetings.greet()
      if (before?.mailbox === this.common.mailbox) break
      await this.askAll(this.common)
      await this.waitForTurn()
    }
    const count = await this.received()
    const given = await this.told({ says: 'over', received: count }, parseOver)
    this.finish({ why: null, given })
  }

  /** The turn came: what is to be asked is asked beside the answer, and the turn goes back. */
  private async takeTurn(): Promise<void> {
    if (this.options.role === 'offer') return this.passTurn()
    if (!this.common) throw new NotBeside('strangers')
    this.isAsking = true
    await this.askAll(this.common)
    this.isAsking = false
    await this.told({ says: 'turn' }, body => body ?? undefined)
  }

  private async answerTo(word: DirectWord): Promise<object | undefined> {
    if (word.says === 'greeting') {
      return this.options.role === 'answer' ? this.greeted(word.proofs) : undefined
    }
    if (!this.common) return undefined
    if (word.says === 'turn') {
      if (this.isAsking) return undefined
      this.takeTurn().catch((error: unknown) => this.failed(error))
      return wordBody({ says: 'turn' })
    }
    const count = await this.received()
    this.finish({ why: null, given: word.received })
    return overBody(count)
  }

  private failed(error: unknown): void {
    if (error instanceof NotBeside) return this.finish({ why: error.why, given: 0 })
    keptNothing(error)
    this.finish({ why: 'kept-nothing', given: 0 })
  }
}

type Ended = Pick<BesideOutcome, 'why' | 'given'>
