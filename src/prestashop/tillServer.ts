import * as v from 'valibot'

const ANSWER_WITHIN_MS = 10_000
const health = v.object({ comptoir: v.literal(true) })

/** Whether the page comes from the till's own server, with its proxy and demo shop. */
export async function hasTillServer(
  fetch: typeof globalThis.fetch,
  pageAddress: string,
): Promise<boolean> {
  try {
    const answer = await fetch(new URL('proxy/health', pageAddress), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    return answer.ok && v.safeParse(health, await answer.json()).success
  } catch {
    // A static host answers with its 404 page, or not at all: there is no proxy.
    return false
  }
}
