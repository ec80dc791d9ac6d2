import * as v from 'valibot'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { base64FromBytes, bytesFromBase64 } from '@/core/base64'
import { PUBLIC_KEY_BYTES } from './block'
import { isTillCode } from '@/core/journal/tillCode'
import { urlIn } from '@/core/urlIn'

/**
 * Letting a device in, from its QR code to its first exchange. A device of the shop (the host) shows
 * a code: a secret of 128 bits, its own name, the hash of a number that it keeps to itself. The new
 * device answers with its keys, by a meeting place that the secret leads to. Only then does the host
 * tell its number. Four digits of all of that are read aloud from the new device and typed on the
 * host: whoever came between, or photographed the code and was first, has other ones, and could not
 * choose them, having told its keys before it knew the number. Then the host seals the secret of the
 * shop to those keys, and signs it.
 */
export interface PairingCode {
  /** Address of the server of mailboxes. */
  address: string
  /** 16 bytes: who has not seen the code cannot take part. */
  secret: Uint8Array
  /** Name of the host: the start of the hash of its public key, in hexadecimal. */
  host: string
  /** First 16 bytes of the SHA-256 of the host's number. */
  commitment: Uint8Array
}

export const PAIRING_SECRET_BYTES = 16
export const PAIRING_NUMBER_BYTES = 32
export const PAIRING_MINUTES = 10
export const MOST_WRONG_DIGITS = 3
const COMMITMENT_BYTES = 16
const HOST_BYTES = 16
const PART_BYTES = PAIRING_SECRET_BYTES + HOST_BYTES + COMMITMENT_BYTES
const MOST_ADDRESS_LETTERS = 200
const DIGITS = 4

/** The text of a QR code: `1.BYTES.ADDRESS`, in base64url. */
export function pairingText({ address, secret, host, commitment }: PairingCode): string {
  return `1.${base64url(concatBytes(secret, hexToBytes(host), commitment))}.${base64url(utf8ToBytes(address))}`
}

/** Where a page of the till takes the text of a code, so that any camera opens it there. */
export const JOINING_ROUTE = '#/rejoindre/'

/** The text of a code in what a camera read, or somebody pasted: the link that it is, or itself. */
export function pairingTextIn(read: string): string {
  const [, after] = read.trim().split(JOINING_ROUTE)
  return after ?? read.trim()
}

/** What a QR code says; undefined for any other text. */
export function parsePairingText(text: string): PairingCode | undefined {
  const [version, part = '', encoded = '', ...more] = text.split('.')
  if (version !== '1' || more.length > 0 || encoded.length > MOST_ADDRESS_LETTERS * 2)
    return undefined
  const bytes = bytesFromBase64(part)
  const addressBytes = bytesFromBase64(encoded)
  if (bytes?.length !== PART_BYTES || !addressBytes) return undefined
  const address = new TextDecoder().decode(addressBytes)
  if (!/^https?:\/\/[^\s]+$/.test(address) || address.length > MOST_ADDRESS_LETTERS)
    return undefined
  if (!urlIn(address)) return undefined
  const hostEnd = PAIRING_SECRET_BYTES + HOST_BYTES
  return {
    address,
    secret: bytes.slice(0, PAIRING_SECRET_BYTES),
    host: bytesToHex(bytes.slice(PAIRING_SECRET_BYTES, hostEnd)),
    commitment: bytes.slice(hostEnd),
  }
}

/** What a host's number is known by before it is told. */
export const commitmentOf = (number: Uint8Array): Uint8Array =>
  sha256(number).slice(0, COMMITMENT_BYTES)

/** What a new device tells of itself: its keys, its name, the letters it knows. */
export interface Hello {
  /** Raw P-256 points in base64. */
  publicKey: string
  sealingKey: string
  name: string
  letter: string | null
  usedLetters: readonly string[]
}

const pointLetters = Math.ceil(PUBLIC_KEY_BYTES / 3) * 4
const point = v.pipe(v.string(), v.length(pointLetters), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))
const letter = v.pipe(v.string(), v.check(isTillCode))
const helloShape: v.GenericSchema<unknown, Hello> = v.object({
  publicKey: point,
  sealingKey: point,
  name: v.pipe(v.string(), v.maxLength(40)),
  letter: v.nullable(letter),
  usedLetters: v.pipe(v.array(letter), v.maxLength(60)),
})

/** What a new device tells, as bytes; the same text is what the digits are of. */
export const helloBytes = (hello: Hello): Uint8Array => utf8ToBytes(JSON.stringify(hello))

