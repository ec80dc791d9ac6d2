/** First and last day, both included, in the shop's time zone. */
export interface Days {
  from: string
  to: string
}

/** The day `days` days after a day; before it when `days` is negative. */
export function dayPlus(day: string, days: number): string {
  return new Date(utcOf(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Number of days from the first to the last, both included. */
export const dayCount = ({ from, to }: Days): number => (utcOf(to) - utcOf(from)) / DAY_MS + 1

/** Last day of a month given as `2026-02`. */
export function lastDayOf(month: string): string {
  const [year = 0, one = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, one, 0)).toISOString().slice(0, 10)
}

/** Monday of the week that contains a day (ISO 8601). */
export const mondayOf = (day: string): string => dayPlus(day, 0 - weekday(day))

/**
 * The ISO 8601 week that contains a day, as `2026-W48`. Week 1 of a year contains its first
 * Thursday.
 */
export function isoWeekOf(day: string): string {
  const year = dayPlus(mondayOf(day), 3).slice(0, 4)
  const first = mondayOf(`${year}-01-04`)
  const week = dayCount({ from: first, to: mondayOf(day) }) - 1
  return `${year}-W${String(week / 7 + 1).padStart(2, '0')}`
}

/** The period of the same length that ends on the day before this one begins. */
export function daysBefore(days: Days): Days {
  return { from: dayPlus(days.from, 0 - dayCount(days)), to: dayPlus(days.from, -1) }
}

/** Whether a text is an existing day written as `2026-01-31`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayIsKept(text)
}

const DAY_MS = 86_400_000
const utcOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
/** Days since Monday. */
const weekday = (day: string) => (new Date(utcOf(day)).getUTCDay() + 6) % 7
const dayIsKept = (text: string) =>
  !Number.isNaN(utcOf(text)) && new Date(utcOf(text)).toISOString().startsWith(text)
