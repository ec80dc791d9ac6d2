import type { Article } from '@/core/catalogue/article'
import { assert } from '@/core/assert'
import { parseCents } from '@/core/money'
import { MAX_PIECES, type HowMuch } from './lines'

/**
 * What a cashier has typed before touching an article: a quantity (`3`, then a tile), a
 * quantity and an amount (`3 × 2,50`, then a department), or an amount alone.
 */
export interface QuickEntry {
  /** The quantity before `×`, in thousandths; null as long as `×` was not typed. */
  quantityMilli: number | null
  /** Digits typed since, with at most one comma. */
  typed: string
}

export type QuickEntryKey = 'back' | 'clear' | '×' | ',' | `${number}`

export const NO_QUICK_ENTRY: QuickEntry = { quantityMilli: null, typed: '' }

/** Longer than any price or quantity, and shorter than any code. */
const LONGEST = 7

export const isQuickEntryEmpty = ({ quantityMilli, typed }: QuickEntry) =>
  quantityMilli === null && typed === ''

/** What is typed once a key is pressed; a key that means nothing there changes nothing. */
export function pressQuickEntry(quickEntry: QuickEntry, key: QuickEntryKey): QuickEntry {
  const { quantityMilli, typed } = quickEntry
  if (key === 'clear') return NO_QUICK_ENTRY
  if (key === 'back') {
    if (typed !== '') return { ...quickEntry, typed: typed.slice(0, -1) }
    return quantityMilli === null
      ? NO_QUICK_ENTRY
      : { quantityMilli: null, typed: textOfMilli(quantityMilli) }
  }
  if (key === '×') {
    const milli = milliOf(typed)
    return quantityMilli === null && milli !== undefined
      ? { quantityMilli: milli, typed: '' }
      : quickEntry
  }
  if (key === ',') {
    return typed.includes(',')
      ? quickEntry
      : { ...quickEntry, typed: typed === '' ? '0,' : `${typed},` }
  }
  assert(/^\d+$/.test(key), 'a key of the pad is digits')
  const next = `${typed}${key}`.replace(/^0+(?=\d)/, '')
  const [, decimals = ''] = next.split(',')
  return next.length <= LONGEST && decimals.length <= 3
    ? { ...quickEntry, typed: next }
    : quickEntry
}

/**
 * How much of the article that is now touched: what is before `×`, else what is typed. One
 * piece when nothing is. Undefined when what is typed is no quantity.
 */
export function quickQuantityMilli({ quantityMilli, typed }: QuickEntry): number | undefined {
  if (quantityMilli !== null) return quantityMilli
  return typed === '' ? 1000 : milliOf(typed)
}

/** The amount typed, in cents; undefined when none is, or when it is no amount. */
export function quickAmountCents({ typed }: QuickEntry): number | undefined {
  const cents = parseCents(typed.replace(/,$/, ''))
  return cents !== undefined && cents > 0 ? cents : undefined
}

/** The price that was typed after a quantity: the article is then sold at that price. */
export function quickPriceCents(quickEntry: QuickEntry): number | undefined {
  return quickEntry.quantityMilli === null ? undefined : quickAmountCents(quickEntry)
}

/**
 * Whether an article is sold at a price that was changed: typed, and another than its own. One
 * without a price has none to change.
 */
export function isPriceChanged(
  { priceCents }: Pick<Article, 'priceCents'>,
  { unitPriceCents = priceCents }: HowMuch,
): boolean {
  return priceCents > 0 && unitPriceCents !== priceCents
}

function milliOf(typed: string): number | undefined {
  const [whole = '', decimals = ''] = typed.split(',')
  if (typed === '' || decimals.length > 3) return undefined
  const milli = Number(whole) * 1000 + Number(decimals.padEnd(3, '0'))
  return milli > 0 && milli <= MAX_PIECES * 1000 ? milli : undefined
}

/** A quantity as it would have been typed. */
function textOfMilli(milli: number): string {
  const decimals = String(milli % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '')
  const whole = String(Math.floor(milli / 1000))
  return decimals === '' ? whole : `${whole},${decimals}`
}
