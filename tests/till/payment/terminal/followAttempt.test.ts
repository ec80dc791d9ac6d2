import { describe, expect, it, vi } from 'vitest'
import { aMeans, aTill, AT } from '../../../support/factory'
import { memoryServer, type MemoryServer } from '../../../support/terminal/memoryServer'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import { isFresh, tillNumberOf } from '@/core/payment/terminal/attempt'
import { followAttempt, type Following } from '@/till/payment/terminal/followAttempt'
import { terminalServer } from '@/till/payment/terminal/terminalServer'

const ownServer = (address: string) => () => Promise.resolve({ address, key: '' })

const attempt: CardAttempt = {
  attemptId: '00000000-0000-4000-8000-000000000001',
  ticketId: 'counter',
  terminal: { terminalId: 'terminal-1', name: '' },
  serverId: 'server-1',
  amountCents: 1_000,
  direction: 'debit',
  method: aMeans('card'),
  askedAt: AT.at,
  doubt: null,
}

async function follow(
  server: MemoryServer,
  pause: (count: number) => void = () => undefined,
  { at = AT.at, most = 10 } = {},
) {
  const told: Following[] = []
  let count = 0
  const context = aTill({ now: () => ({ ...AT, at }) })
  const outcome = await followAttempt(context, server, attempt, {
    pause: () => Promise.resolve(pause(++count)),
    tell: state => told.push(state),
    isOver: () => count >= most,
  })
  return { outcome, told }
}

describe('an attempt that is followed', () => {
  it('is asked about until it ends', async () => {
    const server = memoryServer(true)
    await server.start(attempt, 1)
    const { outcome, told } = await follow(server, count => count === 3 && server.finish())
    expect(outcome).toMatchObject({ state: 'accepted', amountCents: 1_000 })
    expect(told).toEqual(['waiting', 'waiting', 'waiting'])
  })

  it('is withdrawn where it never came to the server: it never will', async () => {
    const server = memoryServer()
    const withdrawn = { state: 'not-sent', why: 'withdrawn' }
    expect((await follow(server)).outcome).toEqual(withdrawn)
    expect(await server.start(attempt, 1)).toEqual(withdrawn)
    expect(server.asked).toEqual([])
  })

  it('is not called withdrawn while no answer says so', async () => {
    const server = memoryServer()
    const { outcome } = await follow(server, () => server.cut('before'), { most: 3 })
    expect(outcome).toEqual({ state: 'not-sent', why: 'withdrawn' })
    const silent = memoryServer()
    silent.cut('before')
    expect((await follow(silent, () => silent.cut('before'), { most: 6 })).outcome).toBeNull()
  })

  it('is told as silent after some questions without an answer, and ends once there is one', async () => {
    const server = memoryServer(true)
    await server.start(attempt, 1)
    server.cut('before')
    const { outcome, told } = await follow(server, count => {
      if (count < 6) server.cut('before')
      else server.finish()
    })
    expect(told.slice(0, 3)).toEqual(['no-answer', 'no-answer', 'no-answer'])
    expect(outcome).toMatchObject({ state: 'accepted' })
  })

  it.each([
    ['the server’s file is another', (server: MemoryServer) => server.forget(), AT.at],
    ['it is too old to be known for certain', () => undefined, '2026-01-04T10:00:00.000+01:00'],
    ['the clock was set back', () => undefined, '2026-01-01T10:00:00.000+01:00'],
  ])('is for a person to judge where %s', async (_what, change, at) => {
    const server = memoryServer()
    change(server)
    const { outcome } = await follow(server, () => undefined, { at })
    expect(outcome).toEqual({ state: 'unknown', why: 'other-server' })
  })
})

it('is fresh for a day', () => {
  expect(isFresh(attempt, '2026-01-03T09:59:00.000+01:00')).toBe(true)
  expect(isFresh(attempt, '2026-01-03T10:00:00.000+01:00')).toBe(false)
  expect(isFresh(attempt, 'no time')).toBe(false)
})

it('has the number of its till', () => {
  expect(['A', 'B', 'Z', 'AA', 'BX'].map(tillNumberOf)).toEqual([1, 2, 26, 1, 2])
})

