export type Locale = 'fr' | 'en'

const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }

/** `67,23 €` */
export function formatCents(cents: number, locale: Locale): string {
  return moneyFormat(locale)
    .format(cents / 100)
    .replace('-', '−')
}

/** How money is written in a language. */
export const moneyFormat = (locale: Locale) =>
  cached(
    moneyFormats,
    locale,
    tag => new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR' }),
  )

/** A unit price from millionths of a euro, to the hundredth of a cent where needed: `9,0047 €`. */
export function formatFinePrice(micros: number, locale: Locale): string {
  return cached(
    fineMoneyFormats,
    locale,
    tag =>
      new Intl.NumberFormat(tag, {
        style: 'currency',
        currency: 'EUR',
        maximumFractionDigits: 4,
      }),
  ).format(micros / 1_000_000)
}

/** A note or a coin, in its short form: `50 €`, `20 c`. */
export function formatCoin(valueCents: number, locale: Locale): string {
  return valueCents < 100
    ? `${valueCents}\u00a0c`
    : cached(
        wholeMoneyFormats,
        locale,
        tag =>
          new Intl.NumberFormat(tag, {
            style: 'currency',
            currency: 'EUR',
            maximumFractionDigits: 0,
          }),
      ).format(valueCents / 100)
}

/** An amount for a quick button: without decimals when it has none. */
export function formatQuick(cents: number, locale: Locale): string {
  return cents % 100 === 0 && cents > 0 ? formatCoin(cents, locale) : formatCents(cents, locale)
}

/** `5,5 %` from hundredths of a percent. */
export function formatRate(vatRate: number, locale: Locale): string {
  return cached(
    rateFormats,
    locale,
    tag => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 }),
  ).format(vatRate / 10_000)
}

/** A quantity from thousandths: `2`, `0,25`. */
export function formatQuantity(quantityMilli: number, locale: Locale): string {
  return formatCount(quantityMilli / 1000, locale).replace('-', '−')
}

/** A weight from grams, as scales show it: `0,482 kg`. */
export function formatWeight(weightGrams: number, locale: Locale): string {
  return cached(
    weightFormats,
    locale,
    tag =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit: 'kilogram',
        minimumFractionDigits: 3,
      }),
  ).format(weightGrams / 1000)
}

/** A number of things: `1 248`. */
export function formatCount(count: number, locale: Locale): string {
  return cached(
    countFormats,
    locale,
    tag => new Intl.NumberFormat(tag, { maximumFractionDigits: 3 }),
  ).format(count)
}

/**
 * Date and time of a sealed entry, as the shop's clock showed them: in the offset the entry was
 * made with, wherever and whenever it is read.
 */
export function formatMoment(at: string, locale: Locale): string {
  return cached(
    momentFormats,
    locale,
    tag =>
      new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' }),
  ).format(wallClock(at))
}

/** `10:15`, in the entry's own offset. */
export function formatTime(at: string, locale: Locale): string {
  return cached(
    timeFormats,
    locale,
    tag => new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone: 'UTC' }),
  ).format(wallClock(at))
}

/** `mardi 24 novembre 2026` from a business day or an entry's time. */
export function formatDay(day: string, locale: Locale): string {
  return cached(
    dayFormats,
    locale,
    tag => new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone: 'UTC' }),
  ).format(wallClock(`${day.slice(0, 10)}T00:00:00`))
}

/** The day, month or year of a closing: `novembre 2026`. */
export function formatPeriod(of: string, locale: Locale): string {
  const [year = '', month, day] = of.split('-')
  if (day !== undefined) return formatDay(of, locale)
  if (month === undefined) return year
  return cached(
    monthFormats,
    locale,
    tag => new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  ).format(wallClock(`${of}-01T00:00:00`))
}

/** Date and time on this device's clock: for syncs, not for sealed entries. */
export function formatDeviceTime(instant: string, locale: Locale): string {
  return cached(
    deviceFormats,
    locale,
    tag => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }),
  ).format(new Date(instant))
}

/** Time of day on this device's clock. */
export function formatDeviceClock(instant: string, locale: Locale): string {
  return cached(
    clockFormats,
    locale,
    tag => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }),
  ).format(new Date(instant))
}

