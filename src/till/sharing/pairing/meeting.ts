import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { assert } from '@/core/assert'
import type { Carried, Carrier } from '@/core/sharing/carrier'

/** What is left at a meeting, each once. */
export type MeetingSlot = 'hello' | 'number' | 'welcome'

/** Where two devices that do not know each other yet leave a word for one another. */
export interface Meeting {
  /** Leaves a word; false where somebody was first. */
  leave(slot: MeetingSlot, word: Uint8Array): Promise<Carried<boolean>>
  /** What was left; null while nothing was, or what does not open. */
  look(slot: MeetingSlot): Promise<Carried<Uint8Array | null>>
}

const NONCE_BYTES = 12
const derivedFrom = (secret: Uint8Array, use: string, length: number) =>
  hkdf(sha256, secret, undefined, new TextEncoder().encode(`comptoir meeting ${use}`), length)

/** The mailbox of a meeting, from the secret of its code, in 32 hexadecimal digits. */
export const meetingMailbox = (secret: Uint8Array): string =>
  bytesToHex(derivedFrom(secret, 'mailbox', 16))

/** A secret of 32 bytes that both know, for what is sealed besides. */
export const meetingSecret = (secret: Uint8Array): Uint8Array => derivedFrom(secret, 'known', 32)

/** Turn of a word; who looks claims the turn before it, and so learns what is there. */
const WORD_TURN = 2
const LOOKING_TURN = 1

/**
 * A meeting by the claims of a mailbox: the first word in a slot stays, as each device reads it but
 * once. Words are sealed with the secret of the code, so that a server reads none.
 */
export async function meetingOver(carrier: Carrier, secret: Uint8Array): Promise<Meeting> {
  const raw = new Uint8Array(derivedFrom(secret, 'key', 32))
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const claimOf = (slot: MeetingSlot) => bytesToHex(derivedFrom(secret, `slot ${slot}`, 32))
  const bound = (slot: MeetingSlot) => new TextEncoder().encode(slot)

  async function claim(slot: MeetingSlot, turn: number, sealed: Uint8Array) {
    assert(carrier.claim !== undefined, 'a meeting is where claims are decided')
    return carrier.claim({ claim: claimOf(slot), turn, sealed })
  }

  return {
    async leave(slot, word) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const how = { name: 'AES-GCM', iv, additionalData: bound(slot) }
      const text = new Uint8Array(await crypto.subtle.encrypt(how, key, new Uint8Array(word)))
      const sealed = new Uint8Array(NONCE_BYTES + text.length)
      sealed.set(iv)
      sealed.set(text, NONCE_BYTES)
      const done = await claim(slot, WORD_TURN, sealed)
      return done.ok ? { ok: true, value: done.value.isTaken } : done
    },
    async look(slot) {
      const done = await claim(slot, LOOKING_TURN, crypto.getRandomValues(new Uint8Array(16)))
      if (!done.ok) return done
      const { turn, sealed } = done.value.holder
      if (turn < WORD_TURN) return { ok: true, value: null }
      const iv = new Uint8Array(sealed.slice(0, NONCE_BYTES))
      const how = { name: 'AES-GCM', iv, additionalData: bound(slot) }
      try {
        const text = new Uint8Array(sealed.slice(NONCE_BYTES))
        return { ok: true, value: new Uint8Array(await crypto.subtle.decrypt(how, key, text)) }
      } catch {
        // Left by who has not seen the code.
        return { ok: true, value: null }
      }
    },
  }
}
