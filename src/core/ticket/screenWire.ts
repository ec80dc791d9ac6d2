import * as v from 'valibot'
import { shownShape } from './customerChannel'
import { IDLE_ID, idleShowShape } from './idleShow'
import { ROOM_KEY } from './screenRoom'

/** Where the till's server takes what a till shows, and gives it to screens: `afficheur/…`. */
export const SCREEN_PATHS = {
  till: 'afficheur/till',
  idle: 'afficheur/till/idle',
  rooms: 'afficheur/rooms',
} as const

/** Longest request of a till and longest event to a screen, in bytes: more than the longest receipt. */
export const LONGEST_SHOWN_BYTES = 500_000
/** A till repeats what it shows at this interval; one that was silent for longer shows nothing. */
export const SHOWN_EVERY_MS = 8_000
export const STALE_AFTER_MS = 20_000
/** Where no screen listens, an answer to the till waits for one for so long. */
export const WAITS_FOR_SCREEN_MS = 20_000
/** The server says at this interval that it is there; a screen that hears nothing for longer is cut. */
export const BEATS_EVERY_MS = 8_000
export const SILENT_AFTER_MS = 20_000

const postShape = v.strictObject({
  key: v.pipe(v.string(), v.regex(ROOM_KEY)),
  shown: v.optional(v.nullable(shownShape)),
})
/** What a till posts: what it shows, or null for nothing; without it, it asks who listens. */
export type RoomPost = v.InferOutput<typeof postShape>

const idlePostShape = v.strictObject({
  key: v.pipe(v.string(), v.regex(ROOM_KEY)),
  idle: idleShowShape,
})
/** What a till posts once for its screens: what they show between two customers. */
export type IdlePost = v.InferOutput<typeof idlePostShape>

const answerShape = v.object({
  screens: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  addresses: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^https?:\/\/[\w.:[\]-]{1,200}$/))),
    v.maxLength(50),
  ),
  idleId: v.optional(v.pipe(v.string(), v.regex(IDLE_ID))),
})
/** What the server answers: how many screens listen, its addresses on the network, and which show of the till it has. */
export type RoomAnswer = v.InferOutput<typeof answerShape>

/** A till's post, where it is one. */
export function parsePost(body: unknown): RoomPost | undefined {
  const post = v.safeParse(postShape, body)
  return post.success ? post.output : undefined
}

/** A till's post of a show, where it is one. */
export function parseIdlePost(body: unknown): IdlePost | undefined {
  const post = v.safeParse(idlePostShape, body)
  return post.success ? post.output : undefined
}

/** The server's answer, where it is one. */
export function parseAnswer(body: unknown): RoomAnswer | undefined {
  const answer = v.safeParse(answerShape, body)
  return answer.success ? answer.output : undefined
}

/** One event of a stream (server-sent events); `text` is one line. */
export const eventOf = (text: string): string => `data: ${text}\n\n`
/** One event with a show for idle screens, which screens of a version before pass over. */
export const idleEventOf = (text: string): string => `${IDLE_EVENT}${text}\n\n`
const IDLE_EVENT = 'event: idle\ndata: '
/** Says that the server is there. */
export const BEAT = ':\n\n'

/**
 * Reads the events of a stream, in whatever pieces it comes; the returned function gives the texts
 * of the events that a piece ended. Those with a show are given to `onIdle` apart.
 *
 * @throws RangeError where an event is longer than any that a server sends.
 */
export function readEvents(onIdle?: (text: string) => void): (piece: string) => string[] {
  let begun = ''
  return piece => {
    begun += piece
    const events = begun.split('\n\n')
    begun = events.pop() ?? ''
    if (begun.length > LONGEST_SHOWN_BYTES) throw new RangeError('an event without an end')
    for (const event of events) {
      if (event.startsWith(IDLE_EVENT)) onIdle?.(event.slice(IDLE_EVENT.length))
    }
    return events.filter(event => event.startsWith('data: ')).map(event => event.slice(6))
  }
}
