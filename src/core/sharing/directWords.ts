import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'

/**
 * What two devices beside each other say besides blocks: that they know a mailbox of the same shop,
 * whose turn it is to ask, and that all is said.
 */
export type DirectWord =
  | { says: 'greeting'; proofs: readonly string[] }
  | { says: 'turn' }
  /** `received`: entries of other tills that came meanwhile. */
  | { says: 'over'; received: number }

/** The greeting's answer: which proof holds, and the proof of it; null where none does. */
export interface GreetingAnswer {
  place: number
  proof: string
}

export type DirectRole = 'offer' | 'answer'

/** The codes that the two devices showed: they name this meeting, and its certificates. */
export interface DirectCodes {
  offer: string
  answer: string
}

/** The mailboxes a device may know at once, with room. */
const MOST_PROOFS = 64
const MOST_RECEIVED = 2 ** 40

const proof = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const received = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_RECEIVED))
const wordShape = v.variant('says', [
  v.object({
    version: v.literal(1),
    says: v.literal('greeting'),
    proofs: v.pipe(v.array(proof), v.maxLength(MOST_PROOFS)),
  }),
  v.object({ version: v.literal(1), says: v.literal('turn') }),
  v.object({ version: v.literal(1), says: v.literal('over'), received }),
])
const greetedShape = v.object({
  version: v.literal(1),
  found: v.nullable(
    v.object({
      place: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_PROOFS)),
      proof,
    }),
  ),
})
const overShape = v.object({ version: v.literal(1), received })

/** The body of a word, as JSON. */
export const wordBody = (word: DirectWord): object => ({ version: 1, ...word })

/** A word from its JSON; undefined for anything else. */
export function parseWord(body: unknown): DirectWord | undefined {
  const found = v.safeParse(wordShape, body)
  if (!found.success) return undefined
  const { version: _version, ...word } = found.output
  return word
}

/** The body that answers a greeting. */
export const greetedBody = (found: GreetingAnswer | null): object => ({ version: 1, found })

/** What answered a greeting; undefined for what is no answer to one. */
export function parseGreeted(body: unknown): { found: GreetingAnswer | null } | undefined {
  const read = v.safeParse(greetedShape, body)
  return read.success ? { found: read.output.found } : undefined
}

/** The body that answers the last word: how many entries came. */
export const overBody = (count: number): object => ({ version: 1, received: count })

/** How many entries the other device says it received; undefined for what is no such answer. */
export function parseOver(body: unknown): number | undefined {
  const read = v.safeParse(overShape, body)
  return read.success ? read.output.received : undefined
}

/**
 * Proves that a mailbox is known, to who knows it, and tells nobody else: its name lets read and
 * write there. The proof is of this meeting, by one of its two sides: heard elsewhere or said back,
 * it proves nothing, and somebody between the two would have shown other codes.
 */
export const proofOf = (
  mailbox: string,
  role: DirectRole,
  { offer, answer }: DirectCodes,
): string =>
  bytesToHex(
    hmac(sha256, utf8ToBytes(mailbox), utf8ToBytes(`comptoir direct ${role}\n${offer}\n${answer}`)),
  )
