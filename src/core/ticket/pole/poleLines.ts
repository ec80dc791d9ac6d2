import { assertCents } from '@/core/money'
import type { CustomerLine, CustomerView } from '@/core/ticket/customerView'
import { inPage, type PolePage } from './polePages'

/** Letters of a line of the display. */
export const POLE_COLUMNS = 20

/** What a display shows: two lines of exactly twenty letters of its page. */
export type PoleLines = readonly [string, string]

/** Words of a display, in the language of the till. */
export interface PoleWords {
  total: string
  /** Before what is left to pay, of a ticket that is paid in several ways. */
  left: string
  paid: string
  givenBack: string
  change: string
  due: string
  thanks: string
  welcome: string
}

export interface PoleText {
  words: PoleWords
  shopName: string
  locale: 'fr' | 'en'
  page: PolePage
}

/**
 * What the customer sees on two lines: the line that came or changed last, above the total; then what was
 * paid, above the change. Amounts are whole on their line, to the cent: names give way to them.
 */
export function poleLinesOf(
  view: CustomerView,
  before: CustomerView | null,
  text: PoleText,
): PoleLines {
  const { words, shopName } = text
  switch (view.kind) {
    case 'idle':
      return [centred(shopName, text), centred(words.welcome, text)]
    case 'ticket': {
      const line = changedLine(view.lines, before?.kind === 'ticket' ? before.lines : [])
      const leftCents = view.totalCents - view.takenCents
      const word = view.takenCents === 0 ? words.total : words.left
      return [
        line ? pair(nameOf(line, text), line.grossCents, text) : spaces(POLE_COLUMNS),
        pair(word, leftCents, text),
      ]
    }
    case 'paid': {
      const { totalCents, changeCents, dueCents } = view
      const word = totalCents < 0 ? words.givenBack : words.paid
      return [
        pair(word, Math.abs(totalCents), text),
        changeCents > 0
          ? pair(words.change, changeCents, text)
          : dueCents > 0
            ? pair(words.due, dueCents, text)
            : centred(words.thanks, text),
      ]
    }
  }
}

/** Two lines to look at: words that have accents, and all figures. */
export const poleTest = (words: string, page: PolePage): PoleLines => [
  inPage(page, words).slice(0, POLE_COLUMNS).padEnd(POLE_COLUMNS),
  '1234567890   1234,05',
]

/** The line that is new or another than before, the last of them; else the last of all. */
function changedLine(
  lines: readonly CustomerLine[],
  before: readonly CustomerLine[],
): CustomerLine | undefined {
  const isChanged = (line: CustomerLine, at: number) => {
    const old = before[at]
    return (
      !old ||
      old.name !== line.name ||
      old.quantityMilli !== line.quantityMilli ||
      old.grossCents !== line.grossCents
    )
  }
  return lines.findLast(isChanged) ?? lines.at(-1)
}

const THOUSANDTHS = 1000

/** `2 x Miel`; the quantity of one is not said. */
function nameOf({ name, quantityMilli }: CustomerLine, text: PoleText): string {
  if (quantityMilli === THOUSANDTHS) return name
  const whole = Math.trunc(quantityMilli / THOUSANDTHS)
  const part = Math.abs(quantityMilli % THOUSANDTHS)
  const sign = quantityMilli < 0 && whole === 0 ? '-' : ''
  const decimals = part === 0 ? '' : decimalSign(text) + String(part).padStart(3, '0')
  return `${sign}${whole}${decimals} x ${name}`
}

const decimalSign = ({ locale }: Pick<PoleText, 'locale'>) => (locale === 'fr' ? ',' : '.')

/** An amount in figures alone, exact: `-1234,05`. There is no room for more. */
export function poleAmount(cents: number, text: Pick<PoleText, 'locale'>): string {
  assertCents(cents)
  const digits = String(Math.abs(cents)).padStart(3, '0')
  const sign = cents < 0 ? '-' : ''
  return `${sign}${digits.slice(0, -2)}${decimalSign(text)}${digits.slice(-2)}`
}

/** A name to the left, cut where it must be, and its amount to the right, whole. */
function pair(name: string, cents: number, text: PoleText): string {
  const amount = poleAmount(cents, text)
  const room = Math.max(0, POLE_COLUMNS - amount.length - 1)
  const cut = inPage(text.page, name).slice(0, room).trimEnd()
  return (cut + spaces(POLE_COLUMNS - cut.length - amount.length) + amount).slice(-POLE_COLUMNS)
}

function centred(words: string, text: PoleText): string {
  const cut = inPage(text.page, words).trim().slice(0, POLE_COLUMNS).trimEnd()
  const before = Math.floor((POLE_COLUMNS - cut.length) / 2)
  return (spaces(before) + cut).padEnd(POLE_COLUMNS)
}

const spaces = (count: number) => ' '.repeat(Math.max(0, count))
