/**
 * Which pictures were loaded and which were missing, since the till was opened. A loaded picture is
 * shown at once. A new picture is requested after a pause, so that thirty tiles that change with
 * each character of a search request nothing. A missing picture is not requested again before
 * pictures have arrived.
 */
const come = new Set<string>()
/** By address: the round of arrivals in which the picture was missing. */
const missing = new Map<string, number>()

/** How long a tile must show an article before its picture is requested. */
export const PAUSE_MS = 120

/**
 * Whether the till has a picture and can serve it. Asked first: a request for a picture that the
 * shop does not have would be an error in the console, for each tile.
 */
export async function isKept(address: string): Promise<boolean> {
  if (!('caches' in globalThis) || !navigator.serviceWorker?.controller) return false
  return (await caches.match(address)) !== undefined
}

export const hasCome = (address: string): boolean => come.has(address)

export const isMissing = (address: string, round: number): boolean => missing.get(address) === round

export function noteCome(address: string): void {
  come.add(address)
  missing.delete(address)
}

export function noteMissing(address: string, round: number): void {
  come.delete(address)
  missing.set(address, round)
}
