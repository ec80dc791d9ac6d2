import { Hono } from 'hono'
import type { Rooms } from './rooms'
import { asData, fromThisPageOnly, upToBytes } from '@/proxy/agent/agentGuard'
import type { ServerBindings } from '@/proxy/origin'
import { ROOM, roomOf } from '@/core/ticket/screenRoom'
import { LONGEST_IDLE_BYTES } from '@/core/ticket/idleShow'
import {
  LONGEST_SHOWN_BYTES,
  parseIdlePost,
  parsePost,
  type RoomAnswer,
} from '@/core/ticket/screenWire'

/**
 * Customer's screens on other devices, for the till's own pages alone: a till shows by the key of its
 * room, a screen listens by the room's name, which lets nobody show anything.
 */
export function screenRoutes(
  rooms: Rooms,
  addresses: () => string[],
): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.use(asData, fromThisPageOnly)

  app.post('/till', upToBytes(LONGEST_SHOWN_BYTES), async context => {
    const post = parsePost(await context.req.json().catch(() => undefined))
    if (!post) return context.json({ error: 'not-shown' }, 400)
    const { key, shown } = post
    const room = roomOf(key)
    const screens =
      shown === undefined
        ? await rooms.untilListened(room)
        : rooms.show(room, JSON.stringify(shown))
    if (screens === undefined) return context.json({ error: 'too-many' }, 503)
    const idleId = rooms.idleOf(room)
    return context.json({
      screens,
      addresses: addresses(),
      ...(idleId === undefined ? {} : { idleId }),
    } satisfies RoomAnswer)
  })

  app.post('/till/idle', upToBytes(LONGEST_IDLE_BYTES), async context => {
    const post = parseIdlePost(await context.req.json().catch(() => undefined))
    if (!post) return context.json({ error: 'not-shown' }, 400)
    const { key, idle } = post
    const screens = rooms.showIdle(roomOf(key), { id: idle.id, text: JSON.stringify(idle) })
    return context.json({ screens })
  })

  app.get('/rooms/:room', context => {
    const room = context.req.param('room')
    if (!ROOM.test(room)) return context.json({ error: 'unknown' }, 404)
    const events = rooms.listen(room)
    if (!events) return context.json({ error: 'too-many' }, 503)
    return context.body(events, 200, {
      'Content-Type': 'text/event-stream',
      // A proxy on the way that keeps answers until they are whole would keep this one for ever.
      'X-Accel-Buffering': 'no',
    })
  })

  app.all('*', context => context.json({ error: 'unknown' }, 404))
  return app
}
