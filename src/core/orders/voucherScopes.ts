import type { OrderLine } from './orderLines'
import type { Billed, ShopOrderRow, VoucherRule } from './shopOrder'

/** What a voucher may be taken off: the lines of an order, before or after other vouchers. */
export interface VoucherGoods {
  rows: readonly ShopOrderRow[]
  /** Lines of the same rows, at the same indexes, then shipping and wrapping. */
  lines: readonly OrderLine[]
  /** What earlier vouchers left of each line, with VAT, in millionths. */
  leftMicros: readonly number[]
}

/** One way to take a voucher off: the amount of each line, with VAT, in millionths. */
export interface VoucherScope {
  offMicros: number[]
  /** Whether it is taken off all goods. */
  isWhole: boolean
}

/** Half a cent, and a little for PrestaShop's own arithmetic. */
const CENT_MICROS = 6_000
/** Beyond this number of lines, a selection is searched among whole VAT rates only. */
const MOST_LINES = 10

/** What a voucher is taken off by its own rule; several ways where the rule leaves them open. */
export function scopesOfRule(
  { grossMicros }: Billed,
  rule: VoucherRule,
  goods: VoucherGoods,
): VoucherScope[] {
  return giftsOf(rule, goods).flatMap(gift => {
    const restMicros = grossMicros - sumOf(gift)
    if (Math.abs(restMicros) <= CENT_MICROS) return { offMicros: gift, isWhole: false }
    if (restMicros < 0) return []
    const leftMicros = goods.leftMicros.map((left, index) => left - (gift[index] ?? 0))
    return restOfRule(restMicros, rule, { ...goods, leftMicros }).map(({ offMicros, isWhole }) => ({
      offMicros: offMicros.map((off, index) => off + (gift[index] ?? 0)),
      isWhole,
    }))
  })
}

/**
 * Every way a voucher may have been taken off, when its rule is unknown: all goods first, then one
 * article, then a percentage of some. PrestaShop takes an amount off all goods or one article only.
 */
export function everyScope({ grossMicros }: Billed, goods: VoucherGoods): VoucherScope[] {
  return [
    ...overLines(grossMicros, indexesOf(goods), goods),
    ...productsOf(goods).flatMap(indexes => overLines(grossMicros, indexes, goods)),
    ...selections(grossMicros, 0, goods),
  ]
}

function restOfRule(restMicros: number, rule: VoucherRule, goods: VoucherGoods): VoucherScope[] {
  const { productId, percent } = rule
  const all = indexesOf(goods)
  if (productId > 0) {
    const own = all.filter(index => goods.rows[index]?.productId === productId)
    return overLines(restMicros, own, goods)
  }
  if (productId === -1)
    return cheapest(goods).flatMap(index => overLines(restMicros, [index], goods))
  if (productId === -2) return selections(restMicros, percent, goods)
  // A percentage may leave out goods that already have a lower price.
  return percent > 0 ? selections(restMicros, percent, goods) : overLines(restMicros, all, goods)
}

/** One piece of the article given away, in the one row or in each row that may be it. */
function giftsOf(rule: VoucherRule, { rows, lines, leftMicros }: VoucherGoods): number[][] {
  const { giftProductId, giftCombinationId } = rule
  const none = lines.map(() => 0)
  if (giftProductId === 0) return [none]
  return rows.flatMap(({ productId, combinationId }, index) => {
    const isGift =
      productId === giftProductId &&
      (giftCombinationId === 0 || giftCombinationId === combinationId)
    if (!isGift) return []
    return [none.with(index, Math.min(leftMicros[index] ?? 0, pieceMicros(lines[index])))]
  })
}

/** Indexes of the lines that are goods. */
const indexesOf = ({ rows }: VoucherGoods): number[] => rows.map((_row, index) => index)

/** Indexes of the lines of each article. */
function productsOf({ rows }: VoucherGoods): number[][] {
  const byProduct = new Map<number, number[]>()
  rows.forEach(({ productId }, index) =>
    byProduct.set(productId, [...(byProduct.get(productId) ?? []), index]),
  )
  return [...byProduct.values()]
}

function cheapest(goods: VoucherGoods): number[] {
  const prices = indexesOf(goods).map(index => pieceMicros(goods.lines[index]))
  const lowest = Math.min(...prices)
  return prices.flatMap((price, index) => (price === lowest ? index : []))
}

/** An amount over some lines, in proportion to what is left of them; none when it is too much. */
function overLines(
  micros: number,
  indexes: readonly number[],
  { rows, lines, leftMicros }: VoucherGoods,
): VoucherScope[] {
  const ofThese = sumOf(indexes.map(index => leftMicros[index] ?? 0))
  if (ofThese <= 0 || micros > ofThese + CENT_MICROS) return []
  const share = Math.min(1, micros / ofThese)
  const chosen = new Set(indexes)
  const offMicros = lines.map((_line, index) =>
    chosen.has(index) ? Math.round((leftMicros[index] ?? 0) * share) : 0,
  )
  return [{ offMicros, isWhole: indexes.length >= rows.length }]
}

/**
 * The selections of goods of which an amount is the given percentage, in hundredths of a percent; 0
 * for any whole one. All goods come first, and shipping with them last: the back office of
 * PrestaShop up to 1.7.6 takes a percentage added to an order off its whole total.
 */
function selections(micros: number, percent: number, goods: VoucherGoods): VoucherScope[] {
  const groups = selectable(goods)
  const found: VoucherScope[] = []
  for (let mask = 2 ** groups.length - 1; mask >= 0; mask -= 1) {
    const indexes =
      mask === 0
        ? goods.lines.map((_line, index) => index)
        : groups.flatMap((group, bit) => ((mask >> bit) & 1 ? group : []))
    const ofThese = sumOf(indexes.map(index => goods.leftMicros[index] ?? 0))
    const rate = percent || Math.round((micros * 100) / ofThese) * 100
    const isPercentage = rate > 0 && Math.abs((ofThese * rate) / 10_000 - micros) <= CENT_MICROS
    if (isPercentage) found.push(...overLines(micros, indexes, goods))
  }
  return found
}

function selectable(goods: VoucherGoods): number[][] {
  const indexes = indexesOf(goods)
  if (indexes.length <= MOST_LINES) return indexes.map(index => [index])
  const rateOf = (index: number) => goods.lines[index]?.vatRate
  const rates = [...new Set(indexes.map(rateOf))]
  return rates.map(rate => indexes.filter(index => rateOf(index) === rate))
}

const pieceMicros = (line: OrderLine | undefined): number =>
  line ? Math.round((line.grossCents * 10_000) / Math.max(1, line.quantity)) : 0
const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
