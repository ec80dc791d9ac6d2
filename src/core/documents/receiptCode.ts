import { hexToBytes, bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { deflateSync, inflateSync } from 'fflate'
import { fromBase45, toBase45 } from './base45'
import { canonicalJson } from '@/core/journal/canonicalJson'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'
import { isSealIntact, keyFingerprint, type JournalEntry } from '@/core/journal/journal'
import { parseSignatureV2, signatureText } from '@/core/journal/sealSignature'
import { RECEIPT_WORDS } from './receiptWords'

type PublicKey = NonNullable<JournalOpenedV1['publicKey']>

/** A sealed entry with its proof, which can be read and checked without the till that made it. */
export interface SealedReceipt {
  entry: JournalEntry
  /** The device's signature, as it is stored; empty when it has no cryptography. */
  signature: string
  publicKey: PublicKey | null
}

/** Content of a scanned receipt; its signature can be checked with the key in it. */
export interface ReadReceipt extends SealedReceipt {
  /** The seal matches the content. */
  isIntact: boolean
  /** Fingerprint of the key in it; empty without a key. */
  keyFingerprint: string
}

const FORMAT = 'CMP1'
/** Limit of a QR code with 121 modules a side, which a phone can still read from a screen. */
const MOST_CHARS = 1_500
const KEY_BYTES = 64
const SIGNATURE_BYTES = 64
const SEAL_BYTES = 32
const HASH_BYTES = 32
const UNSIGNED = 0
const SIGNED = 1
const SIGNED_V2 = 2

/**
 * The texts of the QR codes of a sealed entry: one, or several for a long entry. They use only the
 * alphanumeric mode of QR codes, so that every scanner and keyboard layout can type them.
 *
 * A text is `CMP1.` followed by the base 45 (RFC 9285) of: one byte, 1 when a signature of format 1
 * follows, 2 for format 2; then the public key (x and y, 32 bytes each) and the signature (64 bytes,
 * P-256); for format 2 the hash of the signature before (32 bytes), the length of the moment of
 * signing (one byte) and its ASCII text; the seal (32 bytes); the RFC 8785 form of the entry without
 * its seal, deflated (RFC 1951) with `RECEIPT_WORDS` as dictionary. A part begins with `CMP1-2-3-5F0A12BC.` (second of three parts, and the beginning
 * of the seal), followed by its section of the base 45 text.
 */
export function receiptCodes({ entry, signature, publicKey }: SealedReceipt): string[] {
  const { seal, ...sealed } = entry
  const words = utf8ToBytes(RECEIPT_WORDS)
  const text = deflateSync(utf8ToBytes(canonicalJson(sealed)), { level: 9, dictionary: words })
  const body = toBase45(concatBytes(...proofOf(publicKey, signature), hexToBytes(seal), text))
  const count = Math.ceil(body.length / MOST_CHARS)
  if (count === 1) return [`${FORMAT}.${body}`]
  const length = Math.ceil(body.length / count)
  const id = seal.slice(0, 8).toUpperCase()
  return Array.from(
    { length: count },
    (_, index) =>
      `${FORMAT}-${index + 1}-${count}-${id}.${body.slice(index * length, (index + 1) * length)}`,
  )
}

function proofOf(publicKey: PublicKey | null, stored: string): Uint8Array[] {
  if (!publicKey || stored === '') return [Uint8Array.of(UNSIGNED)]
  const key = [fromBase64(publicKey.x), fromBase64(publicKey.y)]
  const second = parseSignatureV2(stored)
  if (!second) return [Uint8Array.of(SIGNED), ...key, fromBase64(stored)]
  const { signature, before, signedAt } = second
  const moment = utf8ToBytes(signedAt)
  return [
    Uint8Array.of(SIGNED_V2),
    ...key,
    fromBase64(signature),
    hexToBytes(before),
    Uint8Array.of(moment.length),
    moment,
  ]
}

/** One scanned code of a receipt. */
export interface ReceiptPart {
  /** The same for all parts of one receipt. */
  id: string
  part: number
  count: number
  body: string
}

/** Parses a scanned text; undefined when it is not a receipt's code. */
export function parseReceiptCode(text: string): ReceiptPart | undefined {
  const found = /^CMP1(?:-(\d+)-(\d+)-([0-9A-F]{8}))?\.([0-9A-Z $%*+\-./:]+)$/.exec(text)
  if (!found) return undefined
  const [, part = '1', count = '1', id = '', body = ''] = found
  return { id, part: Number(part), count: Number(count), body }
}

/** Joins parts to a receipt; undefined when a part is missing or the parts cannot be read. */
export function readReceipt(parts: readonly ReceiptPart[]): ReadReceipt | undefined {
  const [first] = parts
  if (!first) return undefined
  const bodies = Array.from(
    { length: first.count },
    (_, index) => parts.find(({ id, part }) => id === first.id && part === index + 1)?.body,
  )
  if (!bodies.every(body => body !== undefined)) return undefined
  try {
    return decode(fromBase45(bodies.join('')))
  } catch {
    // Damaged, or not made by a till: an unreadable code proves nothing about a sale.
    return undefined
  }
}

function decode(bytes: Uint8Array): ReadReceipt {
  const { publicKey, signature, end: sealFrom } = readProof(bytes)
  const textFrom = sealFrom + SEAL_BYTES
  const words = utf8ToBytes(RECEIPT_WORDS)
  const text = new TextDecoder().decode(
    inflateSync(bytes.subarray(textFrom), { dictionary: words }),
  )
  const sealed = JSON.parse(text) as Omit<JournalEntry, 'seal'>
  const entry = { ...sealed, seal: bytesToHex(bytes.subarray(sealFrom, textFrom)) }
  return {
    entry,
    publicKey,
    signature,
    keyFingerprint: publicKey ? keyFingerprint(publicKey) : '',
    isIntact: isSealIntact(entry),
  }
}

/** The key and the signature at the beginning of a receipt, and the place of its first byte behind. */
function readProof(bytes: Uint8Array): {
  publicKey: PublicKey | null
  signature: string
  end: number
} {
  const [format] = bytes
  if (format !== SIGNED && format !== SIGNED_V2) return { publicKey: null, signature: '', end: 1 }
  const publicKey = keyOf(bytes.subarray(1, 1 + KEY_BYTES))
  const end = 1 + KEY_BYTES + SIGNATURE_BYTES
  const signature = toBase64(bytes.subarray(1 + KEY_BYTES, end))
  if (format === SIGNED) return { publicKey, signature, end }
  const momentFrom = end + HASH_BYTES + 1
  const momentEnd = momentFrom + (bytes[momentFrom - 1] ?? 0)
  const before = bytesToHex(bytes.subarray(end, end + HASH_BYTES))
  const signedAt = new TextDecoder().decode(bytes.subarray(momentFrom, momentEnd))
  return { publicKey, signature: signatureText({ signedAt, before, signature }), end: momentEnd }
}

function keyOf(bytes: Uint8Array): PublicKey {
  const half = KEY_BYTES / 2
  const coordinate = (from: number) => toBase64Url(bytes.subarray(from, from + half))
  return { crv: 'P-256', kty: 'EC', x: coordinate(0), y: coordinate(half) }
}

/** Decodes both alphabets: keys are in base64url, signatures in base64. */
function fromBase64(text: string): Uint8Array {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(plain), character => character.charCodeAt(0))
}

const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

const toBase64Url = (bytes: Uint8Array) =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
