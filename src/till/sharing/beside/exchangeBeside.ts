import { admittedMailboxes, type AdmittedMailbox } from './admittedMailboxes'
import { deviceCarrier } from './deviceCarrier'
import { exchange } from '@/till/sharing/exchange'
import { keptNothing } from '@/till/sharing/listenForNews'
import { shopOf } from '@/till/sharing/rotate'
import type { Sharing } from '@/till/sharing/sayOwn'
import type { InTurn } from '@/till/sharing/startSharing'
import type { Carried, Carrier } from '@/core/sharing/carrier'
import {
  greetedBody,
  overBody,
  parseGreeted,
  parseOver,
  parseWord,
  proofOf,
  wordBody,
  type DirectCodes,
  type DirectRole,
  type DirectWord,
} from '@/core/sharing/directWords'

/**
 * Why two devices did not exchange, or not to the end. `strangers`: they know no mailbox of one shop.
 * `cut`: the other one is heard no more. `unreadable`: what it says is no word of this version.
 * `copied`: it knows what this one never wrote. `kept-nothing`: this one could not keep what came.
 */
export type WhyNotBeside = 'strangers' | 'cut' | 'unreadable' | 'copied' | 'kept-nothing'

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
  const { role, inTurn, sharing } = options
  const told = speaker(options)
  const greetings = greetingsOf(options)
  /** The mailbox that both proved to know; nothing is given or taken before. */
  let common: AdmittedMailbox | undefined
  let end: (outcome: Ended) => void = () => undefined
  const ended = new Promise<Ended>(resolve => (end = resolve))
  let passTurn: () => void = () => undefined
  let heldBefore: Promise<number> | undefined
  let isRemoved = false
  let isAsking = false

  async function received(): Promise<number> {
    heldBefore ??= options.countCopies()
    return Math.max(0, (await options.countCopies()) - (await heldBefore))
  }

  async function greeted(proofs: readonly string[]): Promise<object> {
    const found = await greetings.answerTo(proofs)
    if (!found) end({ why: 'strangers', given: 0 })
    common = found?.mailbox ?? common
    return greetedBody(found ? found.answer : null)
  }

  /** This device asks, until nothing is left. */
  async function askAll({ mailbox, gives }: AdmittedMailbox): Promise<void> {
    await received()
    const carrier = options.carrierTo(mailbox)
    const done = await inTurn(() => exchange(sharing, carrier, 0, gives))
    isRemoved ||= done.isRemoved
    if (done.isCopied) throw new NotBeside('copied')
    if (done.fault) throw new NotBeside(done.fault.cause === 'unreadable' ? 'unreadable' : 'cut')
  }

  /** The turn passes to the other device, and comes back once it asked. */
  async function waitForTurn(): Promise<void> {
    const back = new Promise<void>(resolve => (passTurn = resolve))
    await told({ says: 'turn' }, body => body ?? undefined)
    await Promise.race([back, ended])
  }

  async function lead(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = common
      common = await greetings.greet()
      if (before?.mailbox === common.mailbox) break
      await askAll(common)
      await waitForTurn()
    }
    const count = await received()
    const given = await told({ says: 'over', received: count }, parseOver)
    end({ why: null, given })
  }

  /** The turn came: what is to be asked is asked beside the answer, and the turn goes back. */
  async function takeTurn(): Promise<void> {
    if (role === 'offer') return passTurn()
    if (!common) throw new NotBeside('strangers')
    isAsking = true
    await askAll(common)
    isAsking = false
    await told({ says: 'turn' }, body => body ?? undefined)
  }

  async function answerTo(word: DirectWord): Promise<object | undefined> {
    if (word.says === 'greeting') return role === 'answer' ? greeted(word.proofs) : undefined
    if (!common) return undefined
    if (word.says === 'turn') {
      if (isAsking) return undefined
      takeTurn().catch(failed)
      return wordBody({ says: 'turn' })
    }
    const count = await received()
    end({ why: null, given: word.received })
    return overBody(count)
  }

  const serveSwap = options.serveSwap(async mailbox => {
    if (mailbox !== common?.mailbox) return undefined
    const { gives } = common
    await received()
    return deviceCarrier(sharing, gives)
  })

  function failed(error: unknown): void {
    if (error instanceof NotBeside) return end({ why: error.why, given: 0 })
    keptNothing(error)
    end({ why: 'kept-nothing', given: 0 })
  }

  if (role === 'offer') lead().catch(failed)
  return {
    async serve(body) {
      try {
        const word = parseWord(body)
        return word ? await answerTo(word) : await inTurn(() => serveSwap(body))
      } catch (error) {
        failed(error)
        return undefined
      }
    },
    end: () => end({ why: 'cut', given: 0 }),
    over: ended.then(async outcome => ({ ...outcome, received: await received(), isRemoved })),
  }
}

/** Says words to the other device. */
function speaker({ ask }: Pick<BesideOptions, 'ask'>) {
  /** Throws a `NotBeside` for what the link does not bring. */
  return async <T>(word: DirectWord, read: (body: unknown) => T | undefined): Promise<T> => {
    const answer = await ask(wordBody(word))
    if (!answer.ok) throw new NotBeside('cut')
    const found = read(answer.value)
    if (found === undefined) throw new NotBeside('unreadable')
    return found
  }
}

/** How two devices find the newest mailbox that both know. */
function greetingsOf(options: BesideOptions) {
  const { sharing, role, codes } = options
  const otherRole = role === 'offer' ? 'answer' : 'offer'
  const admitted = async () => admittedMailboxes(sharing, await shopOf(sharing))

  return {
    async greet(): Promise<AdmittedMailbox> {
      const mine = await admitted()
      const proofs = mine.map(({ mailbox }) => proofOf(mailbox, role, codes))
      const { found } = await speaker(options)({ says: 'greeting', proofs }, parseGreeted)
      const chosen = found && mine[found.place]
      const isProven = chosen && found.proof === proofOf(chosen.mailbox, otherRole, codes)
      if (!isProven) throw new NotBeside('strangers')
      return chosen
    },

    /** The newest of this device's mailboxes that the other proves to know. */
    async answerTo(proofs: readonly string[]) {
      for (const mailbox of await admitted()) {
        const place = proofs.indexOf(proofOf(mailbox.mailbox, otherRole, codes))
        const answer = { place, proof: proofOf(mailbox.mailbox, role, codes) }
        if (place !== -1) return { mailbox, answer }
      }
      return undefined
    },
  }
}

type Ended = Pick<BesideOutcome, 'why' | 'given'>

class NotBeside extends Error {
  override readonly name = 'NotBeside'

  constructor(readonly why: WhyNotBeside) {
    super(`the devices did not exchange: ${why}`)
  }
}
