import type { RoomFault } from './postToRoom'
import type { ShownToCustomer } from '@/core/ticket/customerView'
import { SHOWN_EVERY_MS, type RoomAnswer } from '@/core/ticket/screenWire'

export interface ShowOptions {
  /** Posts what is shown, or null, which is answered at once; without it, waits until a screen listens. */
  post: (shown?: ShownToCustomer | null) => Promise<RoomAnswer | RoomFault>
  /** What is shown now: read as it is posted, and only where a screen listens. */
  read: () => ShownToCustomer
  onAnswer: (answer: RoomAnswer | RoomFault) => void
  /** Resolves after so many milliseconds, or once `until` does. */
  rest: (milliseconds: number, until: Promise<void>) => Promise<unknown>
  /** Tells what nobody expected. */
  report: (error: unknown) => void
}

export interface ShownRoom {
  /** What is shown is another: it is posted once the post under way is over. */
  change: () => void
  stop: () => void
}

/** Rests after a post that failed, in milliseconds, each longer than the one before. */
const SHORTEST_REST_MS = 2_000
const LONGEST_REST_MS = 30_000
/** After an answer that no screen listens: where two tills wait, each ends the other's wait. */
const UNHEARD_REST_MS = 1_000

/**
 * Shows in a room what the till shows, by one post at a time: what changes during a post goes with the
 * next one, the last state alone. What is shown is repeated, so that a till that is gone is noticed.
 */
export function showInRoom({ post, read, onAnswer, rest, report }: ShowOptions): ShownRoom {
  let isStopped = false
  let isHeard = false
  let hasChanged = false
  let restMs = SHORTEST_REST_MS
  let wake = (): void => undefined

  async function restUnlessChanged(milliseconds: number): Promise<void> {
    const until = new Promise<void>(resolve => (wake = resolve))
    if (!hasChanged && !isStopped) await rest(milliseconds, until)
  }

  async function run(): Promise<void> {
    // The first answer says whether there is such a server: nobody waits for a screen to know.
    let answer = await post(null)
    while (!isStopped) {
      onAnswer(answer)
      const wasHeard = isHeard
      isHeard = typeof answer === 'object' && answer.screens > 0
      if (isHeard) {
        restMs = SHORTEST_REST_MS
        // A first screen has nothing yet.
        if (wasHeard) await restUnlessChanged(SHOWN_EVERY_MS)
      } else if (typeof answer === 'object') {
        restMs = SHORTEST_REST_MS
        await rest(UNHEARD_REST_MS, new Promise(() => undefined))
      } else {
        await rest(restMs, new Promise(() => undefined))
        restMs = Math.min(2 * restMs, LONGEST_REST_MS)
      }
      // Its owner may have stopped it meanwhile.
      if (isStopped as boolean) return
      hasChanged = false
      answer = await post(isHeard ? read() : undefined)
    }
  }

  run().catch(report)
  return {
    change: () => {
      hasChanged = true
      wake()
    },
    stop: () => {
      isStopped = true
      wake()
    },
  }
}
