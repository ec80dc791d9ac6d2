import type { ShopPromotion } from './shopRows'
import type { VatRate } from '@/core/vat'
import { centsFromMicros, divideRounded } from '@/core/money'

/** PrestaShop's date for a promotion without a beginning or without an end. */
export const NO_DATE = '0000-00-00 00:00:00'

/** A price as the shop sells at it, and the promotion it comes from. */
export interface PriceOfShop {
  priceCents: number
  promotion?: { regularPriceCents: number; endsAt: string | null }
}

/** A price that the shop has already set for later; from this time on, it is the shop's. */
export interface PriceChange extends PriceOfShop {
  atShopTime: string
}

/** What is known of an article's price at the time it was read. */
export interface ReadPrice {
  /** The price for a visitor: reductions, ecotax and VAT included. */
  shownMicros: number
  /** Price of the product without VAT and without any reduction. */
  baseNetMicros: number
  /** What the combination adds to it; 0 without combinations, undefined when the key cannot see. */
  impactMicros: number | undefined
  ecotaxNetMicros: number
  vatRate: VatRate
}

/**
 * Rows of the article in PrestaShop's order: the first one in force is the one it sells at
 * (SpecificPrice::getSpecificPrice; a passing promotion comes before a lasting one because `to` is
 * compared as it is stored, and no end is all zeroes).
 */
export function rowsOfArticle(
  promotions: readonly ShopPromotion[],
  productId: number,
  combinationId: number,
): ShopPromotion[] {
  return promotions
    .filter(row => row.productId === productId || row.productId === 0)
    .filter(row => row.combinationId === combinationId || row.combinationId === 0)
    .toSorted(
      (a, b) =>
        b.combinationId - a.combinationId ||
        b.fromQuantity - a.fromQuantity ||
        a.ruleId - b.ruleId ||
        b.score - a.score ||
        inOrder(b.toShopTime, a.toShopTime) ||
        inOrder(b.fromShopTime, a.fromShopTime),
    )
}

/** The row an article is sold at; undefined when none is in force. */
export function rowInForce(
  rows: readonly ShopPromotion[],
  shopTime: string,
): ShopPromotion | undefined {
  // PrestaShop compares with the minute, not the second.
  const minute = `${shopTime.slice(0, 16)}:00`
  return rows.find(
    ({ fromShopTime: from, toShopTime: to }) =>
      (from === NO_DATE || from <= minute) && (to === NO_DATE || minute <= to),
  )
}

/** Times after `shopTime` at which a promotion begins or has ended, ascending, each once. */
export function boundariesAfter(rows: readonly ShopPromotion[], shopTime: string): string[] {
  const times = rows.flatMap(({ fromShopTime: from, toShopTime: to }) => [
    ...(from === NO_DATE ? [] : [wholeMinute(from, 59)]),
    ...(to === NO_DATE ? [] : [wholeMinute(to, 60)]),
  ])
  return [...new Set(times)].filter(time => time > shopTime).sort()
}

/**
 * The price of an article now and at each later time its promotions change it, by PrestaShop's own
 * arithmetic (Product::priceCalculation: base price and combination, VAT, ecotax, then reduction).
 * Null when these rows do not explain the price that the shop shows: a reduction of another kind is
 * in it, and what follows cannot be known.
 */
export function pricesOverTime(
  rows: readonly ShopPromotion[],
  read: ReadPrice,
  shopTime: string,
): { now: PriceOfShop; later: PriceChange[] } | null {
  if (rows.some(row => !row.isForSure)) return null
  const plain = plainMicros(read, rowInForce(rows, shopTime))
  if (plain === undefined) return null
  const later: PriceChange[] = []
  for (const atShopTime of boundariesAfter(rows, shopTime)) {
    const price = priceUnder(rowInForce(rows, atShopTime), plain, read)
    if (!price) return null
    later.push({ atShopTime, ...price })
  }
  const now = priceUnder(rowInForce(rows, shopTime), plain, read)
  if (!now) return null
  return { now: { ...now, priceCents: centsFromMicros(read.shownMicros) }, later }
}

