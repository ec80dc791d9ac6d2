import { serve, type ServerType } from '@hono/node-server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { aWriter, bytesOf } from '../sharing/writer'
import { hubRoutes, type HubOptions } from '@/hub/hubRoutes'
import { mailboxesOver } from '@/hub/mailboxes'
import type { MailboxStore } from '@/hub/mailboxStore'
import { memoryStore } from '@/hub/memoryStore'
import { hubCarrier } from '@/sharing/hubCarrier'

const MAILBOX = 'a1'.repeat(16)
const OTHER = 'b2'.repeat(16)

const servers: ServerType[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

function aHub(options: Partial<HubOptions> = {}, store: MailboxStore = memoryStore()) {
  const faults: unknown[] = []
  const onFault = (error: unknown) => void faults.push(error)
  const mailboxes = mailboxesOver(store, onFault)
  const routes = hubRoutes({
    hub: () => ({ store, mailboxes }),
    admission: 'open',
    isCodeRight: code => code === '1234',
    onFault,
    ...options,
  })
  const ask: typeof fetch = (input, init) =>
    Promise.resolve(routes.fetch(new Request(input, init), {}))
  const address = 'http://hub.example'
  const carrier = (mailbox: string) => hubCarrier({ address, mailbox, fetch: ask })
  return { routes, faults, mailboxes, ask, carrier, address }
}
const empty = { have: [], blocks: [], waitSeconds: 0 }
const refused = { ok: false, fault: { cause: 'refused', detail: '403' } }

describe('who may have a mailbox', () => {
  it('is whoever gives the code, and what moves from a mailbox that is there', async () => {
    const { carrier } = aHub({ admission: 'code' })
    expect(await carrier(MAILBOX).swap(empty)).toEqual(refused)
    expect(await carrier(MAILBOX).open({ code: '9999' })).toEqual(refused)
    expect(await carrier(MAILBOX).open({ from: OTHER })).toEqual(refused)
    expect(await carrier(MAILBOX).swap(empty)).toEqual(refused)
    expect(await carrier(MAILBOX).open({ code: '1234' })).toEqual({ ok: true, value: true })
    expect(await carrier(MAILBOX).swap(empty)).toMatchObject({ ok: true })
    expect(await carrier(OTHER).swap(empty)).toEqual(refused)
    expect(await carrier(OTHER).open({ from: MAILBOX })).toEqual({ ok: true, value: true })
    expect(await carrier(OTHER).swap(empty)).toMatchObject({ ok: true })
  })

  it('moves so many times, not without end', async () => {
    const { carrier } = aHub({ admission: 'code' })
    await carrier(MAILBOX).open({ code: '1234' })
    const answers = []
    for (const digit of ['1', '2', '3', '4']) {
      const opened = await carrier(digit.repeat(32)).open({ from: MAILBOX })
      answers.push(opened.ok)
    }
    expect(answers).toEqual([true, true, true, false])
  })

  it('asks again for one that is there at no cost, and without a code as no guess at it', async () => {
    const guesses: string[] = []
    const isCodeRight = (code: string) => guesses.push(code) > 0 && code === '1234'
    const { carrier } = aHub({ admission: 'code', isCodeRight })
    expect(await carrier(MAILBOX).open({ code: '' })).toEqual(refused)
    expect(guesses).toEqual([])
    await carrier(MAILBOX).open({ code: '1234' })
    await carrier(OTHER).open({ from: MAILBOX })
    for (let count = 0; count < 15; count += 1) {
      expect(await carrier(OTHER).open({ from: MAILBOX })).toEqual({ ok: true, value: true })
      expect(await carrier(MAILBOX).open({ code: '' })).toEqual({ ok: true, value: true })
    }
    expect(guesses).toEqual(['1234'])
  })

  it('is bounded where anybody may: new mailboxes are not made in a flood', async () => {
    const { carrier } = aHub()
    const answers = []
    for (let count = 0; count < 12; count += 1) {
      const writer = await aWriter()
      const mailbox = count.toString(16).repeat(32)
      const blocks = bytesOf(await writer.writeMany(1))
      answers.push((await carrier(mailbox.slice(0, 32)).swap({ ...empty, blocks })).ok)
    }
    expect(answers).toEqual([...Array<boolean>(10).fill(true), false, false])
  })
})

describe('a flood', () => {
  it('of one mailbox is told to come back later', async () => {
    const { carrier } = aHub()
    const writer = await aWriter()
    await carrier(MAILBOX).swap({ ...empty, blocks: bytesOf(await writer.writeMany(1)) })
    const all = await Promise.all(Array.from({ length: 260 }, () => carrier(MAILBOX).swap(empty)))
    const late = all.filter(one => !one.ok)
    expect(late.length).toBeGreaterThan(30)
    expect(late[0]).toEqual({ ok: false, fault: { cause: 'unreachable', detail: '429' } })
  })
})

describe('its health', () => {
  it('is told in numbers, with no mailbox in them', async () => {
    const { ask, carrier, address } = aHub()
    const writer = await aWriter()
    const blocks = bytesOf(await writer.writeMany(2))
    await carrier(MAILBOX).swap({ ...empty, blocks: [...blocks, new Uint8Array(3)] })
    const answer = await ask(`${address}/sante`)
    const text = await answer.text()
    expect(JSON.parse(text)).toMatchObject({
      ok: true,
      swaps: 1,
      puts: { new: 2, forged: 1, same: 0 },
    })
    expect(text).not.toContain(MAILBOX)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('is bad while the database cannot be used, and faults are told without a mailbox', async () => {
    const broken = { ...memoryStore(), check: () => Promise.reject(new Error('no database')) }
    const one = aHub({}, broken)
    expect((await one.ask(`${one.address}/sante`)).status).toBe(503)
    expect(one.faults).toHaveLength(1)
    const none = aHub({ hub: () => undefined })
    expect((await none.ask(`${none.address}/sante`)).status).toBe(503)
    expect(await none.carrier(MAILBOX).swap(empty)).toEqual({
      ok: false,
      fault: { cause: 'unreachable', detail: '503' },
    })
  })
})

describe('a request that waits', () => {
  const waiting = async (count: () => number, wanted: number) =>
    vi.waitFor(() => expect(count()).toBe(wanted), { timeout: 5_000, interval: 20 })

  it('hears within seconds of what came by another hub', async () => {
    const store = memoryStore()
    const [one, other] = [aHub({}, store), aHub({}, store)]
    const writer = await aWriter()
    const [first, second] = await writer.writeMany(2)
    if (!first || !second) throw new Error('no block')
    await one.carrier(MAILBOX).swap({ ...empty, blocks: [first.bytes] })
    const have = [{ device: first.device, lane: first.lane, next: 1 }]
    const begun = performance.now()
    const answer = one.carrier(MAILBOX).swap({ have, blocks: [], waitSeconds: 20 })
    await waiting(one.mailboxes.waiting, 1)
    await other.carrier(MAILBOX).swap({ ...empty, blocks: [second.bytes] })
    expect(await answer).toMatchObject({ ok: true, value: { heads: [{ head: 1 }] } })
    expect(performance.now() - begun).toBeLessThan(18_000)
  })

  it('is let go when its client goes, and when the hub stops', async () => {
    const { routes, mailboxes } = aHub()
    const port = await new Promise<number>(resolve => {
      servers.push(serve({ fetch: routes.fetch, port: 0 }, info => resolve(info.port)))
    })
    const ask = (signal?: AbortSignal) =>
      fetch(`http://127.0.0.1:${port}/echange`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ version: 1, mailbox: MAILBOX, have: [], blocks: [], wait: 20 }),
        ...(signal ? { signal } : {}),
      })
    const leaving = new AbortController()
    const gone = ask(leaving.signal).catch(() => 'gone')
    await waiting(mailboxes.waiting, 1)
    leaving.abort()
    expect(await gone).toBe('gone')
    await waiting(mailboxes.waiting, 0)

    const held = ask()
    await waiting(mailboxes.waiting, 1)
    await mailboxes.close()
    expect((await held).status).toBe(200)
  })
})
