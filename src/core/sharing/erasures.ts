import { LANES } from './block'
import type { Wanted } from './carrier'
import { isFinal, type Register } from './register'

/** A block in which a device said that somebody was erased. */
export interface Erasure {
  /** Who said it. */
  device: string
  /** Number of the block after it in what that device says of the shop. */
  next: number
  /** When this device heard of it, or did it; ISO 8601 in UTC. */
  at: string
}

/** What a device knows of erasures. */
export interface Erasures {
  /** When it last heard of one: what it says after that, as a base, is without it. ISO 8601. */
  latestAt: string
  /** The newest ones, oldest first. */
  newest: readonly Erasure[]
}
export const NO_ERASURE: Erasures = { latestAt: '', newest: [] }

/** Of more of them, the newest tell enough of who has not answered. */
const MOST_KEPT = 100
const DAY_MS = 24 * 60 * 60_000
/** What carriers keep of what is shared is never older than that and the days they keep a moved mailbox. */
const OLDEST_BASE_MS = 30 * DAY_MS

/** Registers that erase a person: a customer may ask for it (GDPR art. 17). */
export const erasing = (registers: readonly Register[]): Register[] =>
  registers.filter(register => register.key.startsWith('customer/') && isFinal(register))

/** What is known of erasures once one more is. */
export const withErasure = ({ newest }: Erasures, erasure: Erasure): Erasures => ({
  latestAt: erasure.at,
  newest: [...newest, erasure].slice(-MOST_KEPT),
})

/**
 * Whether a device is to say anew all that it says of the shop, so that its earlier blocks go
 * everywhere: within a day of an erasure, and once a month in any case. `basedAt` is when it last
 * did; '' for never. A clock that was set back makes it due.
 */
export function isBaseDue(basedAt: string, { latestAt }: Erasures, now: string): boolean {
  if (basedAt === '') return latestAt !== ''
  const ageMs = Math.abs(Date.parse(now) - Date.parse(basedAt))
  return ageMs > (latestAt >= basedAt ? DAY_MS : OLDEST_BASE_MS)
}

/**
 * Devices that had not read of an erasure when they last spoke, by device: since when, of the oldest
 * one. `streams` are the lanes of other devices, with how far each had read the lanes of others.
 */
export function erasuresUnread(
  { newest }: Erasures,
  streams: readonly { device: string; seen: readonly Wanted[] }[],
): Map<string, string> {
  const since = new Map<string, string>()
  for (const device of new Set(streams.map(one => one.device))) {
    const seen = streams.flatMap(one => (one.device === device ? one.seen : []))
    const hasRead = (erasure: Erasure) =>
      erasure.device === device ||
      seen.some(
        one =>
          one.device === erasure.device && one.lane === LANES.shared && one.next >= erasure.next,
      )
    const unread = newest.find(erasure => !hasRead(erasure))
    if (unread) since.set(device, unread.at)
  }
  return since
}
