import { bytesToHex } from '@noble/hashes/utils.js'
import { olderEpochs } from '@/till/sharing/beside/admittedMailboxes'
import { writingKey, type EpochKey, type KnownShop } from '@/till/sharing/epochKeys'
import { shopOf } from '@/till/sharing/rotate'
import type { Sharing } from '@/till/sharing/sayOwn'
import type { Carrier } from '@/core/sharing/carrier'
import {
  outcomeOf,
  packClaim,
  parseClaim,
  subjectText,
  type ClaimContent,
  type ClaimOutcome,
  type ClaimSubject,
} from '@/core/sharing/claims/claim'
import type { MailboxServer } from '@/core/sharing/mailboxServer'

export interface AskedClaim {
  subject: ClaimSubject
  /** One more than what is known to hold. */
  turn: number
  /** Nobody waits for longer, in milliseconds. */
  patienceMs?: number
  signal?: AbortSignal
}

/** A person waits for no more than this before deciding without an answer. */
const PATIENCE_MS = 4_000
const NONCE_BYTES = 12
const CLAIM_BITS = 256
const UNDECIDED = { kind: 'undecided' } as const

/**
 * Asks the shop's mailbox for a claim. Never waits for longer than asked, and never throws for what a
 * carrier does. A mailbox that the shop moved from lately is asked first: a device that has not heard
 * of the move asks there alone, so that the two agree there.
 */
export async function askClaim(
  sharing: Sharing,
  server: Pick<MailboxServer, 'carrier'>,
  { subject, turn, patienceMs = PATIENCE_MS, signal }: AskedClaim,
): Promise<ClaimOutcome> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const given = new Promise<ClaimOutcome>(resolve => {
    timer = setTimeout(() => resolve(UNDECIDED), patienceMs)
    signal?.addEventListener('abort', () => resolve(UNDECIDED))
  })
  try {
    return await Promise.race([given, askEach(sharing, server, subject, turn)])
  } finally {
    clearTimeout(timer)
  }
}

async function askEach(
  sharing: Sharing,
  server: Pick<MailboxServer, 'carrier'>,
  subject: ClaimSubject,
  turn: number,
): Promise<ClaimOutcome> {
  const shop = await shopOf(sharing)
  const current = writingKey(shop)
  if (!current) return UNDECIDED
  const before = olderEpochs(sharing, shop).find(({ id }) => id !== current.id)
  if (before) {
    const old = await askOne(sharing, server.carrier(before.mailbox), before, subject, turn)
    // Whoever was put out since still has that secret: it decides nothing.
    if (old.kind === 'held' && isMember(shop, old.by)) return old
  }
  return askOne(sharing, server.carrier(current.mailbox), current, subject, turn)
}

const isMember = ({ roster }: KnownShop, device: string) =>
  roster.some(one => one.device === device && one.removal === null)

async function askOne(
  { keys, now }: Sharing,
  carrier: Carrier,
  { secret }: EpochKey,
  subject: ClaimSubject,
  turn: number,
): Promise<ClaimOutcome> {
  if (!carrier.claim) return UNDECIDED
  const claim = await claimIdOf(secret, subject)
  const key = await claimKeyOf(secret)
  const content = { device: keys.device, at: now() }
  const sealed = await sealClaim(key, { claim, turn }, content)
  const answer = await carrier.claim({ claim, turn, sealed })
  if (!answer.ok) return UNDECIDED
  const { isTaken, holder } = answer.value
  return outcomeOf(keys.device, {
    isTaken,
    turn: holder.turn,
    content: isTaken ? content : await openClaim(key, holder),
  })
}

/** What is claimed, of which a carrier reads nothing: a keyed hash, in 64 hexadecimal digits. */
async function claimIdOf(secret: CryptoKey, subject: ClaimSubject): Promise<string> {
  const how = derivation(`comptoir claim ${subjectText(subject)}`)
  return bytesToHex(new Uint8Array(await crypto.subtle.deriveBits(how, secret, CLAIM_BITS)))
}

const claimKeyOf = (secret: CryptoKey) =>
  crypto.subtle.deriveKey(
    derivation('comptoir claims'),
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )

const derivation = (use: string) => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: new Uint8Array(0),
  info: new TextEncoder().encode(use),
})

interface ClaimPlace {
  claim: string
  turn: number
}

const sealing = (iv: Uint8Array<ArrayBuffer>, { claim, turn }: ClaimPlace) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(`${claim} ${turn}`),
})

async function sealClaim(
  key: CryptoKey,
  at: ClaimPlace,
  content: ClaimContent,
): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const packed = new Uint8Array(packClaim(content))
  const text = new Uint8Array(await crypto.subtle.encrypt(sealing(iv, at), key, packed))
  const sealed = new Uint8Array(NONCE_BYTES + text.length)
  sealed.set(iv)
  sealed.set(text, NONCE_BYTES)
  return sealed
}

/** What a claim says; undefined for one that no member sealed. */
async function openClaim(
  key: CryptoKey,
  { sealed, ...at }: ClaimPlace & { sealed: Uint8Array },
): Promise<ClaimContent | undefined> {
  const iv = new Uint8Array(sealed.slice(0, NONCE_BYTES))
  const text = new Uint8Array(sealed.slice(NONCE_BYTES))
  try {
    return parseClaim(new Uint8Array(await crypto.subtle.decrypt(sealing(iv, at), key, text)))
  } catch {
    // Sealed by nobody who has the secret.
    return undefined
  }
}
