import { base64FromBytes, bytesFromBase64 } from '@/core/base64'

/**
 * How a device that is beside another finds it: what WebRTC must know of the other side (ICE, RFC
 * 8445; DTLS, RFC 8842), and no more, so that a camera reads it from a small QR code.
 */
export interface DirectCode {
  role: 'offer' | 'answer'
  /** Name and password of the connection, made for this meeting alone. */
  ufrag: string
  password: string
  /** SHA-256 of the certificate: nobody else can answer in the device's place. */
  fingerprint: Uint8Array
  /** Where the device can be reached on the network both are on, best first. */
  addresses: readonly DirectAddress[]
}

export interface DirectAddress {
  /** IPv4, IPv6, or a name that only the local network knows (mDNS): `<uuid>.local`. */
  host: string
  port: number
}

/** Each code begins so. */
export const DIRECT_MARK = 'CD1.'
const FINGERPRINT_BYTES = 32
/** A device has a cable, a wireless card, and both kinds of addresses of each. */
export const MOST_ADDRESSES = 6
const ROLES = ['offer', 'answer'] as const
const HOST_BYTES = { ipv4: 4, ipv6: 16, name: 16 } as const
const HOST_KINDS = ['ipv4', 'ipv6', 'name'] as const
type HostKind = (typeof HOST_KINDS)[number]

const UFRAG = /^[A-Za-z0-9+/]{4,32}$/
const PASSWORD = /^[A-Za-z0-9+/]{22,64}$/
const LOCAL_NAME = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.local$/

/** Text of a code, about 140 letters. Throws a `RangeError` for what is no code. */
export function writeDirectCode(code: DirectCode): string {
  const { role, ufrag, password, fingerprint, addresses } = code
  const hosts = addresses.map(({ host, port }) => ({ ...hostBytes(host), port }))
  const isSound =
    UFRAG.test(ufrag) &&
    PASSWORD.test(password) &&
    fingerprint.length === FINGERPRINT_BYTES &&
    hosts.length <= MOST_ADDRESSES
  if (!isSound) throw new RangeError('no code of a meeting')
  const bytes = [
    ROLES.indexOf(role),
    ...textBytes(ufrag),
    ...textBytes(password),
    ...fingerprint,
    ...hosts.flatMap(one => [
      HOST_KINDS.indexOf(one.kind),
      ...one.bytes,
      one.port >> 8,
      one.port & 255,
    ]),
  ]
  const text = base64FromBytes(Uint8Array.from(bytes))
  return DIRECT_MARK + text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** A code from the text of a QR code; undefined for any other text. */
export function readDirectCode(text: string): DirectCode | undefined {
  if (!text.startsWith(DIRECT_MARK) || text.length > 400) return undefined
  const bytes = bytesFromBase64(text.slice(DIRECT_MARK.length))
  return bytes && readBytes(new Bytes(bytes))
}

function readBytes(bytes: Bytes): DirectCode | undefined {
  const role = ROLES[bytes.byte()]
  const ufrag = bytes.text()
  const password = bytes.text()
  const fingerprint = bytes.take(FINGERPRINT_BYTES)
  const addresses: DirectAddress[] = []
  while (bytes.left > 0 && addresses.length < MOST_ADDRESSES) {
    const kind = HOST_KINDS[bytes.byte()]
    if (!kind) return undefined
    const host = hostOf(kind, bytes.take(HOST_BYTES[kind]))
    const port = bytes.byte() * 256 + bytes.byte()
    addresses.push({ host, port })
  }
  if (!role || bytes.isShort || bytes.left > 0) return undefined
  if (!UFRAG.test(ufrag) || !PASSWORD.test(password)) return undefined
  return { role, ufrag, password, fingerprint, addresses }
}

/** Reads bytes in order; behind their end come zeros, and `isShort` tells. */
class Bytes {
  private at = 0
  isShort = false

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at
  }

  byte(): number {
    return this.take(1)[0] ?? 0
  }

  take(count: number): Uint8Array {
    this.isShort ||= count > this.left
    const found = new Uint8Array(count)
    found.set(this.bytes.subarray(this.at, this.at + count))
    this.at = Math.min(this.at + count, this.bytes.length)
    return found
  }

  text(): string {
    return String.fromCharCode(...this.take(this.byte()))
  }
}

const textBytes = (text: string) => [
  text.length,
  ...Array.from(text, letter => letter.charCodeAt(0)),
]

/** Bytes of an address. Throws a `RangeError` for any other text. */
export function hostBytes(host: string): { kind: HostKind; bytes: number[] } {
  if (LOCAL_NAME.test(host)) {
    const digits = host.replace('.local', '').replaceAll('-', '')
    return { kind: 'name', bytes: pairs(digits, 2).map(pair => Number.parseInt(pair, 16)) }
  }
  const four = host.split('.').map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  if (four.length === 4 && four.every(part => part < 256)) return { kind: 'ipv4', bytes: four }
  const words = ipv6Words(host)
  if (!words) throw new RangeError(`no address: ${host}`)
  return { kind: 'ipv6', bytes: words.flatMap(word => [word >> 8, word & 255]) }
}

/** The eight words of an IPv6 address (RFC 4291 § 2.2, without a dotted end). */
function ipv6Words(host: string): number[] | undefined {
  const halves = host.split('::')
  if (halves.length > 2) return undefined
  const [before = [], after = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - before.length - after.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const words = [...before, ...Array<string>(missing).fill('0'), ...after]
  return words.every(word => /^[0-9a-f]{1,4}$/i.test(word))
    ? words.map(word => Number.parseInt(word, 16))
    : undefined
}

function hostOf(kind: HostKind, bytes: Uint8Array): string {
  if (kind === 'ipv4') return bytes.join('.')
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  if (kind === 'ipv6') return pairs(hex, 4).join(':')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ]
  return `${parts.join('-')}.local`
}

const pairs = (text: string, size: number): string[] =>
  Array.from({ length: text.length / size }, (_none, at) => text.slice(at * size, (at + 1) * size))