/** `il y a 12 min`; empty for less than a minute. */
export function formatAgo(elapsedMs: number, locale: Locale): string {
  const minutes = Math.floor(Math.max(0, elapsedMs) / 60_000)
  if (minutes < 1) return ''
  const format = cached(
    agoFormats,
    locale,
    tag => new Intl.RelativeTimeFormat(tag, { style: 'short' }),
  )
  if (minutes < 60) return format.format(-minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? format.format(-hours, 'hour') : format.format(-Math.floor(hours / 24), 'day')
}

/** A duration to wait: `28 s`, from two minutes on `5 min`, rounded up. */
export function formatWait(seconds: number, locale: Locale): string {
  const unit = seconds < 120 ? 'second' : 'minute'
  return new Intl.NumberFormat(TAGS[locale], { style: 'unit', unit }).format(
    unit === 'second' ? seconds : Math.ceil(seconds / 60),
  )
}

/** A long time in its largest whole unit: `430 jours`, `3 heures`, `12 minutes`. */
export function formatSpan(seconds: number, locale: Locale): string {
  const [unit, size] =
    seconds >= 2 * 86_400
      ? (['day', 86_400] as const)
      : seconds >= 2 * 3_600
        ? (['hour', 3_600] as const)
        : (['minute', 60] as const)
  const format = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(TAGS[locale], format).format(Math.max(1, Math.round(seconds / size)))
}

/** `Rayons, Photos et Langues` */
export function formatList(parts: readonly string[], locale: Locale): string {
  return cached(listFormats, locale, tag => new Intl.ListFormat(tag)).format(parts)
}

/** `12,3 Mo`; less than a million bytes in `ko`. */
export function formatBytes(bytes: number, locale: Locale): string {
  const size = SIZES.find(({ from }) => bytes >= from) ?? SMALLEST
  return cached(
    size.formats,
    locale,
    tag => new Intl.NumberFormat(tag, { style: 'unit', unit: size.unit, maximumFractionDigits: 1 }),
  ).format(bytes / size.from)
}

export type Cache<Format> = Map<Locale, Format>

const moneyFormats: Cache<Intl.NumberFormat> = new Map()
const wholeMoneyFormats: Cache<Intl.NumberFormat> = new Map()
const fineMoneyFormats: Cache<Intl.NumberFormat> = new Map()
const rateFormats: Cache<Intl.NumberFormat> = new Map()
const countFormats: Cache<Intl.NumberFormat> = new Map()
const weightFormats: Cache<Intl.NumberFormat> = new Map()
const SMALLEST = { unit: 'kilobyte', from: 1e3, formats: new Map() as Cache<Intl.NumberFormat> }
/** Units of a size, the largest first. */
const SIZES = [
  { unit: 'gigabyte', from: 1e9, formats: new Map() as Cache<Intl.NumberFormat> },
  { unit: 'megabyte', from: 1e6, formats: new Map() as Cache<Intl.NumberFormat> },
]
const momentFormats: Cache<Intl.DateTimeFormat> = new Map()
const timeFormats: Cache<Intl.DateTimeFormat> = new Map()
const dayFormats: Cache<Intl.DateTimeFormat> = new Map()
const monthFormats: Cache<Intl.DateTimeFormat> = new Map()
const deviceFormats: Cache<Intl.DateTimeFormat> = new Map()
const clockFormats: Cache<Intl.DateTimeFormat> = new Map()
const agoFormats: Cache<Intl.RelativeTimeFormat> = new Map()
const listFormats: Cache<Intl.ListFormat> = new Map()

/** Making an Intl format costs a hundred times as much as using one. */
export function cached<Format>(
  formats: Cache<Format>,
  locale: Locale,
  make: (tag: string) => Format,
): Format {
  const made = formats.get(locale) ?? make(TAGS[locale])
  formats.set(locale, made)
  return made
}

/** The clock time of an ISO instant, as if it were UTC, so that no time zone moves it. */
export function wallClock(at: string): Date {
  return new Date(`${at.slice(0, 19)}Z`)
}
