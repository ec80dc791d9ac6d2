import { hostBytes, MOST_ADDRESSES, type DirectAddress, type DirectCode } from './directCode'

/**
 * The description of one side of a meeting (SDP, RFC 8866, for one data channel as in RFC 8841),
 * rebuilt from its code. Nothing of the code can add a line: each field is checked where it is read.
 */
export function sdpOf({ role, ufrag, password, fingerprint, addresses }: DirectCode): string {
  const print = Array.from(fingerprint, byte => byte.toString(16).padStart(2, '0').toUpperCase())
  const candidates = addresses.map(
    ({ host, port }, place) =>
      `a=candidate:${place + 1} 1 udp ${BEST_PRIORITY - place * 256} ${host} ${port} typ host`,
  )
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${print.join(':')}`,
    `a=setup:${role === 'offer' ? 'actpass' : 'active'}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    ...candidates,
    'a=end-of-candidates',
    '',
  ].join('\r\n')
}

/** What a browser gives to its best address of a network card (RFC 8445 § 5.1.2). */
const BEST_PRIORITY = 2_122_260_223

/** The code of a description that a browser wrote; undefined where it lacks what a meeting needs. */
export function codeOfSdp(role: DirectCode['role'], sdp: string): DirectCode | undefined {
  const lines = sdp.split(/\r?\n/)
  const valueOf = (name: string) =>
    lines.find(line => line.startsWith(`a=${name}:`))?.slice(name.length + 3)
  const [hash, print = ''] = (valueOf('fingerprint') ?? '').split(' ')
  const ufrag = valueOf('ice-ufrag')
  const password = valueOf('ice-pwd')
  if (!ufrag || !password || hash?.toLowerCase() !== 'sha-256') return undefined
  const fingerprint = Uint8Array.from(print.split(':'), pair => Number.parseInt(pair, 16))
  return { role, ufrag, password, fingerprint, addresses: addressesIn(lines) }
}

/** The device's own addresses by UDP, best first; others lead out of the room, or are not tried. */
function addressesIn(lines: readonly string[]): DirectAddress[] {
  return lines
    .filter(line => line.startsWith('a=candidate:'))
    .map(line => line.split(' '))
    .filter(parts => parts[1] === '1' && parts[2]?.toLowerCase() === 'udp' && parts[7] === 'host')
    .toSorted((one, other) => Number(other[3]) - Number(one[3]))
    .map(parts => ({ host: parts[4] ?? '', port: Number(parts[5]) }))
    .filter(isCarried)
    .slice(0, MOST_ADDRESSES)
}

function isCarried({ host, port }: DirectAddress): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return false
  try {
    return hostBytes(host).bytes.length > 0
  } catch (error) {
    // An address of another kind, as with a zone (`fe80::1%eth0`): the others are tried.
    if (error instanceof RangeError) return false
    throw error
  }
}
