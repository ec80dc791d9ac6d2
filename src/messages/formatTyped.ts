import { moneyFormat, type Locale } from './format'
import { typedCents } from '@/core/typedAmount'

/** An amount while it is typed, in full: what was typed of it, and the rest, which is still nought. */
export interface TypedText {
  before: string
  pending: string
  after: string
}

/** The text of an amount while it is typed: of `12,00 €`, `12,` is typed and `00` is pending. */
export function formatTyped(typed: string, locale: Locale): TypedText {
  const [euros = '', cents] = typed.split(',')
  const parts = moneyFormat(locale).formatToParts(typedCents(typed) / 100)
  const isFraction = (type: string) => type === 'decimal' || type === 'fraction'
  const textOf = (some: typeof parts) => some.map(({ value }) => value).join('')
  const place = parts.findIndex(({ type }) => isFraction(type))
  const fraction = textOf(parts.filter(({ type }) => isFraction(type)))
  const known = cents === undefined ? 0 : 1 + cents.length
  const whole = textOf(parts.slice(0, place))
  return {
    before: euros === '' ? '' : whole + fraction.slice(0, known),
    pending: euros === '' ? whole + fraction : fraction.slice(known),
    after: textOf(parts.slice(place).filter(({ type }) => !isFraction(type))),
  }
}

/** The decimal separator of the language, as its key shows it. */
export function decimalMark(locale: Locale): string {
  return (
    moneyFormat(locale)
      .formatToParts(0)
      .find(({ type }) => type === 'decimal')?.value ?? ','
  )
}
