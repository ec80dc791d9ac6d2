import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { journalOf } from '../support/anyJournal'
import { aTicket, aTill } from '../support/factory'
import { signed, store, withClosings } from '../support/signedJournal'
import { archiveOf, checkAsCommand, checkAsPage } from '../support/verifiers'
import { checkJournal } from '@/till/journal/checkJournal'
import { openSignatureThreads, READY, signaturesAmong } from '@/verifier/signatureThreads'
import { FRENCH } from '@/verifier/french'
import { signaturesHere } from '@/verifier/proofs'
import { isSignedBy, signatureCheck, type SignedText } from '@/verifier/signature'
import { verdictOf } from '@/verifier/texts'

/** The prime that coordinates are below, and the number that r and s are below. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const dsaEncoding = 'ieee-p1363' as const
const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' })
const key = { kty: 'EC', crv: 'P-256', x, y }
const signatureOf = (text: string) =>
  sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding })
const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
const numberOf = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const inBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** By Node's older interface, which the verifier does not use. */
const isSignedInNode = (text: string, signature: Uint8Array, publicKey = pair.publicKey) =>
  verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding }, signature)

async function areSigned(of: typeof key, texts: readonly SignedText[]): Promise<boolean[]> {
  const verdicts = await (await signatureCheck(of))(texts)
  expect(await Promise.all(texts.map(one => isSignedBy(of, one)))).toEqual(verdicts)
  return verdicts
}

describe('the signatures of RFC 6979, A.2.5', () => {
  const known = {
    kty: 'EC',
    crv: 'P-256',
    x: Buffer.from(
      '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6',
      'hex',
    ).toString('base64url'),
    y: Buffer.from(
      '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
      'hex',
    ).toString('base64url'),
  }
  const ofSample =
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
    'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8'
  const ofTest =
    'f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367' +
    '019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083'

  it('are found right, each for its own text and its own key', async () => {
    const [sample, test] = [ofSample, ofTest].map(hex => inBase64(Buffer.from(hex, 'hex')))
    const texts = [
      { text: 'sample', signature: sample ?? '' },
      { text: 'test', signature: test ?? '' },
      { text: 'test', signature: sample ?? '' },
      { text: 'sample', signature: test ?? '' },
    ]
    expect(await areSigned(known, texts)).toEqual([true, true, false, false])
    expect(await areSigned(key, texts)).toEqual([false, false, false, false])
  })
})

describe('many signatures of one key', () => {
  const texts = Array.from({ length: 1_225 }, (_none, place) =>
    createHash('sha256').update(`${place}`).digest('hex'),
  )
  const signatures = texts.map((text, place) => {
    const signature = signatureOf(text)
    if (place % 3 === 0) signature[place % 64] = (signature[place % 64] ?? 0) ^ (1 << (place % 8))
    return signature
  })
  const lines = texts.map((text, place) => ({
    text,
    signature: inBase64(signatures[place] ?? Buffer.alloc(0)),
  }))
  const expected = texts.map((text, place) =>
    isSignedInNode(text, signatures[place] ?? Buffer.alloc(0)),
  )

  it('are judged as Node judges them, one in three altered', async () => {
    expect(expected.filter(is => is)).toHaveLength(texts.filter((_text, at) => at % 3).length)
    expect(await (await signatureCheck(key))(lines)).toEqual(expected)
  })

  it('are judged in their order, however many there are and threads share them', async () => {
    for (const threads of [1, 2, 3]) {
      const among = signaturesAmong(Array.from({ length: threads }, () => signaturesHere))
      const check = await among(key)
      for (const count of [0, 1, 2, 7, 1_024]) {
        expect(await check(lines.slice(0, count))).toEqual(expected.slice(0, count))
      }
    }
  })
})