/** A new device's words, whoever wrote them; undefined for anything else. */
export function parseHello(bytes: Uint8Array): Hello | undefined {
  try {
    const found = v.safeParse(helloShape, JSON.parse(new TextDecoder().decode(bytes)))
    return found.success ? found.output : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What both saw: the code, the new device's words, the host's number. */
export interface Transcript {
  code: PairingCode
  hello: Uint8Array
  number: Uint8Array
}

/** One hash of all that both saw. */
export function transcriptHash({ code, hello, number }: Transcript): Uint8Array {
  const parts = [
    utf8ToBytes(`comptoir pairing ${pairingText(code)}`),
    sha256(hello),
    sha256(number),
  ]
  return sha256(concatBytes(...parts.map(part => sha256(part))))
}

/** The four digits that are read aloud. */
export function digitsOf(transcript: Transcript): string {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(
    concatBytes(transcriptHash(transcript), utf8ToBytes('digits')),
  )
  const value = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
  return String(value % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** Where the host is. `over` says why it ended; the code is never of use again. */
export type HostState =
  | { at: 'waiting'; endsAtMs: number }
  | { at: 'comparing'; endsAtMs: number; hello: Hello; transcript: Transcript; wrong: number }
  | { at: 'agreed'; hello: Hello; transcript: Transcript }
  | { at: 'over'; why: 'too-late' | 'wrong-digits' | 'unreadable' | 'cancelled' }

export type HostEvent =
  | { kind: 'heard'; bytes: Uint8Array }
  | { kind: 'typed'; digits: string }
  | { kind: 'time' }
  | { kind: 'cancelled' }

/** The host begins to wait. */
export const hostBegins = (nowMs: number): HostState => ({
  at: 'waiting',
  endsAtMs: nowMs + PAIRING_MINUTES * 60_000,
})

/**
 * What an event makes of the host's state. The first words that come count, and no others; the
 * digits may be mistyped twice. Nothing of the shop has been told until `agreed`.
 */
export function hostAfter(
  state: HostState,
  event: HostEvent,
  { nowMs, code, number }: { nowMs: number; code: PairingCode; number: Uint8Array },
): HostState {
  if (state.at === 'over' || state.at === 'agreed') return state
  if (event.kind === 'cancelled') return { at: 'over', why: 'cancelled' }
  if (nowMs >= state.endsAtMs) return { at: 'over', why: 'too-late' }
  if (state.at === 'waiting' && event.kind === 'heard') {
    const hello = parseHello(event.bytes)
    if (!hello) return { at: 'over', why: 'unreadable' }
    const transcript = { code, hello: event.bytes, number }
    return { at: 'comparing', endsAtMs: state.endsAtMs, hello, transcript, wrong: 0 }
  }
  if (state.at === 'comparing' && event.kind === 'typed') {
    const { hello, transcript, wrong } = state
    if (event.digits === digitsOf(transcript)) return { at: 'agreed', hello, transcript }
    return wrong + 1 === MOST_WRONG_DIGITS
      ? { at: 'over', why: 'wrong-digits' }
      : { ...state, wrong: wrong + 1 }
  }
  return state
}

/** Where the new device is. */
export type GuestState =
  | { at: 'greeting'; endsAtMs: number }
  | { at: 'reading-aloud'; endsAtMs: number; transcript: Transcript; digits: string }
  | { at: 'over'; why: 'too-late' | 'not-the-host' }

/** The new device has read the code and told its words. */
export const guestBegins = (nowMs: number): GuestState => ({
  at: 'greeting',
  endsAtMs: nowMs + PAIRING_MINUTES * 60_000,
})

/** What the host's number, or time, makes of the new device's state. */
export function guestAfter(
  state: GuestState,
  number: Uint8Array | undefined,
  { nowMs, code, hello }: { nowMs: number; code: PairingCode; hello: Uint8Array },
): GuestState {
  if (state.at === 'over') return state
  if (nowMs >= state.endsAtMs) return { at: 'over', why: 'too-late' }
  if (state.at !== 'greeting' || !number) return state
  if (bytesToHex(commitmentOf(number)) !== bytesToHex(code.commitment)) {
    return { at: 'over', why: 'not-the-host' }
  }
  const transcript = { code, hello, number }
  return {
    at: 'reading-aloud',
    endsAtMs: state.endsAtMs,
    transcript,
    digits: digitsOf(transcript),
  }
}

const base64url = (bytes: Uint8Array): string =>
  base64FromBytes(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
