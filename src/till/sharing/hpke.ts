import type { CipherSuite } from '@hpke/core'

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const ENCAPSULATED_BYTES = 65

/** What a sealed text is for, and what else must be the same when it is opened. */
export interface SealedFor {
  use: string
  bound: Uint8Array
  /** A secret that both know already, of 32 bytes. */
  known?: Uint8Array | undefined
}

/** Makes the keys that others seal to; the private one cannot be exported. */
export const makeSealingKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(CURVE, false, ['deriveBits'])

/** The public half as it is told: a raw point. */
export const rawKeyOf = async ({ publicKey }: CryptoKeyPair): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))

/**
 * Seals a text to the holder of a private key (HPKE, RFC 9180: P-256, HKDF-SHA256, AES-256-GCM).
 * Undefined for a public key that is no point of the curve.
 */
export async function sealTo(
  publicKey: Uint8Array,
  text: Uint8Array,
  what: SealedFor,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const recipientPublicKey = await importPoint(publicKey)
  if (!recipientPublicKey) return undefined
  const suite = await suiteOf()
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, ...settingOf(what) },
    plainBytes(text),
    plainBytes(what.bound),
  )
  const sealed = new Uint8Array(enc.byteLength + ct.byteLength)
  sealed.set(new Uint8Array(enc))
  sealed.set(new Uint8Array(ct), enc.byteLength)
  return sealed
}

/** Opens what was sealed to one's own keys; undefined for what was sealed to others, or altered. */
export async function openSealed(
  recipientKey: CryptoKeyPair,
  sealed: Uint8Array,
  what: SealedFor,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const enc = plainBytes(sealed.slice(0, ENCAPSULATED_BYTES))
  const text = plainBytes(sealed.slice(ENCAPSULATED_BYTES))
  const suite = await suiteOf()
  try {
    const opened = await suite.open(
      { recipientKey, enc, ...settingOf(what) },
      text,
      plainBytes(what.bound),
    )
    return new Uint8Array(opened)
  } catch (error) {
    if (error instanceof Error && NOT_FOR_US.has(error.name)) return undefined
    throw error
  }
}
const NOT_FOR_US = new Set(['OpenError', 'DeserializeError', 'DecapError'])

/** Loaded where something is sealed: most tills are alone. */
let suite: Promise<CipherSuite> | undefined
function suiteOf(): Promise<CipherSuite> {
  suite ??= import('@hpke/core').then(
    ({ Aes256Gcm, CipherSuite: Suite, DhkemP256HkdfSha256, HkdfSha256 }) =>
      new Suite({
        kem: new DhkemP256HkdfSha256(),
        kdf: new HkdfSha256(),
        aead: new Aes256Gcm(),
      }),
  )
  return suite
}

const settingOf = ({ use, known }: SealedFor) => {
  const info = plainBytes(new TextEncoder().encode(use))
  return known ? { info, psk: { id: info, key: plainBytes(known) } } : { info }
}

async function importPoint(publicKey: Uint8Array): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('raw', new Uint8Array(publicKey), CURVE, true, [])
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}

const plainBytes = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer
