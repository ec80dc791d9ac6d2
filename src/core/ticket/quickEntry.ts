import type { Article } from '@/core/catalogue/article'
import { assert } from '@/core/assert'
import { parseCents } from '@/core/money'
import type { HowMuch } from './lines'
import { quantityTyped, typedMilli } from './typedQuantity'

/**
 * What a cashier typed before tapping an article: a quantity (`3`, then a tile), a quantity and an
 * amount (`3 × 2,50`, then a department), or an amount alone.
 */
export interface QuickEntry {
  /** The quantity before `×`, in thousandths; null until `×` was typed. */
  quantityMilli: number | null
  /** Digits typed since then, with at most one comma. */
  typed: string
}

export type QuickEntryKey = 'back' | 'clear' | '×' | ',' | `${number}`

/** Nothing was typed. */
export const NO_QUICK_ENTRY: QuickEntry = { quantityMilli: null, typed: '' }

/** Longer than any price or quantity, and shorter than any barcode. */
const LONGEST = 7

/** Whether nothing was typed. */
export const isQuickEntryEmpty = ({ quantityMilli, typed }: QuickEntry) =>
  quantityMilli === null && typed === ''

/** The entry after a key. A key that makes no sense at this point changes nothing. */
export function pressQuickEntry(quickEntry: QuickEntry, key: QuickEntryKey): QuickEntry {
  const { quantityMilli, typed } = quickEntry
  if (key === 'clear') return NO_QUICK_ENTRY
  if (key === 'back') {
    if (typed !== '') return { ...quickEntry, typed: typed.slice(0, -1) }
    return quantityMilli === null
      ? NO_QUICK_ENTRY
      : { quantityMilli: null, typed: quantityTyped(quantityMilli) }
  }
  if (key === '×') {
    const milli = typedMilli(typed)
    return quantityMilli === null && milli !== undefined
      ? { quantityMilli: milli, typed: '' }
      : quickEntry
  }
  if (key === ',') {
    return typed.includes(',')
      ? quickEntry
      : { ...quickEntry, typed: typed === '' ? '0,' : `${typed},` }
  }
  assert(/^\d+$/.test(key), 'any other key of the pad is digits')
  const next = `${typed}${key}`.replace(/^0+(?=\d)/, '')
  const [, decimals = ''] = next.split(',')
  return next.length <= LONGEST && decimals.length <= 3
    ? { ...quickEntry, typed: next }
    : quickEntry
}

/**
 * Quantity of the article now tapped: the number before `×`, else the number typed, else one piece.
 * Undefined when the typed text is not a quantity.
 */
export function quickQuantityMilli({ quantityMilli, typed }: QuickEntry): number | undefined {
  if (quantityMilli !== null) return quantityMilli
  return typed === '' ? 1000 : typedMilli(typed)
}

/**
 * Whether a quantity typed on a keyboard is so large that it is asked once more: a scanner types
 * like a keyboard, and a slip of the hand sells a hundred.
 */
export const isLargeQuantity = (quantityMilli: number | undefined, mostPieces: number) =>
  quantityMilli !== undefined && quantityMilli > mostPieces * 1000

/** The typed amount in cents; undefined when nothing was typed, or when it is not an amount. */
export function quickAmountCents({ typed }: QuickEntry): number | undefined {
  const cents = parseCents(typed.replace(/,$/, ''))
  return cents !== undefined && cents > 0 ? cents : undefined
}

/** The price typed after a quantity, at which the article is then sold; else undefined. */
export function quickPriceCents(quickEntry: QuickEntry): number | undefined {
  return quickEntry.quantityMilli === null ? undefined : quickAmountCents(quickEntry)
}

/**
 * Whether an article is sold at a changed price: a typed price that differs from its own. An
 * article without a price has none to change.
 */
export function isPriceChanged(
  { priceCents }: Pick<Article, 'priceCents'>,
  { unitPriceCents = priceCents }: HowMuch,
): boolean {
  return priceCents > 0 && unitPriceCents !== priceCents
}
