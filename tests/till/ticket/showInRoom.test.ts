import { expect, it, vi } from 'vitest'
import type { ShownToCustomer } from '@/core/ticket/customerView'
import type { RoomAnswer } from '@/core/ticket/screenWire'
import { newRoomKey } from '@/till/ticket/roomKey'
import { ROOM_KEY } from '@/core/ticket/screenRoom'
import type { IdleShow } from '@/core/ticket/idleShow'
import { idleEventOf } from '@/core/ticket/screenWire'
import { listenToRoom } from '@/till/ticket/listenToRoom'
import { postToRoom, type RoomFault } from '@/till/ticket/postToRoom'
import { showInRoom } from '@/till/ticket/showInRoom'

const shownOf = (totalCents: number): ShownToCustomer => ({
  view: { kind: 'ticket', lines: [], totalCents, takenCents: 0 },
  shopName: 'Colibri',
  locale: 'fr',
})

/** A till whose posts and rests end when the test says so. */
function aTillThatShows() {
  let now = shownOf(0)
  const posts: {
    shown: ShownToCustomer | null | undefined
    end: (answer: RoomAnswer | RoomFault) => void
  }[] = []
  const rests: { milliseconds: number; end: () => void }[] = []
  const answers: (RoomAnswer | RoomFault)[] = []
  const room = showInRoom({
    post: shown => new Promise(end => posts.push({ shown, end })),
    read: () => now,
    onAnswer: answer => answers.push(answer),
    report: error => {
      throw error
    },
    rest: (milliseconds, until) =>
      Promise.race([until, new Promise<void>(end => rests.push({ milliseconds, end }))]),
  })
  const change = (totalCents: number) => {
    now = shownOf(totalCents)
    room.change()
  }
  const settled = () => new Promise(resolve => setImmediate(resolve))
  return { posts, rests, answers, room, change, settled }
}
const heard: RoomAnswer = { screens: 1, addresses: [] }
const unheard: RoomAnswer = { screens: 0, addresses: [] }

it('posts nothing that is shown until a screen listens', async () => {
  const till = aTillThatShows()
  till.change(100)
  expect(till.posts.map(({ shown }) => shown)).toEqual([null])
  till.posts[0]?.end(unheard)
  await till.settled()
  till.change(200)
  await till.settled()
  expect(till.posts).toHaveLength(1)
  till.rests[0]?.end()
  await till.settled()
  expect(till.posts[1]?.shown).toBeUndefined()
  till.posts[1]?.end(heard)
  await till.settled()
  expect(till.posts[2]?.shown).toEqual(shownOf(200))
})

it('has one post under way, and then posts the last state alone', async () => {
  const till = aTillThatShows()
  till.posts[0]?.end(heard)
  await till.settled()
  for (const cents of [100, 200, 300]) till.change(cents)
  await till.settled()
  expect(till.posts).toHaveLength(2)
  till.posts[1]?.end(heard)
  await till.settled()
  expect(till.posts).toHaveLength(3)
  expect(till.posts[2]?.shown).toEqual(shownOf(300))
  till.posts[2]?.end(heard)
  await till.settled()
  // Nothing changed: it is repeated after a rest, and a change ends the rest.
  expect(till.posts).toHaveLength(3)
  till.change(400)
  await till.settled()
  expect(till.posts[3]?.shown).toEqual(shownOf(400))
})

it('tries again, ever later, and posts nothing after it is stopped', async () => {
  const till = aTillThatShows()
  for (let tries = 0; tries < 6; tries += 1) {
    till.posts[tries]?.end('no-answer')
    await till.settled()
    till.rests[tries]?.end()
    await till.settled()
  }
  expect(till.rests.map(({ milliseconds }) => milliseconds)).toEqual([
    2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ])
  till.room.stop()
  till.posts[6]?.end(heard)
  await till.settled()
  expect(till.posts).toHaveLength(7)
  expect(till.answers).toHaveLength(6)
})

it('makes keys of their own', () => {
  expect(newRoomKey()).toMatch(ROOM_KEY)
  expect(newRoomKey()).not.toBe(newRoomKey())
})

const answering = (status: number, body: string) => () =>
  Promise.resolve(new Response(body, { status }))
