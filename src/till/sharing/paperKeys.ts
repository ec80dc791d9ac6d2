import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { SECRET_BYTES } from './epochKeys'
import type { DeviceKeys } from './sealBlock'
import { deviceOf } from '@/core/sharing/block'

/** What a paper key leads to. */
export interface PaperKeys extends DeviceKeys {
  /** The secret of the first epoch: the mailbox of the paper key is found by it. */
  firstSecret: Uint8Array
}

/** Bytes from which a key of P-256 is made without bias (FIPS 186-5, A.2.1). */
const KEY_SEED_BYTES = 48

/**
 * The keys that a paper key stands for, from its letters (130 bits, so that no slow hash is needed):
 * one that signs, one that others seal to, and the first secret of the shop.
 */
export async function paperKeysOf(letters: string): Promise<PaperKeys> {
  const input = new TextEncoder().encode(letters)
  const seed = (use: string, length: number) => hkdf(sha256, input, undefined, utf8(use), length)
  const signing = await pairOf(seed('comptoir paper signing', KEY_SEED_BYTES), 'ECDSA', ['sign'])
  const sealing = await pairOf(seed('comptoir paper sealing', KEY_SEED_BYTES), 'ECDH', [
    'deriveBits',
  ])
  return {
    device: deviceOf(signing.raw),
    publicKey: signing.raw,
    privateKey: signing.pair.privateKey,
    sealing: sealing.pair,
    firstSecret: seed('comptoir first secret', SECRET_BYTES),
  }
}

/** The mailbox where the shop keeps what the paper key needs, from the first secret of the shop. */
export async function paperMailboxOf(firstSecret: CryptoKey): Promise<string> {
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(MAILBOX_USE) }
  return bytesToHex(new Uint8Array(await crypto.subtle.deriveBits(how, firstSecret, 128)))
}
const MAILBOX_USE = 'comptoir paper mailbox'

async function pairOf(seed: Uint8Array, name: 'ECDSA' | 'ECDH', usages: KeyUsage[]) {
  // WebCrypto makes no key from a seed, and not every browser takes a private key without its point.
  const { p256 } = await import('@noble/curves/nist.js')
  const secretKey = p256.utils.randomSecretKey(seed)
  const point = p256.getPublicKey(secretKey, false)
  const curve = { name, namedCurve: 'P-256' }
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: base64url(point.slice(1, 33)),
    y: base64url(point.slice(33)),
  }
  const whole = { ...jwk, d: base64url(secretKey) }
  const privateKey = await crypto.subtle.importKey('jwk', whole, curve, false, usages)
  const told = name === 'ECDSA' ? (['verify'] as const) : []
  const publicKey = await crypto.subtle.importKey('jwk', jwk, curve, true, [...told])
  return { raw: point, pair: { privateKey, publicKey } }
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
