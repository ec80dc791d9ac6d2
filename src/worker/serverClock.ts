import type { TillContext } from '@/till/context'
import type { KnownTime } from '@/core/journal/deviceClock'
import { momentOf } from '@/core/moment'
import type { Surroundings } from '@/prestashop/route'
import { recordServerTime } from '@/till/journal/deviceClock'

/** The clock of a server as its answers tell it. */
export interface ServerClock {
  /** `fetch`, which notes the `Date` of what is answered. */
  fetch: typeof fetch
  /** What was told last, carried on to now; null where no answer told it. */
  now: () => KnownTime | null
}

/**
 * Notes the clock of a server while it is asked something else. An answer from a cache (`Age`) is of
 * an earlier time. Another origin shows its `Date` only where it says so.
 */
export function noteServerClock(ask: typeof fetch, from: 'shop' | 'server'): ServerClock {
  let told: { serverMs: number; steadyMs: number } | undefined

  return {
    async fetch(...request) {
      const answer = await ask(...request)
      const serverMs = Date.parse(answer.headers.get('Date') ?? '')
      const isFresh = Number(answer.headers.get('Age') ?? 0) === 0
      if (isFresh && !Number.isNaN(serverMs)) told = { serverMs, steadyMs: performance.now() }
      return answer
    },
    now() {
      if (!told) return null
      const nowMs = told.serverMs + performance.now() - told.steadyMs
      return { at: momentOf(Math.round(nowMs), 0).at, from }
    },
  }
}

/**
 * Runs something that asks the shop, and compares the device's clock with the shop's afterwards, or
 * with that of the server the till comes from where the shop's answers did not show it. What was run
 * does not wait for it; without an answer there is nothing to compare.
 */
export function withServerClock<Done>(
  context: TillContext,
  surroundings: Surroundings,
  run: (heard: Surroundings) => Promise<Done>,
): Promise<Done> {
  const shop = noteServerClock(surroundings.fetch, 'shop')
  const done = run({ ...surroundings, fetch: shop.fetch })
  void done.then(() => compareClock(context, shop, surroundings)).catch(reportError)
  return done
}

async function compareClock(
  context: TillContext,
  shop: ServerClock,
  { fetch: ask, pageAddress }: Surroundings,
): Promise<void> {
  const own = noteServerClock(ask, 'server')
  if (!shop.now() && pageAddress !== null) {
    // The service worker answers no HEAD. Offline, nothing answers at all: that is no error.
    await own.fetch(pageAddress, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  }
  const server = shop.now() ?? own.now()
  if (server) await recordServerTime(context, server)
}