describe('the server’s word', () => {
  const answering = (status: number, body: string) =>
    vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status })))
  const stateOf = (ask: typeof fetch) =>
    terminalServer(ownServer('https://till.example/x/'), ask).stateOf(attempt)

  it('is asked for by JSON of the page’s own, which names the server', async () => {
    const ask = answering(200, '{"attempt":{"state":"waiting"}}')
    expect(await stateOf(ask)).toEqual({ state: 'waiting' })
    const [address, init] = ask.mock.calls[0] ?? []
    expect(address).toBe('https://till.example/x/agent/terminal/state')
    expect(init).toMatchObject({
      method: 'POST',
      redirect: 'error',
      headers: { 'X-Comptoir': '1', 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: attempt.attemptId, serverId: 'server-1' }),
    })
  })

  it.each([
    ['nothing known', 200, '{"attempt":null}', 'unheard'],
    ['another server', 409, '{"error":"other-server"}', 'other-server'],
    ['a page', 200, '<!doctype html>', 'no-answer'],
    ['an acceptance within an error', 502, accepted({}), 'no-answer'],
    ['an error', 500, '{"error":"x"}', 'no-answer'],
    ['an amount below zero', 200, accepted({ amountCents: -5 }), 'no-answer'],
    ['a part of a cent', 200, accepted({ amountCents: 0.5 }), 'no-answer'],
    ['an amount as text', 200, accepted({ amountCents: '5' }), 'no-answer'],
    ['a card’s whole data', 200, accepted({ contract: 'x'.repeat(41) }), 'no-answer'],
    ['a state of its own', 200, '{"attempt":{"state":"paid"}}', 'no-answer'],
    ['a reason of its own', 200, '{"attempt":{"state":"refused","why":"<b>"}}', 'no-answer'],
    ['too much', 200, JSON.stringify({ attempt: null, more: 'x'.repeat(20_000) }), 'no-answer'],
  ])('%s is heard as what it is', async (_what, status, body, state) => {
    expect((await stateOf(answering(status, body))).state).toBe(state)
  })

  it('keeps of an acceptance nothing but what it names', async () => {
    const said = await stateOf(answering(200, accepted({ cardNumber: '4970101234567890' })))
    expect(said).toEqual({
      state: 'accepted',
      amountCents: 1_000,
      application: '00B',
      authorisation: '1',
      contract: '',
    })
  })

  it('is none without a network', async () => {
    const cut = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('Failed to fetch')))
    expect((await stateOf(cut)).state).toBe('no-answer')
    const server = terminalServer(ownServer('https://till.example/'), cut)
    expect(await server.list()).toBeNull()
    const silent = { code: 'terminal-server-silent' }
    expect(await server.serverId()).toEqual({ ok: false, error: silent })
  })

  it.each([401, 403])('is told as a refusal of this page where it is %i', async status => {
    const ask = answering(status, '{"error":"not-paired"}')
    const server = terminalServer(ownServer('https://till.example/'), ask)
    expect(await server.list()).toBeNull()
    const error = { code: 'terminal-not-allowed' }
    expect(await server.serverId()).toEqual({ ok: false, error })
    // Of an attempt it says nothing.
    expect(await server.stateOf(attempt)).toEqual({ state: 'no-answer' })
  })

  it('lists terminals alone', async () => {
    const equipment = [
      { id: 'terminal-1', kind: 'terminal', name: 'Comptoir', hasSlip: true },
      { id: 'terminal-2', kind: 'terminal', name: 'Solo', hasSlip: false },
      { id: 'printer-1', kind: 'printer', name: '' },
    ]
    const ask = answering(200, JSON.stringify({ equipment }))
    expect(await terminalServer(ownServer('https://till.example/'), ask).list()).toEqual([
      { terminalId: 'terminal-1', name: 'Comptoir', hasSlip: true },
      { terminalId: 'terminal-2', name: 'Solo' },
    ])
  })

  it('lists none where what a terminal has is not said soundly', async () => {
    const equipment = [{ id: 'terminal-1', kind: 'terminal', name: '', hasSlip: 'yes' }]
    const ask = answering(200, JSON.stringify({ equipment }))
    expect(await terminalServer(ownServer('https://till.example/'), ask).list()).toBeNull()
  })

  it('asks for a slip only where the terminal has slips', async () => {
    const bodies: unknown[] = []
    const ask: typeof fetch = (_, init) => {
      bodies.push(JSON.parse(init?.body as string))
      return Promise.resolve(new Response('{}'))
    }
    const server = terminalServer(ownServer('https://till.example/'), ask)
    for (const hasSlip of [true, false]) {
      const terminal = { ...attempt.terminal, hasSlip, wantsSlip: true }
      await server.start({ ...attempt, terminal }, 1)
    }
    expect(bodies).toMatchObject([{ wantsSlip: true }, { wantsSlip: false }])
  })
})

function accepted(change: object): string {
  const usual = { application: '00B', authorisation: '1', contract: '' }
  return JSON.stringify({
    attempt: { state: 'accepted', amountCents: 1_000, ...usual, ...change },
  })
}
