/**
 * Which pictures came and which did not, since the till was opened. One that came is shown at
 * once; a new one is asked for after a pause, so that thirty tiles that change with each
 * letter of a search ask for nothing; one that was not there is not asked for again before
 * pictures have arrived.
 */
const come = new Set<string>()
/** By address: the round of arrivals it was missing in. */
const missing = new Map<string, number>()

/** How long a tile must show an article before its picture is asked for. */
export const PAUSE_MS = 120

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
