import { assert } from './assert'

/** An instant as the journal stores it. */
export interface Moment {
  /** ISO 8601 with the offset from UTC: `2026-11-24T10:15:00.000+01:00`. */
  at: string
  /** The day in the shop's time zone: `2026-11-24`. */
  day: string
}

/** The instant and its calendar day at `offsetMinutes` east of UTC. `epochMs` counts from 1970. */
export function momentOf(epochMs: number, offsetMinutes: number): Moment {
  assert(Number.isInteger(offsetMinutes), 'an offset is whole minutes')
  const local = new Date(epochMs + offsetMinutes * 60_000).toISOString()
  const sign = offsetMinutes < 0 ? '-' : '+'
  const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0')
  return { at: `${local.slice(0, -1)}${sign}${hours}:${minutes}`, day: local.slice(0, 10) }
}
