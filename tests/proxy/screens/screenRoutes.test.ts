import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'
import { openRooms } from '@/proxy/screens/rooms'
import { roomOf } from '@/core/ticket/screenRoom'
import { LONGEST_IDLE_BYTES } from '@/core/ticket/idleShow'
import { LONGEST_SHOWN_BYTES, readEvents } from '@/core/ticket/screenWire'

const KEY = 'k'.repeat(43)
const SHOWN = {
  view: { kind: 'ticket', lines: [], totalCents: 1_250, takenCents: 0 },
  shopName: 'Colibri',
  locale: 'fr',
}
const OWN = { 'X-Comptoir': '1', 'Sec-Fetch-Site': 'same-origin' }

let server: ReturnType<typeof serve>
let origin = ''
const left: AbortController[] = []

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-rooms-'))
  const app = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, undefined),
    key: undefined,
    allowsPrivate: false,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(() => undefined),
    isKnownHost: knownHosts(undefined),
    addresses: () => ['http://192.168.1.20:4173'],
  })
  await new Promise<void>(resolve => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve())
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  for (const one of left.splice(0)) one.abort()
  server.close()
})

const post = (body: unknown, headers: Record<string, string> = OWN) =>
  fetch(`${origin}/afficheur/till`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** A screen: what it heard, as long as it is not left. */
async function aScreen(room = roomOf(KEY), headers: Record<string, string> = OWN) {
  const gone = new AbortController()
  left.push(gone)
  const answer = await fetch(`${origin}/afficheur/rooms/${room}`, { headers, signal: gone.signal })
  const heard: unknown[] = []
  const idle: unknown[] = []
  const read = async () => {
    const eventsIn = readEvents(text => idle.push(JSON.parse(text)))
    const decoder = new TextDecoder()
    for await (const piece of answer.body ?? []) {
      for (const text of eventsIn(decoder.decode(piece, { stream: true })))
        heard.push(JSON.parse(text))
    }
  }
  const ended = answer.ok ? read().catch(() => undefined) : Promise.resolve()
  return { answer, heard, idle, ended, leave: () => gone.abort() }
}

it('brings what a till shows to each screen of its room, and to no other', async () => {
  const screen = await aScreen()
  const other = await aScreen(roomOf('o'.repeat(43)))
  expect(screen.answer.headers.get('content-type')).toBe('text/event-stream')
  expect(screen.answer.headers.get('cache-control')).toBe('no-store')
  expect(screen.answer.headers.get('content-security-policy')).toContain('sandbox')
  await vi.waitFor(() => expect(screen.heard).toEqual([null]))
  const answer = await post({ key: KEY, shown: SHOWN })
  expect(await answer.json()).toEqual({ screens: 1, addresses: ['http://192.168.1.20:4173'] })
  await vi.waitFor(() => expect(screen.heard).toEqual([null, SHOWN]))
  // A second one, opened late, has it at once.
  const late = await aScreen()
  await vi.waitFor(() => expect(late.heard).toEqual([SHOWN]))
  await post({ key: KEY, shown: null })
  await vi.waitFor(() => expect(screen.heard.at(-1)).toBeNull())
  expect(other.heard).toEqual([null])
})

const IDLE = {
  id: 'show-1',
  picture: { width: 1280, height: 800, jpeg: `/9j/${'A'.repeat(200_000)}` },
  words: '10 h – 19 h',
}
const postIdle = (body: unknown, headers: Record<string, string> = OWN) =>
  fetch(`${origin}/afficheur/till/idle`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

it('gives each screen the show of its room once, and not with what the till shows then', async () => {
  // Nobody listens: it is not kept.
  expect(await (await postIdle({ key: KEY, idle: IDLE })).json()).toEqual({ screens: 0 })
  const screen = await aScreen()
  const other = await aScreen(roomOf('o'.repeat(43)))
  expect(await (await post({ key: KEY, shown: SHOWN })).json()).not.toHaveProperty('idleId')
  await postIdle({ key: KEY, idle: IDLE })
  await vi.waitFor(() => expect(screen.idle).toEqual([IDLE]))
  // The till hears that the server has it.
  expect(await (await post({ key: KEY, shown: null })).json()).toMatchObject({ idleId: 'show-1' })
  await post({ key: KEY, shown: SHOWN })
  await postIdle({ key: KEY, idle: IDLE })
  const late = await aScreen()
  await vi.waitFor(() => expect(late.idle).toEqual([IDLE]))
  await vi.waitFor(() => expect(late.heard).toEqual([SHOWN]))
  await postIdle({ key: KEY, idle: { ...IDLE, id: 'show-2', picture: null } })
  await vi.waitFor(() => expect(screen.idle).toHaveLength(2))
  expect(screen.heard.at(-1)).toEqual(SHOWN)
  expect(other.idle).toEqual([])
})

it.each([
  ['without the till’s header', { key: KEY, idle: IDLE }, {}, 403],
  ['by the name of the room', { key: roomOf(KEY), idle: IDLE }, OWN, 400],
  [
    'that is no picture',
    { key: KEY, idle: { ...IDLE, picture: { ...IDLE.picture, jpeg: 'PHN2' } } },
    OWN,
    400,
  ],
  ['with more beside', { key: KEY, idle: { ...IDLE, script: '' } }, OWN, 400],
  ['that is too large', { key: KEY, idle: IDLE, pad: 'a'.repeat(LONGEST_IDLE_BYTES) }, OWN, 413],
])('refuses a show %s', async (_what, body, headers, status) => {
  expect((await postIdle(body, headers)).status).toBe(status)
})

it('keeps nothing where no screen listens', async () => {
  expect(await (await post({ key: KEY, shown: SHOWN })).json()).toMatchObject({ screens: 0 })
  const screen = await aScreen()
  await vi.waitFor(() => expect(screen.heard).toEqual([null]))
})

it('tells a till that waits as soon as a screen listens, and counts those that left', async () => {
  const asked = post({ key: KEY })
  const screen = await aScreen()
  expect(await (await asked).json()).toMatchObject({ screens: 1 })
  screen.leave()
  await vi.waitFor(async () => {
    expect(await (await post({ key: KEY, shown: SHOWN })).json()).toMatchObject({ screens: 0 })
  })
})

it('lets nobody show anything by the name of the room', async () => {
  const screen = await aScreen()
  expect((await post({ key: roomOf(KEY), shown: SHOWN })).status).toBe(400)
  const padded = roomOf(KEY).padEnd(43, 'A')
  expect(await (await post({ key: padded, shown: SHOWN })).json()).toMatchObject({ screens: 0 })
  expect(screen.heard).toEqual([null])
})

it.each([
  ['without the till’s header', {}, 403],
  ['of another site', { ...OWN, 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['of a neighbour site', { ...OWN, 'Sec-Fetch-Site': 'same-site' }, 403],
  ['of another origin', { ...OWN, Origin: 'https://evil.example' }, 403],
  ['of the till’s page', OWN, 200],
])('answers a request %s or not', async (_what, headers, status) => {
  expect((await post({ key: KEY, shown: null }, headers)).status).toBe(status)
  expect((await aScreen(roomOf(KEY), headers)).answer.status).toBe(status)
})

it.each([
  ['no JSON', '{', 400],
  ['a view that is none', { key: KEY, shown: { ...SHOWN, view: { kind: 'html' } } }, 400],
  [
    'cents that are none',
    { key: KEY, shown: { ...SHOWN, view: { ...SHOWN.view, totalCents: 0.5 } } },
    400,
  ],
  ['more than any receipt', { key: KEY, shown: SHOWN, pad: 'a'.repeat(LONGEST_SHOWN_BYTES) }, 413],
])('refuses %s', async (_what, body, status) => {
  expect((await post(body)).status).toBe(status)
})

it.each(['..', 'K7QM', 'k7qm-2xhd-9trb-wz4n', `${'A'.repeat(2_000)}`])(
  'knows no room named %s',
  async room => expect((await aScreen(room)).answer.status).toBe(404),
)

const TIMES = { beatMs: 5, staleMs: 60_000, waitMs: 60_000 }

async function nextOf(events: ReadableStream<Uint8Array> | undefined): Promise<string> {
  const reader = events?.getReader()
  const { value } = (await reader?.read()) ?? {}
  reader?.releaseLock()
  return new TextDecoder().decode(value)
}

it('says that it is there, and skips what a slow screen is late for', async () => {
  const rooms = openRooms(TIMES)
  const events = rooms.listen('a')
  expect(await nextOf(events)).toBe('data: null\n\n')
  expect(await nextOf(events)).toBe(':\n\n')
  for (const text of ['1', '2', '3']) rooms.show('a', text)
  expect(await nextOf(events)).toBe('data: 3\n\n')
})

it('shows nothing more of a till that went without a word', async () => {
  const rooms = openRooms({ ...TIMES, staleMs: 20, beatMs: 60_000 })
  const events = rooms.listen('a')
  await nextOf(events)
  rooms.show('a', '1')
  expect(await nextOf(events)).toBe('data: 1\n\n')
  expect(await nextOf(events)).toBe('data: null\n\n')
})

it('bounds the screens of a room by ending the oldest, and those of all', async () => {
  const rooms = openRooms(TIMES)
  const first = rooms.listen('a')
  await nextOf(first)
  for (let count = 1; count < 9; count += 1) rooms.listen('a')
  expect(await first?.getReader().read()).toMatchObject({ done: true })
  expect(rooms.show('a', '1')).toBe(8)
  let listening = 8
  while (rooms.listen(`room ${listening}`)) listening += 1
  expect(listening).toBe(100)
})

it('bounds the tills that wait, one a room', async () => {
  const rooms = openRooms(TIMES)
  const before = rooms.untilListened('a')
  const after = rooms.untilListened('a')
  expect(await before).toBe(0)
  for (let count = 1; count < 100; count += 1) void rooms.untilListened(`room ${count}`)
  expect(await rooms.untilListened('one more')).toBeUndefined()
  rooms.listen('a')
  expect(await after).toBe(1)
})