it.each([
  [
    'a host that answers each address with its page',
    answering(200, '<!doctype html>'),
    'no-server',
  ],
  ['a host without such a server', answering(404, 'nothing'), 'no-server'],
  ['a server that answers otherwise', answering(200, '{"screens":-1,"addresses":[]}'), 'no-server'],
  [
    'a server with hostile addresses',
    answering(200, '{"screens":1,"addresses":["javascript:1"]}'),
    'no-server',
  ],
  ['a full server', answering(503, '{}'), 'full'],
  ['a proxy without its server', answering(502, ''), 'no-answer'],
  ['no network', () => Promise.reject(new TypeError('Failed to fetch')), 'no-answer'],
])('tells %s', async (_what, fetch, fault) => {
  const key = newRoomKey()
  expect(await postToRoom({ key }, { pageAddress: 'http://localhost:4173/', fetch })).toBe(fault)
})

/** A screen whose connections are the test's. */
function aScreen(silentMs?: number) {
  const connections: ReadableStreamDefaultController<Uint8Array>[] = []
  const shown: (number | null)[] = []
  const idle: IdleShow[] = []
  const rests: { milliseconds: number; end: () => void }[] = []
  const left = new AbortController()
  void listenToRoom({
    room: 'K7QM-2XHD-9TRB-WZ4N',
    pageAddress: 'http://localhost:4173/',
    onShown: one => shown.push(one?.view.kind === 'ticket' ? one.view.totalCents : null),
    onIdle: one => idle.push(one),
    signal: left.signal,
    rest: milliseconds => new Promise(end => rests.push({ milliseconds, end })),
    fetch: (_address, init) =>
      Promise.resolve(
        new Response(
          new ReadableStream<Uint8Array>({
            start(controller) {
              connections.push(controller)
              init?.signal?.addEventListener('abort', () =>
                controller.error(new DOMException('aborted', 'AbortError')),
              )
            },
          }),
        ),
      ),
    ...(silentMs === undefined ? {} : { silentMs }),
  })
  const say = (text: string) => connections.at(-1)?.enqueue(new TextEncoder().encode(text))
  return { connections, shown, idle, rests, left, say }
}
const eventOf = (shown: unknown) => `data: ${JSON.stringify(shown)}\n\n`

it('hears apart what it shows between two customers, and takes no other for it', async () => {
  const screen = aScreen()
  await vi.waitFor(() => expect(screen.connections).toHaveLength(1))
  const idle = {
    id: 'a',
    picture: { width: 8, height: 8, jpeg: '/9j/AAAA' },
    words: '10 h – 19 h',
  }
  screen.say(idleEventOf(JSON.stringify({ ...idle, picture: { ...idle.picture, jpeg: '<svg>' } })))
  screen.say(idleEventOf(JSON.stringify(idle)))
  screen.say(eventOf(shownOf(100)))
  await vi.waitFor(() => expect(screen.shown).toEqual([100]))
  expect(screen.idle).toEqual([idle])
  screen.left.abort()
})

it('shows what it hears, nothing once the connection is lost, and begins again', async () => {
  const screen = aScreen()
  await vi.waitFor(() => expect(screen.connections).toHaveLength(1))
  screen.say(eventOf(shownOf(100)))
  await vi.waitFor(() => expect(screen.shown).toEqual([100]))
  screen.connections[0]?.error(new TypeError('network error'))
  await vi.waitFor(() => expect(screen.rests).toHaveLength(1))
  expect(screen.shown).toEqual([100, null])
  screen.rests[0]?.end()
  await vi.waitFor(() => expect(screen.connections).toHaveLength(2))
  screen.say(eventOf(shownOf(200)))
  await vi.waitFor(() => expect(screen.shown).toEqual([100, null, 200]))
  screen.left.abort()
})

it.each([
  ['text that is no JSON', 'data: {\n\n'],
  ['an event without an end', `data: ${'a'.repeat(600_000)}`],
])('ends a connection that sends %s', async (_what, text) => {
  const screen = aScreen()
  await vi.waitFor(() => expect(screen.connections).toHaveLength(1))
  screen.say(eventOf(shownOf(100)) + text)
  await vi.waitFor(() => expect(screen.rests).toHaveLength(1))
  expect(screen.shown.at(-1)).toBeNull()
})

it('shows nothing for what is no view', async () => {
  const screen = aScreen()
  await vi.waitFor(() => expect(screen.connections).toHaveLength(1))
  screen.say(eventOf(shownOf(100)))
  screen.say(eventOf({ ...shownOf(100), view: { kind: 'ticket', totalCents: '<b>' } }))
  await vi.waitFor(() => expect(screen.shown).toEqual([100, null]))
  screen.left.abort()
})

it('leaves a connection over which nothing comes, not even that the server is there', async () => {
  const screen = aScreen(500)
  await vi.waitFor(() => expect(screen.connections).toHaveLength(1))
  screen.say(eventOf(shownOf(100)))
  await vi.waitFor(() => expect(screen.rests).toHaveLength(1))
  expect(screen.shown).toEqual([100, null])
})
