import * as v from 'valibot'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { openSealed, sealTo } from '@/till/sharing/hpke'
import type { Welcome } from '@/till/sharing/letIn'
import { meetingSecret } from './meeting'
import { isSignedBy, signWord, type DeviceKeys } from '@/till/sharing/sealBlock'
import { base64FromBytes, bytesFromBase64 } from '@/core/base64'
import { isTillCode } from '@/core/journal/tillCode'
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from '@/core/sharing/block'
import { transcriptHash, type Transcript } from '@/core/sharing/pairing'

const USE = 'comptoir welcome'
const device = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const welcomeShape = v.object({
  name: v.pipe(v.string(), v.maxLength(100)),
  letter: v.nullable(v.pipe(v.string(), v.check(isTillCode))),
  manages: v.boolean(),
  paperKey: device,
  epoch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  secret: v.pipe(v.string(), v.length(44)),
})

/**
 * A welcome, sealed to the new device's key under all that both saw and the secret of the code, and
 * signed by the host. Undefined when what the new device told is no key.
 */
export async function welcomeWord(
  keys: DeviceKeys,
  { transcript, sealingKey }: { transcript: Transcript; sealingKey: string },
  { secret, ...welcome }: Welcome,
): Promise<Uint8Array | undefined> {
  const publicKey = bytesFromBase64(sealingKey)
  const bound = transcriptHash(transcript)
  const known = meetingSecret(transcript.code.secret)
  const text = utf8ToBytes(JSON.stringify({ ...welcome, secret: base64FromBytes(secret) }))
  const sealed = publicKey && (await sealTo(publicKey, text, { use: USE, bound, known }))
  if (!sealed) return undefined
  const signature = await signWord(keys, signedOf(bound, sealed))
  return concatBytes(keys.publicKey, signature, sealed)
}

/** Whether a word is a welcome that the host of a code left there, for who took part in it. */
export async function isWelcomeOf(
  host: Pick<DeviceKeys, 'device' | 'publicKey'>,
  transcript: Transcript,
  word: Uint8Array,
): Promise<boolean> {
  const { signature, sealed } = partsOf(word)
  return isSignedBy(host, signature, signedOf(transcriptHash(transcript), sealed))
}

/** The welcome in a word; undefined unless the host of the code sealed it to this device. */
export async function readWelcome(
  sealing: CryptoKeyPair,
  transcript: Transcript,
  word: Uint8Array,
): Promise<Welcome | undefined> {
  const { publicKey, signature, sealed } = partsOf(word)
  const bound = transcriptHash(transcript)
  const { code } = transcript
  const host = { device: code.host, publicKey }
  if (!(await isSignedBy(host, signature, signedOf(bound, sealed)))) return undefined
  const known = meetingSecret(code.secret)
  const text = await openSealed(sealing, sealed, { use: USE, bound, known })
  const found = text && v.safeParse(welcomeShape, parsed(text))
  const secret = found?.success ? bytesFromBase64(found.output.secret) : undefined
  return found?.success && secret ? { ...found.output, secret } : undefined
}

const partsOf = (word: Uint8Array) => ({
  publicKey: word.slice(0, PUBLIC_KEY_BYTES),
  signature: word.slice(PUBLIC_KEY_BYTES, PUBLIC_KEY_BYTES + SIGNATURE_BYTES),
  sealed: word.slice(PUBLIC_KEY_BYTES + SIGNATURE_BYTES),
})

const signedOf = (bound: Uint8Array, sealed: Uint8Array) =>
  concatBytes(utf8ToBytes(USE), bound, sealed)

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