describe('what can be no signature, or no key', () => {
  const text = 'seal'
  const good = signatureOf(text)
  const [r, s] = [good.subarray(0, 32), good.subarray(32)]

  it('shows nothing: numbers and lengths that no signature may have', async () => {
    const odd = [0n, 1n, N - 1n, N, N + 1n, P, (1n << 256n) - 1n].map(bytesOf)
    const signatures = [
      good,
      ...odd.flatMap(one => [Buffer.concat([one, s]), Buffer.concat([r, one])]),
      ...odd.flatMap(one => odd.map(other => Buffer.concat([one, other]))),
      Buffer.concat([s, r]),
      good.subarray(1),
      Buffer.concat([good, Buffer.alloc(1)]),
      Buffer.alloc(65),
      // As other programs write it.
      sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding: 'der' }),
    ]
    const texts = signatures.map(signature => ({ text, signature: inBase64(signature) }))
    const verdicts = await areSigned(key, texts)
    expect(verdicts).toEqual(signatures.map((_one, place) => place === 0))
    expect(verdicts).toEqual(signatures.map(one => isSignedInNode(text, one)))
  })

  it('includes s + N, and not N - s, which is as good as s', async () => {
    const [other, great] = [N - numberOf(s), N + (numberOf(s) % (1n << 224n))]
    const signatures = [other, great].map(one => Buffer.concat([r, bytesOf(one)]))
    const verdicts = await areSigned(
      key,
      signatures.map(signature => ({ text, signature: inBase64(signature) })),
    )
    expect(verdicts).toEqual([true, false])
    expect(verdicts).toEqual(signatures.map(one => isSignedInNode(text, one)))
  })

  it('shows nothing: points that are none of the curve, and what is no point', async () => {
    const signature = inBase64(good)
    const coordinates = (one: Uint8Array, other: Uint8Array) => ({
      x: Buffer.from(one).toString('base64url'),
      y: Buffer.from(other).toString('base64url'),
    })
    const [bytesX, bytesY] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
    const opposite = coordinates(bytesX, bytesOf(P - numberOf(bytesY)))
    const wrong = [
      { x: y, y: x },
      { x, y: x },
      { x: '', y: '' },
      { x: 'AAAA', y },
      { x: `${x.slice(0, -1)}%`, y },
      { x, y: undefined as unknown as string },
      coordinates(bytesOf(0n), bytesOf(0n)),
      coordinates(bytesOf(P), bytesY),
      coordinates(bytesX, bytesOf((1n << 256n) - 1n)),
      opposite,
      coordinates(bytesX.subarray(1), bytesY),
      coordinates(Buffer.concat([bytesX, Buffer.alloc(1)]), bytesY),
    ]
    for (const changed of wrong) {
      const verdicts = await areSigned({ ...key, ...changed }, [{ text, signature }])
      expect(verdicts, JSON.stringify(changed)).toEqual([false])
    }
    expect(await areSigned(key, [{ text, signature }])).toEqual([true])
    // A point of the curve, and another key.
    const otherKey = createPublicKey({ key: { ...key, ...opposite }, format: 'jwk' })
    expect(isSignedInNode(text, good, otherKey)).toBe(false)
  })
})

/** A worker of a browser: `answer` is what it does with a message. */
class FakeWorker extends EventTarget {
  isEnded = false
  constructor(
    begin: (worker: FakeWorker) => void,
    readonly answer: (worker: FakeWorker, message: unknown) => void = () => undefined,
  ) {
    super()
    setTimeout(() => begin(this))
  }
  say = (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data }))
  fail = (message: string) => this.dispatchEvent(Object.assign(new Event('error'), { message }))
  postMessage = (message: unknown) => setTimeout(() => this.answer(this, message))
  terminate = () => void (this.isEnded = true)
}

describe('workers beside the page', () => {
  const text = 'seal'
  const proofs = [
    { text, seal: text, signature: inBase64(signatureOf(text)) },
    { text, seal: text, signature: inBase64(signatureOf('another')) },
  ]
  const asWorkers = (made: FakeWorker[], make: () => FakeWorker) => () => {
    const worker = make()
    made.push(worker)
    return worker as unknown as Worker
  }
  /** Their seals are none, their signatures are. */
  const expected = [1, 3]

  it('leave the signatures to the page where one of them has no cryptography', async () => {
    const made: FakeWorker[] = []
    const make = () =>
      new FakeWorker(worker => (made[0] === worker ? worker.fail('none') : worker.say(READY)))
    const { beginProofs } = await openSignatureThreads(asWorkers(made, make))
    expect(made.map(worker => worker.isEnded)).toEqual([true, true])
    expect([...(await (await beginProofs(key))(proofs))]).toEqual(expected)
  })

  it('end the check where one of them fails, and answer nothing from then on', async () => {
    const made: FakeWorker[] = []
    const make = () =>
      new FakeWorker(
        worker => worker.say(READY),
        (worker, message) => {
          if (!('signed' in (message as object))) return
          if (made[0] === worker) worker.fail('out of memory')
          else worker.say([true])
        },
      )
    const { beginProofs, close } = await openSignatureThreads(asWorkers(made, make))
    const check = await beginProofs(key)
    await expect(check(proofs)).rejects.toThrow('out of memory')
    await expect(check(proofs)).rejects.toThrow('out of memory')
    close()
    expect(made.map(worker => worker.isEnded)).toEqual([true, true])
  })
})

describe('a page that its browser does not trust', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('says that signatures were not read, and never that all is intact', async () => {
    const ticket = aTicket()
    const sale = { kind: 'sale' as const, ticket, overCents: 0, training: false, isWeb: false }
    const context = aTill()
    await store(context.tillDb, await signed(withClosings(journalOf([sale]))))
    const bytes = await archiveOf(context)
    expect((await checkAsPage(bytes)).isSound).toBe(true)
    const sound = await checkJournal(context, () => undefined)
    expect(sound.fault).toBeUndefined()
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const report = await checkAsPage(bytes)
    expect(report.isSound).toBe(false)
    expect(report.faults.map(({ code }) => code)).toEqual(['signatures-unread'])
    expect(report.facts?.signatures).toBe(0)
    expect(verdictOf(report, FRENCH)).toBe(FRENCH.unread)
    expect((await checkAsCommand(bytes)).code).toBe(1)
    expect(await checkJournal(context, () => undefined)).toEqual({
      checked: sound.checked,
      fault: { number: 1, fault: 'signatures-unread' },
    })
  })
})
