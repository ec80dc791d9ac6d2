import { cached, wallClock, type Cache, type Locale } from './format'

/** `24/11/2026` */
export function formatShortDay(day: string, locale: Locale): string {
  return cached(
    shortDayFormats,
    locale,
    tag =>
      new Intl.DateTimeFormat(tag, {
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        timeZone: 'UTC',
      }),
  ).format(wallClock(`${day}T00:00:00`))
}

/** `novembre` from 11. */
export function formatMonthName(month: number, locale: Locale): string {
  return cached(
    monthNameFormats,
    locale,
    tag => new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' }),
  ).format(new Date(Date.UTC(2026, month - 1, 1)))
}

/** `+12,5 %`: relative change, from hundredths of a percent. */
export function formatChange(changeRate: number, locale: Locale): string {
  return cached(
    changeFormats,
    locale,
    tag =>
      new Intl.NumberFormat(tag, {
        style: 'percent',
        maximumFractionDigits: 1,
        signDisplay: 'exceptZero',
      }),
  ).format(changeRate / 10_000)
}

const shortDayFormats: Cache<Intl.DateTimeFormat> = new Map()
const monthNameFormats: Cache<Intl.DateTimeFormat> = new Map()
const changeFormats: Cache<Intl.NumberFormat> = new Map()
