import { appendFileSync, mkdtempSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  after,
  approvalOf,
  approve,
  approveWithSlip,
  aTerminal,
  cutAfter,
  inBytes,
  partial,
  record,
  refuse,
  silent,
  type FakeTerminal,
} from '../../../support/terminal/fakeTerminal'
import { assert } from '@/core/assert'
import type { AttemptState } from '@/core/payment/terminal/outcome'
import { EquipmentUnreadable } from '@/proxy/agent/equipmentUnreadable'
import { openAgent } from '@/proxy/agent/openAgent'
import { FORGOTTEN_AFTER_MS, openAttempts } from '@/proxy/agent/terminal/attempts'

let terminal: FakeTerminal
let folder: string
beforeEach(async () => {
  terminal = await aTerminal()
  folder = mkdtempSync(join(tmpdir(), 'comptoir-terminal-'))
})
afterEach(() => terminal.close())

const told = () => undefined
const TIMES = { answerMs: 3_000, silenceMs: 40 }
const OWN = { 'X-Comptoir': '1', 'Content-Type': 'application/json' }
const THIS_MACHINE = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
const anId = (last = 1) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`

/** A server that reaches the fake terminal; opened again over the same folder, it was restarted. */
async function aServer(times = TIMES) {
  const env = {
    COMPTOIR_TERMINAL: `Comptoir=127.0.0.1:${terminal.port}`,
    COMPTOIR_ALLOW_LOOPBACK: '1',
  }
  const said: string[] = []
  const app = openAgent({ env, stateFolder: folder, times, say: text => said.push(text) })?.routes
  assert(app !== undefined, 'a terminal is listed')
  const get = async (path: string) =>
    (await app.request(path, { headers: OWN }, THIS_MACHINE)).json() as Promise<unknown>
  const { equipment } = (await get('/equipment')) as { equipment: { id: string }[] }
  const { serverId } = (await get('/terminal/server')) as { serverId: string }
  const post = (path: string, body: object) =>
    Promise.resolve(
      app.request(
        `/terminal/${path}`,
        { method: 'POST', headers: OWN, body: JSON.stringify({ serverId, ...body }) },
        THIS_MACHINE,
      ),
    )
  const attempt = async (path: string, body: object) => {
    const answer = (await (await post(path, body)).json()) as { attempt: AttemptState | null }
    return answer.attempt
  }
  const start = (id: string, more: object = {}) => {
    const terminalId = equipment[0]?.id
    const usual = { terminalId, amountCents: 1_250, direction: 'debit', tillNumber: 1 }
    return attempt('start', { id, ...usual, ...more })
  }
  const stateOf = (id: string) => attempt('state', { id })
  const reach = async (terminalId: string | number | undefined = equipment[0]?.id) =>
    (await (await post('reach', { terminalId })).json()) as unknown
  const ended = (id: string) =>
    vi.waitFor(
      async () => {
        const state = await stateOf(id)
        expect(state?.state).not.toBe('waiting')
        return state
      },
      { timeout: 10_000, interval: 10 },
    )
  return {
    start,
    stateOf,
    reach,
    ended,
    post,
    withdraw: (id: string) => attempt('withdraw', { id }),
    serverId,
    said,
  }
}

describe('an attempt', () => {
  it('is started at once, then told', async () => {
    const server = await aServer()
    expect(await server.start(anId())).toEqual({ state: 'waiting' })
    expect(await server.ended(anId())).toMatchObject({ state: 'accepted', amountCents: 1_250 })
    expect(terminal.requests).toHaveLength(1)
    expect(terminal.requests[0]).toMatchObject({ CB: '1250', CD: '0', CE: '978', CA: '01' })
    expect(terminal.requests[0]).not.toHaveProperty('BF')
  })

  it.each([
    ['approved byte by byte', inBytes, { state: 'accepted', amountCents: 1_250 }],
    ['approved in part', partial(5), { state: 'accepted', amountCents: 5 }],
    ['approved late', after(300, approve()), { state: 'accepted', amountCents: 1_250 }],
    ['refused', refuse('04'), { state: 'refused', why: 'refused' }],
    ['abandoned at the red button', refuse('06'), { state: 'refused', why: 'abandoned' }],
    ['cut at once', cutAfter(0), { state: 'unknown', why: 'cut' }],
    ['cut within a record', cutAfter(33), { state: 'unknown', why: 'cut' }],
    [
      'answered by something else',
      write('HTTP/1.1 400\r\n'),
      { state: 'unknown', why: 'unreadable' },
    ],
    ['answered without an end', write('CZ0040320'.repeat(2_000)), { state: 'unknown' }],
  ])('is told right when it is %s', async (_what, script, outcome) => {
    terminal.does(script)
    const server = await aServer()
    await server.start(anId())
    expect(await server.ended(anId())).toMatchObject(outcome)
  })

  it('is told right wherever the cable is cut', async () => {
    const server = await aServer()
    const length = approvalOf({
      CZ: '0320',
      CJ: '9'.repeat(12),
      CA: '01',
      CB: '1250',
      CD: '0',
      CE: '978',
      CF: 'f'.repeat(32),
    }).length
    for (let bytes = 0; bytes <= length; bytes += 1) {
      terminal.does(cutAfter(bytes))
      await server.start(anId(bytes + 10))
      const state = await server.ended(anId(bytes + 10))
      if (state?.state === 'accepted') expect(state.amountCents).toBe(1_250)
      else expect(state?.state).toBe('unknown')
    }
    expect(await server.stateOf(anId(length + 10))).toMatchObject({ state: 'accepted' })
  })

  it('is unknown once the terminal is silent for too long, though it approves afterwards', async () => {
    terminal.does(after(250, approve()))
    const server = await aServer({ answerMs: 100, silenceMs: 20 })
    await server.start(anId())
    expect(await server.ended(anId())).toEqual({ state: 'unknown', why: 'silent' })
    await vi.waitFor(() => expect(terminal.moved).toEqual([1_250]))
    expect(await server.stateOf(anId())).toEqual({ state: 'unknown', why: 'silent' })
  })

  it('was not sent where nobody answers', async () => {
    await terminal.close()
    const server = await aServer()
    await server.start(anId())
    expect(await server.ended(anId())).toEqual({ state: 'not-sent', why: 'unreachable' })
  })

  it('gives money back', async () => {
    const server = await aServer()
    await server.start(anId(), { direction: 'credit', amountCents: 7 })
    expect(await server.ended(anId())).toMatchObject({ state: 'accepted', amountCents: 7 })
    expect(terminal.moved).toEqual([-7])
  })

  it('keeps neither the card’s number nor its expiry on disk', async () => {
    const server = await aServer()
    await server.start(anId())
    await server.ended(anId())
    const kept = readFileSync(join(folder, 'terminal.jsonl'), 'utf8')
    expect(kept).toContain('accepted')
    expect(kept).not.toMatch(/4970101234567890|2912/)
  })
})

describe('the same id', () => {
  it('never asks twice: neither at once, nor afterwards, nor after a restart', async () => {
    const server = await aServer()
    await Promise.all([1, 2, 3].map(() => server.start(anId())))
    await server.ended(anId())
    expect(await server.start(anId(), { amountCents: 99 })).toMatchObject({ state: 'accepted' })
    const restarted = await aServer()
    expect(await restarted.start(anId())).toMatchObject({ state: 'accepted', amountCents: 1_250 })
    expect(terminal.requests).toHaveLength(1)
  })

  it('never asks once it was withdrawn before it came', async () => {
    const server = await aServer()
    const withdrawn = { state: 'not-sent', why: 'withdrawn' }
    expect(await server.withdraw(anId())).toEqual(withdrawn)
    expect(await server.start(anId())).toEqual(withdrawn)
    expect(await (await aServer()).start(anId())).toEqual(withdrawn)
    expect(terminal.requests).toHaveLength(0)
  })

  it('is not withdrawn once it asks', async () => {
    terminal.does(silent)
    const server = await aServer()
    await server.start(anId())
    expect(await server.withdraw(anId())).toEqual({ state: 'waiting' })
  })
})

it('asks one thing of a terminal at a time', async () => {
  terminal.does(after(200, approve()))
  const server = await aServer()
  await server.start(anId(1))
  expect(await server.start(anId(2))).toEqual({ state: 'not-sent', why: 'busy' })
  await server.ended(anId(1))
  expect(await server.start(anId(2))).toEqual({ state: 'not-sent', why: 'busy' })
  await server.start(anId(3))
  await server.ended(anId(3))
  expect(terminal.moved).toEqual([1_250, 1_250])
})

describe('a server that was restarted', () => {
  it('says unknown of what was under way, never failed', async () => {
    terminal.does(silent)
    await (await aServer()).start(anId())
    await vi.waitFor(() => expect(terminal.requests).toHaveLength(1))
    const restarted = await aServer()
    expect(await restarted.stateOf(anId())).toEqual({ state: 'unknown', why: 'restarted' })
    expect(await restarted.start(anId())).toEqual({ state: 'unknown', why: 'restarted' })
    expect(terminal.requests).toHaveLength(1)
  })

  it('reads all but a line that was cut', async () => {
    const server = await aServer()
    await server.start(anId())
    await server.ended(anId())
    appendFileSync(join(folder, 'terminal.jsonl'), '\n{"id":"cut')
    const restarted = await aServer()
    expect(restarted.serverId).toBe(server.serverId)
    expect(await restarted.stateOf(anId())).toMatchObject({ state: 'accepted' })
  })

  it.each([
    ['no JSON', '{"id":'],
    ['no attempt', '{"id":"x","at":1,"state":{"state":"waiting"}}'],
    ['a state of its own', `{"id":"${anId(7)}","at":1,"state":{"state":"paid"}}`],
    ['no time', `{"id":"${anId(7)}","at":"now","state":{"state":"waiting"}}`],
    [
      'another direction',
      `{"id":"${anId(7)}","at":1,"state":{"state":"waiting"},"asked":{"terminalId":"x","amountCents":1,"direction":"x"}}`,
    ],
    ['a number', '7'],
    ['null', 'null'],
  ])('tells a line of %s, and knows no longer what never came to it', async (_what, line) => {
    const server = await aServer()
    await server.start(anId())
    await server.ended(anId())
    appendFileSync(join(folder, 'terminal.jsonl'), `\n${line}\n`)
    const restarted = await aServer()
    expect(restarted.said.join()).toContain('terminal.jsonl, ligne')
    expect(restarted.serverId).not.toBe(server.serverId)
    const asked = await restarted.post('withdraw', { id: anId(7), serverId: server.serverId })
    expect(asked.status).toBe(409)
    expect(await restarted.start(anId())).toMatchObject({ state: 'accepted' })
    expect(terminal.requests).toHaveLength(1)
    // It was written anew: nothing is told twice.
    expect((await aServer()).said.join()).not.toContain('ligne')
  })

  it('does not start where its file cannot be read, and says what to do', async () => {
    mkdirSync(join(folder, 'terminal.jsonl'))
    await expect(aServer()).rejects.toThrow(EquipmentUnreadable)
    await expect(aServer()).rejects.toThrow('COMPTOIR_STATE')
  })

  it('is another server where its file is gone', async () => {
    const server = await aServer()
    await server.start(anId())
    await server.ended(anId())
    writeFileSync(join(folder, 'terminal.jsonl'), '')
    const other = await aServer()
    const answer = await other.post('state', { id: anId(), serverId: server.serverId })
    expect(answer.status).toBe(409)
    expect((await other.post('start', { id: anId(), serverId: server.serverId })).status).toBe(409)
  })
})

it.each([
  ['no id', { id: undefined }],
  ['an id of its own kind', { id: '../../x' }],
  ['no amount', { amountCents: 0 }],
  ['an amount below zero', { amountCents: -1 }],
  ['a part of a cent', { amountCents: 1.5 }],
  ['an amount as text', { amountCents: '100' }],
  ['more than a terminal takes', { amountCents: 1e9 }],
  ['another direction', { direction: 'reversal' }],
  ['no till', { tillNumber: 0 }],
  ['a terminal by its address', { terminalId: ['127.0.0.1'] }],
])('refuses to start with %s', async (_what, change) => {
  const server = await aServer()
  const usual = { id: anId(), terminalId: 'x', amountCents: 1, direction: 'debit', tillNumber: 1 }
  expect((await server.post('start', { ...usual, ...change })).status).toBe(400)
  expect(await server.stateOf(anId())).toBeNull()
})

it('asks no terminal that is not listed, and reads no long body', async () => {
  const server = await aServer()
  const state = await server.start(anId(), { terminalId: 'terminal-0123456789' })
  expect(state).toEqual({ state: 'not-sent', why: 'not-listed' })
  expect((await server.post('start', { id: anId(2), more: 'x'.repeat(2_000) })).status).toBe(413)
  expect(terminal.requests).toHaveLength(0)
})

it('forgets attempts after two days, and keeps its name', () => {
  const file = join(folder, 'attempts')
  let nowMs = 1_000
  const attempts = openAttempts(file, told, () => nowMs)
  attempts.note(anId(1), { state: 'refused', why: 'refused' })
  nowMs += FORGOTTEN_AFTER_MS
  attempts.note(anId(2), { state: 'refused', why: 'refused' })
  expect([attempts.stateOf(anId(1)), attempts.stateOf(anId(2))?.state]).toEqual([
    undefined,
    'refused',
  ])
  expect(openAttempts(file, told, () => nowMs).serverId).toBe(attempts.serverId)
})

it('forgets what asked nothing where too many are known, and nothing that asked', () => {
  let nowMs = 1_000
  const file = join(folder, 'attempts')
  const spent = Array.from({ length: 4_999 }, (_one, index) => ({
    id: anId(index + 2),
    at: nowMs,
    state: { state: 'not-sent', why: 'withdrawn' },
  }))
  writeFileSync(file, spent.map(line => `${JSON.stringify(line)}\n`).join(''))
  const attempts = openAttempts(file, told, () => nowMs)
  attempts.note(anId(1), { state: 'waiting' })
  expect(() => attempts.note(anId(5_001), { state: 'waiting' })).toThrow('too many')
  nowMs += 10 * 60_000
  attempts.note(anId(5_001), { state: 'waiting' })
  expect(attempts.stateOf(anId(1))).toEqual({ state: 'waiting' })
  expect(attempts.stateOf(anId(2))).toBeUndefined()
})

/** Something that is no terminal. */
function write(text: string) {
  return (socket: { end: (text: string) => unknown }) => void socket.end(text)
}

describe('the slip of a card payment', () => {
  const SLIP = 'CB SANS CONTACT\n4970 1012 3456 7890\nDEBIT 12,50 EUR'
  const slipOf = async (server: Awaited<ReturnType<typeof aServer>>, id: string) =>
    (await (await server.post('slip', { id })).json()) as unknown

  it('is kept in memory where it was asked for, without the card’s number', async () => {
    terminal.does(approveWithSlip(SLIP))
    const server = await aServer()
    await server.start(anId(1), { wantsSlip: true })
    expect(await server.ended(anId(1))).toMatchObject({ state: 'accepted', amountCents: 1_250 })
    const lines = ['CB SANS CONTACT', '**** **** **** 7890', 'DEBIT 12,50 EUR']
    expect(await slipOf(server, anId(1))).toEqual({ slip: lines })
    const file = readFileSync(join(folder, 'terminal.jsonl'), 'utf8')
    expect(file).toContain('184117')
    expect(file).not.toContain('SANS CONTACT')
    expect(await slipOf(await aServer(), anId(1))).toEqual({ slip: null })
  })

  it('is neither asked for nor kept where it is not wanted', async () => {
    terminal.does(approveWithSlip(SLIP))
    const server = await aServer()
    await server.start(anId(1))
    await server.ended(anId(1))
    expect(terminal.requests[0]).not.toHaveProperty('CK')
    expect(await slipOf(server, anId(1))).toEqual({ slip: null })
  })

  it('is of the last payments only', async () => {
    terminal.does(approveWithSlip(SLIP))
    const server = await aServer({ ...TIMES, silenceMs: 1 })
    for (let id = 1; id <= 51; id += 1) {
      await server.start(anId(id), { wantsSlip: true })
      await server.ended(anId(id))
    }
    expect(await slipOf(server, anId(1))).toEqual({ slip: null })
    expect(await slipOf(server, anId(51))).not.toEqual({ slip: null })
  })

  it('that comes in bytes, or is cut, changes nothing of how the payment ended', async () => {
    for (const cut of [0, 40]) {
      terminal.does(async (socket, heard) => {
        const ticket = record('ZT', record('CK', '100') + record('AK', btoa(SLIP)))
        const answer = approvalOf(heard) + ticket
        for (const byte of answer.slice(0, answer.length - cut)) {
          socket.write(byte)
          await wait(0)
        }
        socket.end()
      })
      const server = await aServer()
      const id = anId(cut + 1)
      await server.start(id, { wantsSlip: true })
      expect(await server.ended(id)).toMatchObject({
        state: cut === 0 ? 'accepted' : 'unknown',
      })
    }
  })
})

describe('a look at a terminal’s port', () => {
  it('tells that something answers there, and asks it for nothing', async () => {
    const { reach } = await aServer()
    expect(await reach()).toEqual({ reach: 'reached' })
    expect(terminal.requests).toEqual([])
    expect(await reach('terminal-0000000000')).toEqual({ reach: 'not-listed' })
    await terminal.close()
    expect(await reach()).toEqual({ reach: 'unreachable' })
    expect(await reach(1)).toEqual({ error: 'unreadable' })
  })

  it('leaves a payment under way alone', async () => {
    terminal.does(silent)
    const { reach, start } = await aServer()
    await start(anId())
    expect(await reach()).toEqual({ reach: 'busy' })
  })
})
