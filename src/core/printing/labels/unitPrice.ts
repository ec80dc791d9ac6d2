import type { Article } from '@/core/catalogue/article'
import { CONTENT_PARTS } from '@/core/catalogue/content'
import { divideRounded } from '@/core/money'

/** A price for comparison: of a kilogram, a litre, or another unit as the shop writes it. */
export interface UnitPrice {
  cents: number
  /** `kg`, `l`, `m`, `100 g`… */
  unit: string
}

/** Units that a shop writes in its own way: the one to show, and how much of it they are. */
const SPELLINGS: Readonly<Record<string, { unit: 'kg' | 'l' | 'm'; thousandths: number }>> = {
  kg: { unit: 'kg', thousandths: 1000 },
  kilo: { unit: 'kg', thousandths: 1000 },
  kilogramme: { unit: 'kg', thousandths: 1000 },
  kilogram: { unit: 'kg', thousandths: 1000 },
  g: { unit: 'kg', thousandths: 1 },
  gr: { unit: 'kg', thousandths: 1 },
  gramme: { unit: 'kg', thousandths: 1 },
  l: { unit: 'l', thousandths: 1000 },
  litre: { unit: 'l', thousandths: 1000 },
  liter: { unit: 'l', thousandths: 1000 },
  dl: { unit: 'l', thousandths: 100 },
  cl: { unit: 'l', thousandths: 10 },
  ml: { unit: 'l', thousandths: 1 },
  m: { unit: 'm', thousandths: 1000 },
  mètre: { unit: 'm', thousandths: 1000 },
  metre: { unit: 'm', thousandths: 1000 },
  cm: { unit: 'm', thousandths: 10 },
}
/** What stands before a unit: `au kg`, `par 100 g`, `/ litre`, `les 75 cl`. */
const BEFORE = /^(?:€\s*)?(?:\/|par |per |au |le |la |les |l['’])?\s*/iu
const WRITTEN = /^(\d{1,4})?\s*(\p{L}{1,10})\.?$/u
const MOST_LETTERS = 12
/** Ten billion euros: of more, the price or the content is a fault of the shop. */
const MOST_CENTS = 1_000_000_000_000n

/**
 * The unit that a shop compares by, as labels write it, and how many of the shop's unit it is, as a
 * fraction: the price of 100 g stays one of 100 g, of 75 cl it becomes one of a litre. A unit that
 * is not of weight, volume or length stays as written; undefined where none is, or none of it.
 */
export function comparedUnit(
  written: string,
): { unit: string; times: number; over: number } | undefined {
  const text = written.trim().replace(BEFORE, '')
  const [, counted = '1', word = ''] = WRITTEN.exec(text) ?? []
  const count = Number(counted)
  if (text === '' || count === 0) return undefined
  const lower = word.toLowerCase()
  const known = SPELLINGS[lower] ?? SPELLINGS[lower.replace(/s$/, '')]
  if (!known) {
    const unit = word === '' ? text : count === 1 ? word : `${count} ${word}`
    return unit.length > MOST_LETTERS ? undefined : { unit, times: 1, over: 1 }
  }
  const thousandths = known.thousandths * count
  if (thousandths === 100 && known.unit !== 'm') {
    return { unit: known.unit === 'kg' ? '100 g' : '100 ml', times: 1, over: 1 }
  }
  return { unit: known.unit, times: 1000, over: thousandths }
}

/**
 * The price for comparison of an article sold by the piece, from what the shop says a piece holds.
 * Null where nothing is said, where the price itself is one of a kilogram or a metre, and where the
 * quotient is no price: below half a cent, or beyond any.
 */
export function unitPriceOf({
  priceCents,
  content,
  soldBy,
}: Pick<Article, 'priceCents' | 'content' | 'soldBy'>): UnitPrice | null {
  if (!content || soldBy || content.billionths <= 0) return null
  const compared = comparedUnit(content.unit)
  if (!compared) return null
  const { unit, times, over } = compared
  const top = BigInt(priceCents) * BigInt(CONTENT_PARTS) * BigInt(times)
  const bottom = BigInt(content.billionths) * BigInt(over)
  if (top > bottom * MOST_CENTS) return null
  const cents = divideRounded(top, bottom)
  return cents === 0 ? null : { cents, unit }
}
