import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  after,
  aSumup,
  ends,
  grant,
  inBytes,
  pays,
  READER,
  refuses,
  say,
  sumupEnv,
  tells,
  type Checkout,
  type Deed,
  type Deeds,
  type FakeSumup,
} from '../../../support/terminal/fakeSumup'
import { assert } from '@/core/assert'
import type { AttemptState } from '@/core/payment/terminal/outcome'
import { equipmentOf } from '@/proxy/agent/equipmentOf'
import { oneAtATime } from '@/proxy/agent/oneAtATime'
import { openAgent } from '@/proxy/agent/openAgent'
import { openSightings, type Sighting } from '@/proxy/agent/sightings'
import { openAttempts } from '@/proxy/agent/terminal/attempts'
import { openTerminals } from '@/proxy/agent/terminal/terminals'

let sumup: FakeSumup
let folder: string
beforeEach(async () => {
  sumup = await aSumup()
  folder = mkdtempSync(join(tmpdir(), 'comptoir-sumup-'))
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await sumup.close()
})

const TIMES = { answerMs: 2_000, silenceMs: 10, asksEveryMs: 10, stopsWithinMs: 2_000 }
/** A payment takes too long at once. */
const LATE = { ...TIMES, answerMs: 1 }
const OWN = { 'X-Comptoir': '1', 'Content-Type': 'application/json' }
const THIS_MACHINE = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
const ID = '00000000-0000-4000-8000-000000000001'

async function aServer(times = TIMES) {
  const env = { ...sumupEnv(sumup.address), COMPTOIR_ALLOW_LOOPBACK: '1' }
  const said: string[] = []
  const app = openAgent({ env, stateFolder: folder, times, say: text => said.push(text) })?.routes
  assert(app !== undefined, 'a reader is listed')
  const get = async (path: string) =>
    (await app.request(path, { headers: OWN }, THIS_MACHINE)).text()
  const listed = await get('/equipment')
  const [reader] = (JSON.parse(listed) as { equipment: { id: string }[] }).equipment
  const { serverId } = JSON.parse(await get('/terminal/server')) as { serverId: string }
  const attempt = async (path: string, body: object) => {
    const sent = { method: 'POST', headers: OWN, body: JSON.stringify({ serverId, ...body }) }
    const answer = await app.request(`/terminal/${path}`, sent, THIS_MACHINE)
    return ((await answer.json()) as { attempt: AttemptState }).attempt
  }
  const start = (more: object = {}, id = ID) => {
    const usual = { terminalId: reader?.id, amountCents: 1_250, direction: 'debit', tillNumber: 1 }
    return attempt('start', { id, ...usual, ...more })
  }
  const ended = (id = ID) =>
    vi.waitFor(
      async () => {
        const state = await attempt('state', { id })
        expect(state.state).not.toBe('waiting')
        return state
      },
      { timeout: 8_000, interval: 10 },
    )
  return { start, ended, state: () => attempt('state', { id: ID }), said, listed }
}

/** How a payment of 12,50 € ends. */
async function outcome(deeds: Deeds, more: object = {}, times = TIMES) {
  sumup.does(deeds)
  const server = await aServer(times)
  await server.start(more)
  return server.ended()
}

const accepted = (amountCents = 1_250) =>
  expect.objectContaining({ state: 'accepted', amountCents }) as AttemptState
const made = ({ checkout_id, client_transaction_id }: Checkout) => ({
  checkout_id,
  client_transaction_id,
})

