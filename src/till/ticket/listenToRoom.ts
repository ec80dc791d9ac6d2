import { parseShown } from '@/core/ticket/customerChannel'
import type { ShownToCustomer } from '@/core/ticket/customerView'
import { parseIdleShow, type IdleShow } from '@/core/ticket/idleShow'
import { readEvents, SCREEN_PATHS, SILENT_AFTER_MS } from '@/core/ticket/screenWire'

export interface RoomOptions {
  room: string
  pageAddress: string
  /** What the till shows; null where it shows nothing, or is not reached. */
  onShown: (shown: ShownToCustomer | null) => void
  /** What is shown between two customers; it stays where the till is not reached. */
  onIdle: (idle: IdleShow) => void
  signal: AbortSignal
  /** Waits before the next try, in milliseconds, or until there is reason to try at once. */
  rest: (milliseconds: number) => Promise<void>
  fetch?: typeof globalThis.fetch
  silentMs?: number
}

const SHORTEST_REST_MS = 1_000
const LONGEST_REST_MS = 10_000

/** Hears what a till on another device shows, and begins again whenever the connection is lost. */
export async function listenToRoom(options: RoomOptions): Promise<void> {
  const { onShown, signal, rest } = options
  let restMs = SHORTEST_REST_MS
  while (!signal.aborted) {
    const hasHeard = await listenOnce(options)
    onShown(null)
    restMs = hasHeard ? SHORTEST_REST_MS : Math.min(2 * restMs, LONGEST_REST_MS)
    if (!signal.aborted) await rest(restMs)
  }
}

/** One connection, until it ends; whether anything came over it. */
async function listenOnce(options: RoomOptions): Promise<boolean> {
  const { room, pageAddress, onShown, onIdle, signal, silentMs = SILENT_AFTER_MS } = options
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis)
  const cut = new AbortController()
  const end = () => cut.abort()
  signal.addEventListener('abort', end)
  let silent = setTimeout(end, silentMs)
  let hasHeard = false
  try {
    const answer = await fetch(new URL(`${SCREEN_PATHS.rooms}/${room}`, pageAddress), {
      headers: { 'X-Comptoir': '1', Accept: 'text/event-stream' },
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: cut.signal,
    })
    if (!answer.ok || !answer.body) return false
    const decoder = new TextDecoder()
    const eventsIn = readEvents(text => {
      const idle = parseIdleShow(JSON.parse(text))
      if (idle) onIdle(idle)
    })
    const reader = answer.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return hasHeard
      clearTimeout(silent)
      silent = setTimeout(end, silentMs)
      const last = eventsIn(decoder.decode(value, { stream: true })).at(-1)
      if (last === undefined) continue
      hasHeard = true
      onShown(parseShown(JSON.parse(last)) ?? null)
    }
  } catch (error) {
    // A network that went, or an answer that no server of the till's gives.
    const isCut =
      error instanceof TypeError ||
      error instanceof DOMException ||
      error instanceof SyntaxError ||
      error instanceof RangeError
    if (isCut) return hasHeard
    throw error
  } finally {
    clearTimeout(silent)
    signal.removeEventListener('abort', end)
    cut.abort()
  }
}
