import { admittedMailboxes, type AdmittedMailbox } from './admittedMailboxes'
import { shopOf } from '@/till/sharing/rotate'
import type { Sharing } from '@/till/sharing/sayOwn'
import type { Carried } from '@/core/sharing/carrier'
import {
  parseGreeted,
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

/** The exchange does not go on. */
export class NotBeside extends Error {
  override readonly name = 'NotBeside'

  constructor(readonly why: WhyNotBeside) {
    super(`the devices did not exchange: ${why}`)
  }
}

interface Asking {
  sharing: Sharing
  role: DirectRole
  codes: DirectCodes
  /** Asks the other device. */
  ask: (body: object) => Promise<Carried<unknown>>
}

/** Says words to the other device. */
export function speaker({ ask }: Pick<Asking, 'ask'>) {
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
export function greetingsOf(options: Asking) {
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
