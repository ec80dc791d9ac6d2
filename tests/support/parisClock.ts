import { momentOf, type Moment } from '@/core/moment'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A device's clock in Paris: moved by hand, with its summer time, and set wrong at will. */
export interface ParisClock {
  now: () => Moment
  /** Sets it to the right local time of a day: `18:30`. */
  set: (day: string, time: string) => void
  pass: (minutes: number) => void
  /** Moves the device's clock by so many hours, as a person does; below zero, back. */
  turn: (hours: number) => void
}

export function parisClock(): ParisClock {
  let utc = 0
  return {
    now: () => momentOf(utc, offsetAt(utc)),
    set: (day, time) => {
      const wall = Date.parse(`${day}T${time}:00Z`)
      // When an hour comes twice in autumn, the first one.
      utc = wall - offsetAt(wall - 2 * HOUR) * MINUTE
    },
    pass: minutes => {
      utc += minutes * MINUTE
    },
    turn: hours => {
      utc += hours * HOUR
    },
  }
}

/** Minutes east of Greenwich: two hours from March to October (directive 2000/84/EC). */
function offsetAt(utc: number): number {
  const year = new Date(utc).getUTCFullYear()
  const isSummer = utc >= lastSunday(year, 2) && utc < lastSunday(year, 9)
  return isSummer ? 120 : 60
}

/** 01:00 UTC on the last Sunday of a month of 31 days. */
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1))
  return last.getTime() - last.getUTCDay() * 24 * HOUR
}
