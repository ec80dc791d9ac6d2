import { concatBytes } from '@noble/hashes/utils.js'
import { makeSealingKeys } from './hpke'
import {
  deviceOf,
  LANES,
  NONCE_BYTES,
  readBlock,
  writeHead,
  type BlockHead,
  type ReadBlock,
} from '@/core/sharing/block'

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const CONTENT_USE = new TextEncoder().encode('comptoir block')

/** Keys of this device in the group; the private ones cannot be exported. */
export interface DeviceKeys {
  device: string
  publicKey: Uint8Array
  privateKey: CryptoKey
  /** What is for this device alone is sealed to this pair. */
  sealing: CryptoKeyPair
}

/** Makes the keys of a device. */
export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const sealing = await makeSealingKeys()
  return { device: deviceOf(publicKey), publicKey, privateKey: pair.privateKey, sealing }
}

/**
 * Seals a content (AES-256-GCM; key by HKDF from the group's secret and the device, nonce at random,
 * so that a copied profile repeats none) and signs the block. Without a secret, in the lane of keys,
 * the content is only signed.
 */
export async function sealBlock(
  keys: DeviceKeys,
  secret: CryptoKey | null,
  head: Omit<BlockHead, 'device' | 'publicKey'>,
  content: Uint8Array<ArrayBuffer>,
): Promise<ReadBlock> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const isKeyTold = head.seq === 0 || head.base.begins
  const publicKey = isKeyTold ? keys.publicKey : null
  const authenticated = bytesOf(writeHead({ ...head, device: keys.device, publicKey }, nonce))
  const how = { name: 'AES-GCM', iv: nonce, additionalData: authenticated }
  const ciphertext = secret
    ? await crypto.subtle.encrypt(how, await contentKey(secret, keys.device), content)
    : content
  const signed = joined(authenticated, new Uint8Array(ciphertext))
  const signature = await crypto.subtle.sign(SIGNING, keys.privateKey, signed)
  const block = readBlock(joined(signed, new Uint8Array(signature)))
  if (!block) throw new Error('a block that was just sealed can be read')
  return block
}

/** Whether a block was signed by a device's key (raw). */
export const isBlockSigned = (block: ReadBlock, publicKey: Uint8Array): Promise<boolean> =>
  isSignedBy({ device: block.device, publicKey }, block.signature, block.signed)

/** Whether bytes were signed by the key (raw) of a device, which its name is of. */
export async function isSignedBy(
  { device, publicKey }: { device: string; publicKey: Uint8Array },
  signature: Uint8Array,
  signed: Uint8Array,
): Promise<boolean> {
  if (deviceOf(publicKey) !== device) return false
  const key = await signingKey(publicKey)
  if (!key) return false
  return crypto.subtle.verify(SIGNING, key, bytesOf(signature), bytesOf(signed))
}

/** Signs bytes that are no block: these begin with another mark. */
export const signWord = async ({ privateKey }: DeviceKeys, word: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign(SIGNING, privateKey, bytesOf(word)))

/** The content of a block; undefined when none of the secrets is the one it was sealed with. */
export async function openBlock(
  block: ReadBlock,
  secrets: readonly { epoch: number; secret: CryptoKey }[],
): Promise<Uint8Array | undefined> {
  if (block.lane === LANES.keys) return block.ciphertext
  // Two devices may have given one number to two epochs.
  for (const { secret } of secrets.filter(({ epoch }) => epoch === block.epoch)) {
    const content = await openWith(block, secret)
    if (content) return content
  }
  return undefined
}

async function openWith(block: ReadBlock, secret: CryptoKey): Promise<Uint8Array | undefined> {
  const key = await contentKey(secret, block.device)
  try {
    const content = await crypto.subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: bytesOf(block.nonce),
        additionalData: bytesOf(block.authenticated),
      },
      key,
      bytesOf(block.ciphertext),
    )
    return new Uint8Array(content)
  } catch {
    // WebCrypto says no more than that the tag is not right.
    return undefined
  }
}

/** Keys that were derived before, by secret and device: a shop has few of both. */
const contentKeys = new WeakMap<CryptoKey, Map<string, Promise<CryptoKey>>>()

/** A key of the group for what one device writes. */
function contentKey(secret: CryptoKey, device: string): Promise<CryptoKey> {
  const ofSecret = contentKeys.get(secret) ?? new Map<string, Promise<CryptoKey>>()
  contentKeys.set(secret, ofSecret)
  const known = ofSecret.get(device)
  if (known) return known
  const derived = deriveContentKey(secret, device)
  ofSecret.set(device, derived)
  return derived
}

function deriveContentKey(secret: CryptoKey, device: string): Promise<CryptoKey> {
  const salt = new TextEncoder().encode(device)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: CONTENT_USE },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** Undefined for bytes that are no point of the curve: nothing is signed by them. */
function signingKey(publicKey: Uint8Array): Promise<CryptoKey | undefined> {
  const name = publicKey.join()
  const known = signingKeys.get(name)
  if (known) return known
  if (signingKeys.size >= MOST_SIGNING_KEYS) signingKeys.clear()
  const imported = importSigningKey(publicKey)
  signingKeys.set(name, imported)
  return imported
}
const signingKeys = new Map<string, Promise<CryptoKey | undefined>>()
/** A shop has few devices; who floods it with others makes it import keys again. */
const MOST_SIGNING_KEYS = 500

async function importSigningKey(publicKey: Uint8Array): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('raw', bytesOf(publicKey), CURVE, false, ['verify'])
  } catch {
    return undefined
  }
}

const joined = (...parts: Uint8Array[]) => bytesOf(concatBytes(...parts))

const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