describe('a reader of SumUp', () => {
  it('is asked for the amount, and what it took is told', async () => {
    expect(await outcome({ tell: after(3, pays()) })).toEqual(accepted())
    expect(sumup.moved).toEqual([1_250])
    expect(sumup.created).toEqual([
      {
        total_amount: { currency: 'EUR', minor_unit: 2, value: 1_250 },
        affiliate: {
          app_id: 'com.example.till',
          key: 'affiliate-key-1',
          foreign_transaction_id: ID.replaceAll('-', ''),
        },
      },
    ])
    const checkout = `/v0.1/merchants/MC0X0ABC/readers/${READER}/checkout`
    expect(sumup.heard[0]).toEqual({ authorization: 'Bearer sup_sk_secret1234', path: checkout })
  })

  it.each<[string, Deed, object]>([
    ['busy', refuses(422, 'READER_BUSY'), { state: 'not-sent', why: 'busy' }],
    ['off', refuses(422, 'READER_OFFLINE'), { state: 'not-sent', why: 'unreachable' }],
    ['another’s key', refuses(401, 'UNAUTHORIZED'), { state: 'refused', why: 'bad-operation' }],
    ['unknown', answer => say(answer, 404, {}), { state: 'refused', why: 'bad-operation' }],
    ['a fault of SumUp', answer => say(answer, 500, {}), { state: 'unknown', why: 'unreadable' }],
    ['cut', answer => void answer.destroy(), { state: 'unknown', why: 'cut' }],
    [
      'created without its id',
      answer => say(answer, 201, { data: { client_transaction_id: 'x' } }),
      { state: 'unknown', why: 'unreadable' },
    ],
  ])('as its checkout is created: %s', async (_, create, ended) => {
    expect(await outcome({ create })).toEqual(ended)
    expect(sumup.created).toHaveLength(1)
  })

  it.each<[string, Deed, object]>([
    ['refused', ends('failed'), { state: 'refused', why: 'refused' }],
    ['abandoned', ends('cancelled'), { state: 'refused', why: 'abandoned' }],
    ['a part', pays(500), accepted(500)],
    ['more than asked', pays(9_999), { state: 'unknown', why: 'amount-above' }],
    ['no amount', pays(0), { state: 'unknown', why: 'amount-missing' }],
    [
      'someone else’s',
      (answer, checkout) =>
        say(answer, 200, {
          data: { ...checkout, status: 'successful', client_transaction_id: 'other' },
        }),
      { state: 'unknown', why: 'other-request' },
    ],
    ['byte by byte', inBytes(one => ({ ...one, status: 'successful' }), 200), accepted()],
  ])('as it is asked about: %s', async (_, tell, ended) => {
    expect(await outcome({ tell })).toEqual(ended)
  })

  it('is heard however its answers are cut: what was created is asked about again', async () => {
    for (const bytes of [0, 1, 30, 90]) {
      let isCut = false
      const tell: Deed = (answer, checkout, fake) => {
        if (isCut) return pays()(answer, checkout, fake)
        isCut = true
        grant(checkout, fake)
        return inBytes(one => one, 200, bytes)(answer, checkout, fake)
      }
      sumup.does({ tell })
      const server = await aServer()
      const id = ID.replace(/1$/, String(bytes % 9))
      await server.start({}, id)
      expect(await server.ended(id)).toEqual(accepted())
    }
  })

  it('is unknown wherever the answer to its creation is cut', async () => {
    for (const bytes of [0, 1, 20, 60]) {
      sumup.does({ create: inBytes(made, 201, bytes) })
      const server = await aServer()
      const id = ID.replace(/1$/, String(bytes % 7))
      await server.start({}, id)
      expect(await server.ended(id)).toEqual({ state: 'unknown', why: 'cut' })
    }
  })

  it('that is pending for too long is stopped, and its end is heard', async () => {
    const stop: Deed = (answer, checkout) => {
      checkout.status = 'cancelled'
      answer.writeHead(202).end()
    }
    expect(await outcome({ tell: tells, stop }, {}, LATE)).toEqual({
      state: 'refused',
      why: 'abandoned',
    })
    expect(sumup.stops).toBe(1)
  })

  it('took money where the card came as it was to stop', async () => {
    expect(await outcome({ tell: after(4, pays()) }, {}, LATE)).toEqual(accepted())
    expect([sumup.stops, sumup.moved]).toEqual([1, [1_250]])
  })

  it.each<[string, Deed]>([
    ['refuses it', refuses(422, 'READER_OFFLINE')],
    ['says nothing of it', answer => void answer.destroy()],
  ])('is to stop until SumUp takes it, where it %s first', async (_, first) => {
    let isFirst = true
    const stop: Deed = (answer, checkout, fake) => {
      if (isFirst) {
        isFirst = false
        return first(answer, checkout, fake)
      }
      checkout.status = 'failed'
      answer.writeHead(202).end()
    }
    expect(await outcome({ tell: tells, stop }, {}, LATE)).toMatchObject({ state: 'refused' })
    expect(sumup.stops).toBe(2)
  })

  it('that is pending even after it was to stop is unknown, never refused, and waiting till then', async () => {
    sumup.does({ tell: tells })
    const server = await aServer({ ...LATE, stopsWithinMs: 1_000 })
    await server.start()
    await vi.waitFor(() => expect(sumup.stops).toBe(1))
    expect(await server.state()).toEqual({ state: 'waiting' })
    expect(await server.ended()).toEqual({ state: 'unknown', why: 'silent' })
    expect(sumup.stops).toBe(1)
  })

  it('is not stopped where SumUp does not say that the payment is on it', async () => {
    const times = { ...LATE, stopsWithinMs: 300 }
    expect(await outcome({ tell: answer => say(answer, 500, {}) }, {}, times)).toEqual({
      state: 'unknown',
      why: 'silent',
    })
    expect(sumup.heard.length).toBeGreaterThan(1)
    expect(sumup.stops).toBe(0)
  })

  it('is stopped where it has a payment that nobody can ask about', async () => {
    const create: Deed = answer => say(answer, 201, { data: { client_transaction_id: 'x' } })
    expect(await outcome({ create })).toEqual({ state: 'unknown', why: 'unreadable' })
    expect(sumup.stops).toBe(1)
  })

  it.each<[string, string, string | null, object]>([
    ['failed beside success', 'successful', 'FAILED', { state: 'unknown', why: 'unreadable' }],
    [
      'cancelled beside success',
      'successful',
      'cancelled',
      { state: 'unknown', why: 'unreadable' },
    ],
    ['success beside failed', 'failed', 'successful', { state: 'unknown', why: 'unreadable' }],
    ['success beside cancelled', 'cancelled', 'paid', { state: 'unknown', why: 'unreadable' }],
    ['success twice', 'successful', 'successful', accepted()],
    ['none', 'successful', null, accepted()],
    ['failed twice', 'failed', 'failed', { state: 'refused', why: 'refused' }],
  ])('whose payment is told otherwise is unknown: %s', async (_, status, payment_status, ended) => {
    const tell: Deed = (answer, checkout) =>
      say(answer, 200, { data: { ...checkout, status, payment_status } })
    expect(await outcome({ tell })).toEqual(ended)
  })

  const fault = (syscall: string, code = 'EHOSTUNREACH') =>
    Object.assign(new Error('fault'), { syscall, code })
  it.each<[string, unknown, object]>([
    ['no connection', fault('connect', 'ETIMEDOUT'), { state: 'not-sent', why: 'unreachable' }],
    ['no address', fault('getaddrinfo', 'ENODATA'), { state: 'not-sent', why: 'unreachable' }],
    [
      'no connection in time',
      Object.assign(new Error('late'), { code: 'UND_ERR_CONNECT_TIMEOUT' }),
      { state: 'not-sent', why: 'unreachable' },
    ],
    [
      'no connection at any address',
      new AggregateError([fault('connect'), fault('connect')]),
      { state: 'not-sent', why: 'unreachable' },
    ],
    ['a network that goes as it is heard', fault('read'), { state: 'unknown', why: 'cut' }],
    ['a network that goes as it is told', fault('write'), { state: 'unknown', why: 'cut' }],
    [
      'one address of two cut later',
      new AggregateError([fault('connect'), fault('read')]),
      { state: 'unknown', why: 'cut' },
    ],
    ['faults without a word', new AggregateError([]), { state: 'unknown', why: 'cut' }],
  ])('was asked nothing only where no connection came to be: %s', async (_, cause, ended) => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause })))
    expect(await outcome({})).toEqual(ended)
  })

  it.each<[string, Deeds, object, Sighting | undefined]>([
    ['no answer', { create: answer => void answer.destroy() }, {}, undefined],
    ['nothing asked', {}, { direction: 'credit' }, undefined],
    ['a payment', {}, {}, { at: 7, unreached: null, fault: null }],
    [
      'a reader that is off',
      { create: refuses(422, 'READER_OFFLINE') },
      {},
      { at: 7, unreached: 'unreachable', fault: null },
    ],
  ])('is noted as SumUp found it: %s', async (_, deeds, more, seen) => {
    sumup.does(deeds)
    const { list, ...rules } = equipmentOf({
      ...sumupEnv(sumup.address),
      COMPTOIR_ALLOW_LOOPBACK: '1',
    })
    const sightings = openSightings(() => 7)
    const say = vi.fn<(text: string) => void>()
    const terminals = openTerminals({
      equipment: list,
      rules,
      attempts: openAttempts(join(folder, 'seen.jsonl'), say),
      inUse: oneAtATime(),
      sightings,
      times: TIMES,
      say,
    })
    const [reader] = list
    assert(reader !== undefined, 'a reader is listed')
    const asked = {
      amountCents: 1_250,
      direction: 'debit' as const,
      tillNumber: 1,
      wantsSlip: false,
    }
    terminals.start({ id: ID, terminalId: reader.id, ...asked, ...more })
    await vi.waitFor(() => expect(terminals.stateOf(ID)?.state).not.toBe('waiting'))
    expect(sightings.lastOf(reader.id)).toEqual(seen)
  })

  it('is told to have no card slip', async () => {
    const { listed } = await aServer()
    expect(JSON.parse(listed)).toMatchObject({ equipment: [{ kind: 'terminal', hasSlip: false }] })
  })

  it('gives no money back, and is not asked to', async () => {
    expect(await outcome({}, { direction: 'credit' })).toEqual({
      state: 'refused',
      why: 'bad-operation',
    })
    expect(sumup.created).toEqual([])
  })

  it('was asked nothing where SumUp cannot be reached', async () => {
    const server = await aServer()
    await sumup.close()
    await server.start()
    expect(await server.ended()).toEqual({ state: 'not-sent', why: 'unreachable' })
  })

  it('is asked once, whatever is sent again', async () => {
    sumup.does({ tell: after(5, pays()) })
    const server = await aServer()
    await Promise.all([1, 2, 3].map(() => server.start()))
    await server.ended()
    expect(sumup.created).toHaveLength(1)
  })

  it('keeps its keys to the server: no page, no file and no word of it has them', async () => {
    sumup.does({ create: answer => say(answer, 500, {}) })
    const server = await aServer()
    await server.start()
    await server.ended()
    const file = readFileSync(join(folder, 'terminal.jsonl'), 'utf8')
    for (const text of [server.listed, file, server.said.join()]) {
      expect(text).not.toMatch(/sup_sk|affiliate-key|rdr_/)
    }
  })
})

