import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hostBytes,
  MOST_ADDRESSES,
  readDirectCode,
  writeDirectCode,
  type DirectCode,
} from '@/core/sharing/directCode'
import { codeOfSdp, sdpOf } from '@/core/sharing/directSdp'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const ice = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength, maxLength })
const host = fc.oneof(
  fc.ipV4(),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
    .map(words => words.map(word => word.toString(16).padStart(4, '0')).join(':')),
  fc.uuid().map(uuid => `${uuid}.local`),
)
const anyCode: fc.Arbitrary<DirectCode> = fc.record({
  role: fc.constantFrom('offer', 'answer'),
  ufrag: ice(4, 32),
  password: ice(22, 64),
  fingerprint: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  addresses: fc.array(fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) }), {
    maxLength: MOST_ADDRESSES,
  }),
})

/** What Chromium 156 wrote where the camera was allowed; lines of other networks are added. */
const CHROMIUM = [
  'v=0',
  'o=- 3558079661763332608 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 53278 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 192.0.2.2',
  'a=candidate:359668849 1 udp 2122194687 192.0.2.2 53278 typ host generation 0 network-id 1',
  'a=candidate:302149825 1 udp 2122265343 fd00::2 35949 typ host generation 0 network-id 2',
  'a=candidate:1807744745 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active generation 0 network-id 1',
  // Where the camera was not allowed, a name; behind a router, its address; a card with a zone.
  'a=candidate:3735928559 1 udp 2113937151 0f5c2f0e-7c59-4b5e-9a3c-8a1f3b5c7d9e.local 50769 typ host',
  'a=candidate:842163049 1 udp 1677729535 203.0.113.7 50773 typ srflx raddr 192.0.2.2 rport 53278',
  'a=candidate:1052496103 1 udp 2122262783 fe80::1%eth0 50771 typ host',
  'a=ice-ufrag:PVn+',
  'a=ice-pwd:c5YP2bomtspYg7roGosHqzKb',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 FF:F2:19:C7:4C:0D:72:50:D3:FD:6C:62:6F:5C:32:8D:1C:23:41:FB:57:9D:63:0B:C2:4E:FF:03:5B:5E:86:19',
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n')

describe('the code of a meeting', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyCode, code => {
        expect(readDirectCode(writeDirectCode(code))).toEqual(code)
      }),
    )
  })

  it('is read from a description, and makes one that says the same', () => {
    fc.assert(
      fc.property(anyCode, code => {
        expect(codeOfSdp(code.role, sdpOf(code))).toEqual(code)
      }),
    )
  })

  it('takes of a browser’s description only what a room needs, best first', () => {
    const code = codeOfSdp('offer', CHROMIUM)
    expect(code?.addresses).toEqual([
      { host: 'fd00::2', port: 35_949 },
      { host: '192.0.2.2', port: 53_278 },
      { host: '0f5c2f0e-7c59-4b5e-9a3c-8a1f3b5c7d9e.local', port: 50_769 },
    ])
    expect(code).toMatchObject({ ufrag: 'PVn+', password: 'c5YP2bomtspYg7roGosHqzKb' })
    expect(code?.fingerprint.slice(0, 3)).toEqual(Uint8Array.of(0xff, 0xf2, 0x19))
    // Small enough for a QR code that a camera reads at once: version 8, of 49 modules.
    expect(writeDirectCode(code as DirectCode).length).toBeLessThan(155)
    expect(codeOfSdp('offer', CHROMIUM.replace('sha-256', 'sha-1'))).toBeUndefined()
    expect(codeOfSdp('offer', CHROMIUM.replace('a=ice-pwd', 'a=other'))).toBeUndefined()
  })

  it('reads an IPv6 address however it is shortened', () => {
    const bytes = (text: string) => hostBytes(text).bytes
    expect(bytes('::1')).toEqual([...Array<number>(15).fill(0), 1])
    expect(bytes('::')).toEqual(Array(16).fill(0))
    expect(bytes('fe80::')).toEqual([0xfe, 0x80, ...Array<number>(14).fill(0)])
    expect(bytes('1:2:3:4:5:6:7:8')).toEqual([0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8])
    for (const text of [
      '',
      ':',
      '1:2',
      '1::2::3',
      '1:2:3:4:5:6:7:8:9',
      '::1%eth0',
      '1.2.3',
      '1.2.3.256',
      'a.local',
    ])
      expect(() => bytes(text), text).toThrow(RangeError)
  })

  it('refuses any other text, and never throws', () => {
    const sound = writeDirectCode({
      role: 'offer',
      ufrag: 'iF3K',
      password: 'E4Yl/8tKYwWmzDA0bEfqMlnT',
      fingerprint: new Uint8Array(32),
      addresses: [{ host: '10.0.0.2', port: 50_000 }],
    })
    for (let length = 0; length < sound.length; length += 1) {
      // What is cut within an address is no code; cut before it, it has no address to be found at.
      const read = readDirectCode(sound.slice(0, length))
      if (read) expect(read.addresses).toEqual([])
    }
    expect(readDirectCode(`${sound}AAAA`)).toBeUndefined()
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map(text => `CD1.${text}`),
        ),
        text => {
          const read = readDirectCode(text)
          if (read) expect(writeDirectCode(read)).toContain('CD1.')
        },
      ),
    )
  })

  it('carries nothing that could add a line to a description', () => {
    const code = codeOfSdp('offer', CHROMIUM) as DirectCode
    for (const ufrag of ['iF3K\r\na=x', 'iF 3', '', 'iF3"'])
      expect(() => writeDirectCode({ ...code, ufrag })).toThrow(RangeError)
    expect(() =>
      writeDirectCode({ ...code, addresses: [{ host: '10.0.0.2\r\na=x', port: 1 }] }),
    ).toThrow(RangeError)
  })
})
