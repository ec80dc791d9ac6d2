import type { PrecacheEntry } from 'workbox-precaching'

/**
 * The till's files on the device, each by the key it is cached under and its hash. Any script of the
 * same origin may write to the cache: in a folder of the shop's own address, so may the shop's
 * modules. A file is therefore checked each time it is used, and not only when it is installed.
 */
export interface SoundFiles {
  /** The cached file if it is unchanged, else a new one of the server; null where there is none. */
  soundCopy: (key: string, cached: Response | undefined) => Promise<Response | null>
  /** Checks all files, and fetches again what was changed or is gone. */
  checkAll: () => Promise<FileCheck>
}

/** Files that were not what the till installed: fetched again, or not to be had now. */
export interface FileCheck {
  mended: number
  lost: number
}

/** Types by the ends of names: a cached answer could be given another. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json; charset=utf-8',
}
/** Headers of the server that stay; the page's policy is in the page itself, under its hash. */
const KEPT = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'permissions-policy',
  'referrer-policy',
  'x-frame-options',
] as const

/** Watches over the files of this version, by the hashes that the build wrote into its list. */
export function watchFiles(
  entries: readonly (PrecacheEntry | string)[],
  keyOf: (url: string) => string | undefined,
  cacheName: string,
): SoundFiles {
  const files = new Map(
    entries.flatMap(entry => {
      if (typeof entry === 'string' || entry.integrity === undefined) return []
      const key = keyOf(entry.url)
      return key === undefined ? [] : [[key, { url: entry.url, integrity: entry.integrity }]]
    }),
  )

  /** Those found since the last check, as they were used. */
  const changed: FileCheck = { mended: 0, lost: 0 }

  async function soundCopy(key: string, cached: Response | undefined): Promise<Response | null> {
    const file = files.get(key)
    if (!file) return null
    const bytes = await cached?.arrayBuffer()
    if (cached && bytes && (await hashOf(bytes)) === file.integrity) {
      return ownResponse(file.url, bytes, cached.headers)
    }
    return mended(key)
  }

  /** Counts a changed file, and fetches it again. */
  async function mended(key: string): Promise<Response | null> {
    const again = await fetchAgain(key)
    if (again) changed.mended += 1
    else changed.lost += 1
    return again
  }

  async function fetchAgain(key: string): Promise<Response | null> {
    const file = files.get(key)
    if (!file) return null
    const cache = await caches.open(cacheName)
    await cache.delete(key)
    try {
      const answer = await fetch(file.url, { integrity: file.integrity, cache: 'reload' })
      if (!answer.ok) return null
      await cache.put(key, answer.clone())
      return ownResponse(file.url, await answer.arrayBuffer(), answer.headers)
    } catch {
      // No network, or the server has another version by now: the caller asks for that one.
      return null
    }
  }

  async function checkAll(): Promise<FileCheck> {
    const cache = await caches.open(cacheName)
    for (const [key, { integrity }] of files) {
      const cached = await cache.match(key)
      const bytes = await cached?.arrayBuffer()
      if (bytes && (await hashOf(bytes)) === integrity) continue
      // A file that the browser cleared was changed by nobody.
      await (bytes ? mended(key) : fetchAgain(key))
    }
    const check = { ...changed }
    Object.assign(changed, { mended: 0, lost: 0 })
    return check
  }

  return { soundCopy, checkAll }
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `sha256-${btoa(String.fromCharCode(...digest))}`
}

function ownResponse(url: string, bytes: ArrayBuffer, sent: Headers): Response {
  const headers = new Headers({ 'X-Content-Type-Options': 'nosniff' })
  for (const name of KEPT) {
    const value = sent.get(name)
    if (value !== null) headers.set(name, value)
  }
  const end = url.split('.').at(-1) ?? ''
  headers.set('Content-Type', TYPES[end] ?? 'application/octet-stream')
  return new Response(bytes, { headers })
}