describe('the list of readers', () => {
  const env = sumupEnv('http://127.0.0.1:9')
  const rules = { COMPTOIR_ALLOW_LOOPBACK: '1' }

  it('goes to SumUp’s own address', () => {
    const { COMPTOIR_SUMUP_ADDRESS: _address, ...usual } = env
    const [reader] = equipmentOf(usual).list
    expect(reader).toMatchObject({ kind: 'terminal', name: 'Solo', host: 'api.sumup.com' })
    expect(reader?.sumup?.origin).toBe('https://api.sumup.com')
  })

  it.each([
    ['no reader', { COMPTOIR_SUMUP: 'Solo=192.168.1.60' }],
    ['a path', { COMPTOIR_SUMUP: 'rdr_../../me' }],
    ['a key in its place', { COMPTOIR_SUMUP: 'Solo=sup_sk_secret1234' }],
    ['no merchant', { COMPTOIR_SUMUP_MERCHANT: '' }],
    ['a merchant that is a path', { COMPTOIR_SUMUP_MERCHANT: 'a/b' }],
    ['no key', { COMPTOIR_SUMUP_KEY: '' }],
    ['a key with a line end', { COMPTOIR_SUMUP_KEY: 'sup_sk_secret\r\nX: y' }],
    ['no application', { COMPTOIR_SUMUP_APP: '' }],
    ['no affiliate', { COMPTOIR_SUMUP_AFFILIATE: '' }],
    ['another host', { COMPTOIR_SUMUP_ADDRESS: 'https://example.com' }],
    ['a host of the network', { COMPTOIR_SUMUP_ADDRESS: 'http://192.168.1.1' }],
  ])('is refused, without a key in what is said: %s', (_, change) => {
    const { list, faults } = equipmentOf({ ...env, ...rules, ...change })
    expect(list).toEqual([])
    expect(faults).toHaveLength(1)
    expect(faults[0]?.text).toMatch(/^COMPTOIR_SUMUP/)
    expect(faults[0]?.text).not.toContain('sup_sk')
  })

  it.each([
    ['twice the same', `a=${READER},b=${READER}`],
    ['a key beside it', `${READER},sup_sk_secret1234`],
  ])('has the one reader that is one, and tells the rest without a key: %s', (_, listed) => {
    const { list, faults } = equipmentOf({ ...env, ...rules, COMPTOIR_SUMUP: listed })
    expect(list.map(({ sumup }) => sumup?.readerId)).toEqual([READER])
    expect(faults).toHaveLength(1)
    expect(faults[0]?.text).not.toContain('sup_sk')
  })

  it('has no other address than SumUp’s outside of tests', () => {
    expect(equipmentOf(env).list).toEqual([])
    expect(equipmentOf(env).faults[0]?.text).toContain('COMPTOIR_SUMUP_ADDRESS')
  })
})
