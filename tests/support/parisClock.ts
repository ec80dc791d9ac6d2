import { momentOf, type Moment } from '@/core/moment'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A device's clock in Paris: moved by hand, with its summer time, and set wrong at will. */
export interface ParisClock {
  now: () => Moment
  /** Puts it right, at a time of a day as the shop's wall shows it: `18:30`. */
  set: (day: string, time: string) => void
  pass: (minutes: number) => void
  /** As someone who turns the device's clock by so many hours: back, below zero. */
  turn: (hours: number) => void
}

export function parisClock(): ParisClock {
  let utc = 0
  return {
    now: () => momentOf(utc, offsetAt(utc)),
    set: (day, time) => {
      const wall = Date.parse(`${day}T${time}:00Z`)
      // Of the hour that comes twice in autumn, the first.
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

/** One in the morning at Greenwich, on the last Sunday of a month of 31 days. */
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1))
  return last.getTime() - last.getUTCDay() * 24 * HOUR
}