/** The price without any row, found back from the price shown under one. */
function plainMicros(read: ReadPrice, row: ShopPromotion | undefined): number | undefined {
  const { shownMicros, baseNetMicros, impactMicros, ecotaxNetMicros } = read
  const known = impactMicros === undefined ? undefined : withVat(baseNetMicros + impactMicros, read)
  const before = beforeReduction(shownMicros, row, read)
  if (before === undefined) {
    // Everything is taken off: only the base price tells, and ecotax has no known rate.
    return ecotaxNetMicros === 0 ? known : undefined
  }
  const plain = row ? withoutFixedPrice(before.micros, row, read) : before.micros
  if (plain === undefined || known === undefined) return plain
  const ecotax = plain - known
  const isExplained =
    ecotax >= -before.tolerance && ecotax <= ecotaxNetMicros * 1.2 + before.tolerance
  return isExplained ? plain : undefined
}

/** What a reduction was taken from, and how far rounding may have moved it. */
function beforeReduction(shownMicros: number, row: ShopPromotion | undefined, read: ReadPrice) {
  if (!row || row.reductionMicros === 0) return { micros: shownMicros, tolerance: 2 }
  if (row.reductionKind === 'amount') {
    if (shownMicros === 0) return undefined
    return { micros: shownMicros + amountMicros(row, read), tolerance: 3 }
  }
  const left = 1_000_000 - row.reductionMicros
  if (left <= 0) return undefined
  const micros = divideRounded(BigInt(shownMicros) * 1_000_000n, BigInt(left))
  return { micros, tolerance: 3 + 2_000_000 / left }
}

/** Replaces a row's fixed price by the product's own. */
function withoutFixedPrice(
  micros: number,
  row: ShopPromotion,
  read: ReadPrice,
): number | undefined {
  const difference = fixedDifference(row, read)
  return difference === undefined ? undefined : micros - difference
}

/**
 * What a row's fixed price adds to the plain price, with VAT. PrestaShop: a fixed price of one
 * combination takes the place of the combination's own part, too.
 */
function fixedDifference(row: ShopPromotion, read: ReadPrice): number | undefined {
  const { baseNetMicros, impactMicros } = read
  if (row.fixedNetMicros === null) return 0
  if (row.combinationId === 0) {
    return withVat(row.fixedNetMicros, read) - withVat(baseNetMicros, read)
  }
  if (impactMicros === undefined) return undefined
  return withVat(row.fixedNetMicros, read) - withVat(baseNetMicros + impactMicros, read)
}

function priceUnder(
  row: ShopPromotion | undefined,
  plain: number,
  read: ReadPrice,
): PriceOfShop | undefined {
  const regular = centsFromMicros(plain)
  if (!row) return { priceCents: regular }
  const difference = fixedDifference(row, read)
  if (difference === undefined) return undefined
  const full = plain + difference
  const off =
    row.reductionKind === 'amount'
      ? amountMicros(row, read)
      : divideRounded(BigInt(full) * BigInt(row.reductionMicros), 1_000_000n)
  const priceCents = centsFromMicros(Math.max(0, full - off))
  const endsAt = row.toShopTime === NO_DATE ? null : row.toShopTime
  return {
    priceCents,
    ...(regular > priceCents ? { promotion: { regularPriceCents: regular, endsAt } } : {}),
  }
}

const amountMicros = (row: ShopPromotion, read: ReadPrice) =>
  row.isReductionGross ? row.reductionMicros : withVat(row.reductionMicros, read)

const withVat = (netMicros: number, { vatRate }: ReadPrice) =>
  divideRounded(BigInt(netMicros) * BigInt(10_000 + vatRate), 10_000n)

const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The whole minute reached `seconds` later; the shop's time is treated as UTC. */
function wholeMinute(shopTime: string, seconds: number): string {
  const ms = Date.parse(`${shopTime.replace(' ', 'T')}Z`) + seconds * 1_000
  // A date that cannot be read is far away: the promotion then stays as it is.
  if (Number.isNaN(ms)) return '9999-12-31 23:59:00'
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}:00`
}
