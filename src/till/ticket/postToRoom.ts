import {
  LONGEST_SHOWN_BYTES,
  parseAnswer,
  SCREEN_PATHS,
  WAITS_FOR_SCREEN_MS,
  type IdlePost,
  type RoomAnswer,
  type RoomPost,
} from '@/core/ticket/screenWire'

/** Why the till's server took nothing for the screens. */
export type RoomFault =
  /** The page comes from a host that has no such server. */
  | 'no-server'
  | 'no-answer'
  /** Too many tills and screens use it. */
  | 'full'

const ANSWERS_WITHIN_MS = WAITS_FOR_SCREEN_MS + 10_000

export interface PostOptions {
  pageAddress: string
  /** The page is being left: nobody waits for the answer. */
  isLast?: boolean
  fetch?: typeof globalThis.fetch
}

/** Posts what the till shows to its own server, for the screens of its room. */
export async function postToRoom(
  post: RoomPost,
  { pageAddress, isLast = false, fetch = globalThis.fetch.bind(globalThis) }: PostOptions,
): Promise<RoomAnswer | RoomFault> {
  try {
    const answer = await fetch(new URL(SCREEN_PATHS.till, pageAddress), {
      ...requestOf(bodyOf(post)),
      keepalive: isLast,
    })
    if (answer.status === 503) return 'full'
    if (answer.status >= 500) return 'no-answer'
    if (!answer.ok) return 'no-server'
    return parseAnswer(await answer.json()) ?? 'no-server'
  } catch (error) {
    // Where a host answers every address with a page, that is no server of the till's.
    if (error instanceof SyntaxError) return 'no-server'
    if (error instanceof TypeError || error instanceof DOMException) return 'no-answer'
    throw error
  }
}

/** Posts, once, what the screens of a room show between two customers; false where the server did not take it. */
export async function postIdle(
  post: IdlePost,
  { pageAddress, fetch = globalThis.fetch.bind(globalThis) }: PostOptions,
): Promise<boolean> {
  try {
    const answer = await fetch(
      new URL(SCREEN_PATHS.idle, pageAddress),
      requestOf(JSON.stringify(post)),
    )
    return answer.ok
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false
    throw error
  }
}

const requestOf = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'X-Comptoir': '1', 'Content-Type': 'application/json' },
  body,
  credentials: 'omit',
  cache: 'no-store',
  redirect: 'error',
  signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
})

/** A receipt in more codes than pass is shown without them. */
function bodyOf(post: RoomPost): string {
  const body = JSON.stringify(post)
  const { shown } = post
  const isLong = new TextEncoder().encode(body).length > LONGEST_SHOWN_BYTES
  if (!isLong || shown?.view.kind !== 'paid') return body
  return JSON.stringify({ ...post, shown: { ...shown, view: { ...shown.view, codes: [] } } })
}
