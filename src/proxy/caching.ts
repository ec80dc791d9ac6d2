import type { MiddlewareHandler } from 'hono'

/** How long a file of the till may be cached, where it was found. */
export function cachingOf(path: string): string {
  // Files with a hash in their name never change; the others are requested again each time.
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
  return path === '/online.json' ? 'no-store' : 'no-cache'
}

/**
 * Forbids to store an answer that is an error, whatever else would allow it: a file that is missing
 * while a version is being installed is there a minute later, and is asked for again.
 */
export const storeNoError: MiddlewareHandler = async (context, next) => {
  await next()
  if (context.res.status >= 400) context.header('Cache-Control', 'no-store')
}
