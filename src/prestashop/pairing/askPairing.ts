import * as v from 'valibot'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

const ANSWERS_WITHIN_MS = 20_000
const given = v.object({ half: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })
const refusal = v.variant('error', [
  v.object({
    error: v.literal('code-wrong'),
    triesLeft: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99)),
  }),
  v.object({ error: v.literal('over') }),
])

/**
 * Asks the shop's module for its half of what opens the key in a QR code. The shop gives it once.
 * The address tells neither the pairing nor its code.
 */
export async function askPairing(
  { fetch }: { fetch: typeof globalThis.fetch },
  address: string,
  { id, code }: { id: string; code: string },
): Promise<Result<string, ShopError>> {
  const { host } = new URL(address)
  const url = `${address}/index.php?fc=module&module=comptoir&controller=pair`
  let text: string
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ id, code }),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    })
    text = await answer.text()
  } catch (error) {
    return fail({ code: 'shop-unreachable', host, detail: String(error) })
  }
  const body = parsed(text)
  const half = v.safeParse(given, body)
  if (half.success) return ok(half.output.half)
  const refused = v.safeParse(refusal, body)
  if (!refused.success) return fail({ code: 'pairing-absent', host })
  const { output } = refused
  return fail(
    output.error === 'code-wrong' && output.triesLeft > 0
      ? { code: 'pairing-code-wrong', triesLeft: output.triesLeft }
      : { code: 'pairing-over' },
  )
}

/** A page of the shop instead of data, such as its own 404, is no answer of the module. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
