import type { MiddlewareHandler } from 'hono'

/** Encodings that the build makes of a file, the smallest first. */
export const ENCODINGS_MADE = ['br', 'gzip'] as const

/** An encoding the build makes, or the file as it is. */
export type Encoding = (typeof ENCODINGS_MADE)[number] | 'identity'

/** Files that are compressed by their nature: the build makes nothing of them. */
const COMPRESSED_ALREADY = /\.(?:png|webp|woff2|br|gz)$/

/**
 * The encoding a client wants most, by `Accept-Encoding` and its weights (RFC 9110, 12.5.3). Of
 * those it wants alike, the smallest. Without the header, the file as it is: whoever sends none may
 * know none.
 */
export function chooseEncoding(header: string): Encoding {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map(text => text.trim())
    const weight = parameters.find(text => text.startsWith('q='))
    if (name) weights.set(name, weight ? Number(weight.slice(2)) || 0 : 1)
  }
  const weightOf = (encoding: string) => weights.get(encoding) ?? weights.get('*') ?? 0
  // What is not named may be sent, but is wanted less than what is.
  const best = ENCODINGS_MADE.reduce((one, other) =>
    weightOf(other) > weightOf(one) ? other : one,
  )
  const isWanted = weightOf(best) > 0 && weightOf(best) >= (weights.get('identity') ?? 0)
  return isWanted ? best : 'identity'
}

/**
 * Leaves of `Accept-Encoding` the one encoding to send, which whoever serves files then sends where
 * the build made it, and says that the answer depends on it.
 */
export const negotiateEncoding: MiddlewareHandler = async (context, next) => {
  const { headers } = context.req.raw
  headers.set('Accept-Encoding', chooseEncoding(headers.get('Accept-Encoding') ?? ''))
  await next()
  if (!COMPRESSED_ALREADY.test(context.req.path)) context.res.headers.set('Vary', 'Accept-Encoding')
}
