import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@/core/assert'

/**
 * The logs of a device: each has its own keeping. That of keys is not sealed by a secret of the
 * group: what it holds is sealed to one device each.
 */
export const LANES = { journal: 0, shared: 1, catalogue: 2, segments: 3, keys: 4 } as const
export type Lane = (typeof LANES)[keyof typeof LANES]

/** What a block says in clear. A carrier reads this, sizes and times, and nothing else. */
export interface BlockHead {
  /** Who wrote it: the first 16 bytes of the SHA-256 of the device's public key, in hexadecimal. */
  device: string
  lane: Lane
  /** Number in its lane, from 0, without gaps. */
  seq: number
  /** SHA-256 of the whole block before it in the lane, in hexadecimal; zeros at number 0. */
  previous: string
  /** Which secret of the group the content is sealed with; 0, and no other, in the lane of keys. */
  epoch: number
  /** A base holds the whole state of its lane, in one block or several: earlier blocks may go. */
  base: { begins: boolean; ends: boolean }
  /** Raw P-256 point, 65 bytes: told at number 0 and where a base begins. */
  publicKey: Uint8Array | null
}

/** A block taken apart. Neither its signature nor its place in the lane was checked. */
export interface ReadBlock extends BlockHead {
  nonce: Uint8Array
  /** Everything before the ciphertext, which the cipher authenticates. */
  authenticated: Uint8Array
  ciphertext: Uint8Array
  /** What the signature covers: all but the signature. */
  signed: Uint8Array
  signature: Uint8Array
  /** SHA-256 of the whole block, in hexadecimal. */
  hash: string
  bytes: Uint8Array
}

export const NONCE_BYTES = 12
export const SIGNATURE_BYTES = 64
export const PUBLIC_KEY_BYTES = 65
/** A longer state is a base of several blocks. */
export const MOST_BLOCK_BYTES = 256 * 1024
export const NO_HASH = '0'.repeat(64)

const MARK = utf8ToBytes('C1')
const FLAGS_AT = 2
const LANE_AT = 3
const EPOCH_AT = 4
const DEVICE_AT = 6
const SEQ_AT = 22
const PREVIOUS_AT = 26
const NONCE_AT = 58
const HEAD_BYTES = NONCE_AT + NONCE_BYTES
/** AES-GCM adds a tag of 16 bytes to any text. */
const LEAST_CIPHERTEXT = 16
const BEGINS = 1
const ENDS = 2
const MOST_SEQ = 2 ** 32 - 1
export const MOST_EPOCH = 2 ** 16 - 1

/** The name of the device that has a public key (raw, 65 bytes). */
export const deviceOf = (publicKey: Uint8Array): string =>
  bytesToHex(sha256(publicKey).slice(0, 16))

/** Whether a block tells the public key of its device. */
const tellsKey = (seq: number, beginsBase: boolean) => seq === 0 || beginsBase

/**
 * The first part of a block, in clear, which the cipher authenticates: the mark `C1`, flags (1: a
 * base begins, 2: it ends), lane, epoch (16 bits, big-endian as all numbers), device (16 bytes),
 * number (32 bits), hash of the block before (32 bytes), nonce (12 bytes), and the public key where
 * one is told. The ciphertext and the signature (ECDSA P-256, 64 bytes) follow it.
 */
export function writeHead(head: BlockHead, nonce: Uint8Array): Uint8Array {
  assert(nonce.length === NONCE_BYTES, 'a nonce has twelve bytes')
  assert(head.seq >= 0 && head.seq <= MOST_SEQ, 'a block’s number fits in 32 bits')
  assert(head.epoch >= 0 && head.epoch <= MOST_EPOCH, 'an epoch fits in 16 bits')
  assert((head.lane === LANES.keys) === (head.epoch === 0), 'keys alone are said openly')
  const isKeyTold = head.publicKey !== null
  assert(isKeyTold === tellsKey(head.seq, head.base.begins), 'a key is told where one is due')
  const bytes = new Uint8Array(HEAD_BYTES)
  bytes.set(MARK)
  bytes[FLAGS_AT] = (head.base.begins ? BEGINS : 0) | (head.base.ends ? ENDS : 0)
  bytes[LANE_AT] = head.lane
  const view = new DataView(bytes.buffer)
  view.setUint16(EPOCH_AT, head.epoch)
  bytes.set(hexToBytes(head.device), DEVICE_AT)
  view.setUint32(SEQ_AT, head.seq)
  bytes.set(hexToBytes(head.previous), PREVIOUS_AT)
  bytes.set(nonce, NONCE_AT)
  return head.publicKey ? concatBytes(bytes, head.publicKey) : bytes
}

/**
 * Takes a block apart; undefined for bytes that are none. What is claimed is coherent (a told key
 * is the device's), not proven: whoever keeps the block checks its signature first.
 */
export function readBlock(bytes: Uint8Array): ReadBlock | undefined {
  if (bytes.length > MOST_BLOCK_BYTES || bytes.length < HEAD_BYTES + SIGNATURE_BYTES) return
  if (bytes[0] !== MARK[0] || bytes[1] !== MARK[1]) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = view.getUint8(FLAGS_AT)
  const lane = laneFrom(view.getUint8(LANE_AT))
  if (flags > (BEGINS | ENDS) || lane === undefined) return undefined
  if ((lane === LANES.keys) !== (view.getUint16(EPOCH_AT) === 0)) return undefined
  const base = { begins: (flags & BEGINS) !== 0, ends: (flags & ENDS) !== 0 }
  const seq = view.getUint32(SEQ_AT)
  const isKeyTold = tellsKey(seq, base.begins)
  const ciphertextAt = HEAD_BYTES + (isKeyTold ? PUBLIC_KEY_BYTES : 0)
  const signatureAt = bytes.length - SIGNATURE_BYTES
  if (signatureAt - ciphertextAt < LEAST_CIPHERTEXT) return undefined
  const device = bytesToHex(bytes.slice(DEVICE_AT, SEQ_AT))
  const publicKey = isKeyTold ? bytes.slice(HEAD_BYTES, ciphertextAt) : null
  if (publicKey && deviceOf(publicKey) !== device) return undefined
  const previous = bytesToHex(bytes.slice(PREVIOUS_AT, NONCE_AT))
  if (seq === 0 && previous !== NO_HASH) return undefined
  return {
    device,
    lane,
    seq,
    previous,
    epoch: view.getUint16(EPOCH_AT),
    base,
    publicKey,
    nonce: bytes.slice(NONCE_AT, HEAD_BYTES),
    authenticated: bytes.slice(0, ciphertextAt),
    ciphertext: bytes.slice(ciphertextAt, signatureAt),
    signed: bytes.slice(0, signatureAt),
    signature: bytes.slice(signatureAt),
    hash: bytesToHex(sha256(bytes)),
    bytes,
  }
}

const laneFrom = (value: number): Lane | undefined =>
  Object.values(LANES).find(lane => lane === value)
