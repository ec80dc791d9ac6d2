import {
  BEAT,
  BEATS_EVERY_MS,
  eventOf,
  idleEventOf,
  STALE_AFTER_MS,
  WAITS_FOR_SCREEN_MS,
} from '@/core/ticket/screenWire'

/** Rooms where tills show what their customers' screens on other devices see: in memory alone. */
export interface Rooms {
  /** Shows a text in a room; how many screens see it. It is kept only where one does. */
  show: (room: string, text: string) => number
  /** Gives a show to the screens of a room, once; how many there are. It is kept only where one listens. */
  showIdle: (room: string, idle: { id: string; text: string }) => number
  /** The id of the show that a room has; undefined for none. */
  idleOf: (room: string) => string | undefined
  /**
   * Waits until a screen listens in a room, not for ever; how many do. Undefined where too many tills
   * wait. Of one room, the last till that waits is the one that does.
   */
  untilListened: (room: string) => Promise<number | undefined>
  /** The events of a room, as a screen hears them; undefined where too many screens listen. */
  listen: (room: string) => ReadableStream<Uint8Array> | undefined
  /** What listens now, and did. */
  seen: () => ScreensSeen
}

/** Customer's screens of all rooms. */
export interface ScreensSeen {
  /** Screens that listen now. */
  listening: number
  /** When the last one that is gone left, in milliseconds since 1970; undefined where none did. */
  leftAt: number | undefined
}

export interface RoomTimes {
  beatMs: number
  staleMs: number
  waitMs: number
}

const MOST_WAITING = 100
const MOST_SCREENS = 100
/** One till has a screen or two; the rest is room for those that were left without a word. */
const MOST_SCREENS_OF_ROOM = 8
/** What a room shows without a till: each screen then shows the shop's name alone. */
const NOTHING = 'null'

interface Room {
  text: string
  /** What its screens show between two customers. */
  idle?: { id: string; text: string }
  /** Screens that listen, the oldest first. */
  screens: Set<Screen>
  stale?: NodeJS.Timeout
}

interface Screen {
  /** The text is another one. */
  wake: () => void
  /** Another screen takes its place. */
  end: () => void
}

const USUAL: RoomTimes = {
  beatMs: BEATS_EVERY_MS,
  staleMs: STALE_AFTER_MS,
  waitMs: WAITS_FOR_SCREEN_MS,
}

/** No rooms yet. A room is there as long as a screen listens in it. */
export function openRooms({ beatMs, staleMs, waitMs }: RoomTimes = USUAL): Rooms {
  const rooms = new Map<string, Room>()
  const waiting = new Map<string, (screens: number) => void>()
  let screensOfAll = 0
  let leftAt: number | undefined

  function change(room: Room, text: string): void {
    if (room.text === text) return
    room.text = text
    for (const { wake } of room.screens) wake()
  }

  function enter(name: string, screen: Screen): Room {
    const room = rooms.get(name) ?? { text: NOTHING, screens: new Set<Screen>() }
    rooms.set(name, room)
    room.screens.add(screen)
    screensOfAll += 1
    waiting.get(name)?.(room.screens.size)
    return room
  }

  function leave(name: string, room: Room, screen: Screen): void {
    if (!room.screens.delete(screen)) return
    screensOfAll -= 1
    leftAt = Date.now()
    if (room.screens.size > 0) return
    clearTimeout(room.stale)
    rooms.delete(name)
  }

  return {
    seen: () => ({ listening: screensOfAll, leftAt }),

    show(name, text) {
      const room = rooms.get(name)
      if (!room) return 0
      clearTimeout(room.stale)
      // A till that went without a word leaves no total behind.
      room.stale = setTimeout(() => change(room, NOTHING), staleMs).unref()
      change(room, text)
      return room.screens.size
    },

    showIdle(name, idle) {
      const room = rooms.get(name)
      if (!room) return 0
      if (room.idle?.id === idle.id) return room.screens.size
      room.idle = idle
      for (const { wake } of room.screens) wake()
      return room.screens.size
    },

    idleOf: name => rooms.get(name)?.idle?.id,

    async untilListened(name) {
      const room = rooms.get(name)
      if (room) return room.screens.size
      const before = waiting.get(name)
      if (!before && waiting.size >= MOST_WAITING) return undefined
      before?.(0)
      const { promise, resolve } = withResolvers<number>()
      waiting.set(name, resolve)
      const late = setTimeout(() => resolve(0), waitMs)
      const screens = await promise
      clearTimeout(late)
      if (waiting.get(name) === resolve) waiting.delete(name)
      return screens
    },

    listen(name) {
      const screens = rooms.get(name)?.screens
      // A screen whose network went is not known to be gone, and asks again.
      if (screens && screens.size >= MOST_SCREENS_OF_ROOM) [...screens][0]?.end()
      if (screensOfAll >= MOST_SCREENS) return undefined
      return streamOf(beatMs, {
        enter: screen => enter(name, screen),
        leave: (room, screen) => leave(name, room, screen),
      })
    },
  }
}

interface RoomOfScreen {
  enter: (screen: Screen) => Room
  leave: (room: Room, screen: Screen) => void
}

/** What a screen hears. The next event is made when the last one was taken: a slow one skips some. */
function streamOf(beatMs: number, { enter, leave }: RoomOfScreen): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next = withResolvers<void>()
  let isOver = false
  let sent: string | undefined
  let sentIdle: string | undefined
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const screen: Screen = {
    wake: () => next.resolve(),
    end: () => {
      stop()
      controller?.close()
    },
  }
  const room = enter(screen)
  const stop = () => {
    isOver = true
    leave(room, screen)
    next.resolve()
  }
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start: given => {
      controller = given
    },
    async pull(given) {
      if (sent === room.text && sentIdle === room.idle?.id) {
        const beat = setTimeout(() => next.resolve(), beatMs)
        await next.promise
        clearTimeout(beat)
      }
      if (isOver) return
      next = withResolvers()
      if (room.idle && sentIdle !== room.idle.id) {
        sentIdle = room.idle.id
        given.enqueue(encoder.encode(idleEventOf(room.idle.text)))
        return
      }
      const isNew = sent !== room.text
      sent = room.text
      given.enqueue(encoder.encode(isNew ? eventOf(sent) : BEAT))
    },
    cancel: stop,
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}

/** `Promise.withResolvers` is not in the oldest Node that runs the server. */
function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>(settle => (resolve = settle))
  return { promise, resolve }
}
