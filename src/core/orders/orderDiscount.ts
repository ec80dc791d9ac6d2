import type { OrderLine } from './orderLines'
import type { Billed, ShopOrder, ShopVoucher } from './shopOrder'
import { everyScope, scopesOfRule, type VoucherGoods, type VoucherScope } from './voucherScopes'
import { allocate, centsFromMicros } from '@/core/money'

/** Amount that vouchers take off one line, with VAT and without. */
export interface LineOff {
  grossCents: number
  netCents: number
}

/**
 * How far, in millionths, the net amount of a way may be from the shop's: where the shop gives more
 * than cents, where it rounds to the cent, where gross and net were both rounded.
 */
const EXACT_MICROS = 2_000
const TOLERANCES = [EXACT_MICROS, 5_500, 11_000] as const
/** Most ways followed at once, and most shown when none of them gives the shop's amounts. */
const MOST_WAYS = 64
const MOST_NEAREST = 3

/** A way to take the vouchers of an order off its lines. */
interface Way {
  /** What is taken off each line besides free shipping, with VAT, in millionths. */
  offMicros: number[]
  isShippingFree: boolean
  /** False when it does not give the shop's own net amounts. */
  isExact: boolean
}

/**
 * The ways to take the vouchers of an order off its lines so that its own totals come out, with VAT
 * and without, to the cent; the likeliest first. PrestaShop never says what a voucher was taken
 * off: its rule does where it can be read, else every way PrestaShop knows is tried. When none
 * gives the shop's amounts, the nearest ones. Of each way, the amounts off every line: net amounts
 * follow the VAT rates and add up to the net total.
 */
export function spreadVouchers(
  order: ShopOrder,
  lines: readonly OrderLine[],
  vouchers: readonly ShopVoucher[] | undefined,
): LineOff[][] {
  if (order.discount.grossMicros === 0) return [lines.map(() => ({ grossCents: 0, netCents: 0 }))]
  const ways = allWays(order, lines, vouchers)
  const exact = ways.filter(({ isExact }) => isExact)
  return (exact.length > 0 ? exact : ways).map(way => inCents(order, lines, way))
}

function allWays(
  order: ShopOrder,
  lines: readonly OrderLine[],
  vouchers: readonly ShopVoucher[] | undefined,
): Way[] {
  let ways: Way[] = [{ offMicros: lines.map(() => 0), isShippingFree: false, isExact: true }]
  for (const voucher of usedVouchers(order, vouchers)) {
    ways = unlike(ways.flatMap(way => continued(way, voucher, order, lines))).slice(0, MOST_WAYS)
  }
  return ways
}

/** A voucher, or what all vouchers of an order take off when they cannot be told apart. */
interface UsedVoucher {
  value: Billed
  mayFreeShipping: readonly boolean[]
  rule: ShopVoucher['rule']
}

/** Vouchers as the shop names them when their values add up to the order's discount. */
function usedVouchers(
  { discount }: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
): UsedVoucher[] {
  const sum = (of: keyof Billed) => (vouchers ?? []).reduce((all, { value }) => all + value[of], 0)
  const apart = (of: keyof Billed) => Math.abs(sum(of) - discount[of])
  const most = 10_000 * (vouchers?.length ?? 0)
  if (
    vouchers &&
    vouchers.length > 0 &&
    apart('grossMicros') <= most &&
    apart('netMicros') <= most
  ) {
    return vouchers.map(({ value, isFreeShipping, rule }) => ({
      value,
      mayFreeShipping: [isFreeShipping],
      rule,
    }))
  }
  const isTold = vouchers && vouchers.length > 0
  const isFree = isTold ? [vouchers.some(one => one.isFreeShipping)] : [true, false]
  return [{ value: discount, mayFreeShipping: isFree, rule: undefined }]
}

/** A way followed by one voucher more, in every manner that voucher may have been taken off. */
function continued(
  way: Way,
  { value, mayFreeShipping, rule }: UsedVoucher,
  { rows, shipping }: ShopOrder,
  lines: readonly OrderLine[],
): Way[] {
  const leftMicros = lines.map(({ kind, grossCents }, index) =>
    kind === 'shipping' && way.isShippingFree
      ? 0
      : grossCents * 10_000 - (way.offMicros[index] ?? 0),
  )
  return mayFreeShipping.flatMap(isFree => {
    const isFreed =
      isFree &&
      !way.isShippingFree &&
      shipping.grossMicros > 0 &&
      centsFromMicros(value.grossMicros) >= centsFromMicros(shipping.grossMicros)
    // The same as without free shipping, which is tried too.
    if (isFree && !isFreed && mayFreeShipping.length > 1) return []
    const rest = isFreed ? less(value, shipping) : value
    const isShippingFree = way.isShippingFree || isFreed
    if (Math.abs(rest.grossMicros) <= TOLERANCES[1]) return { ...way, isShippingFree }
    const found = scopes(rest, rule, { rows, lines, leftMicros })
    return found.map(({ scope, isExact }) => ({
      offMicros: way.offMicros.map((off, index) => off + (scope.offMicros[index] ?? 0)),
      isShippingFree,
      isExact: way.isExact && isExact,
    }))
  })
}

interface Found {
  scope: VoucherScope
  isExact: boolean
}

/** By the rule when it gives the shop's amounts, else by every scope: a rule may be edited later. */
function scopes(value: Billed, rule: ShopVoucher['rule'], goods: VoucherGoods): Found[] {
  const byRule = rule ? exactOf(value, scopesOfRule(value, rule, goods), goods) : []
  if (byRule.length > 0) return byRule
  const every = everyScope(value, goods)
  // More than all goods cost: no scope explains it.
  if (every.length === 0) {
    return [{ scope: { offMicros: goods.lines.map(() => 0), isWhole: true }, isExact: false }]
  }
  const exact = exactOf(value, every, goods)
  if (exact.length > 0) return exact
  return every
    .map(scope => ({ scope, miss: missOf(value, scope, goods) }))
    .sort((a, b) => a.miss - b.miss)
    .slice(0, MOST_NEAREST)
    .map(({ scope }) => ({ scope, isExact: false }))
}

/** The scopes that give the voucher's net amount, by the narrowest tolerance that any of them keeps. */
function exactOf(value: Billed, all: readonly VoucherScope[], goods: VoucherGoods): Found[] {
  const isInCents = value.netMicros % 10_000 === 0 && value.grossMicros % 10_000 === 0
  for (const tolerance of TOLERANCES.filter(one => !isInCents || one !== EXACT_MICROS)) {
    const kept = all.filter(scope => missOf(value, scope, goods) <= tolerance)
    if (kept.length > 0) return kept.map(scope => ({ scope, isExact: true }))
  }
  return []
}

/** How far, in millionths, the net amount that a scope gives is from the voucher's. */
function missOf(
  { grossMicros, netMicros }: Billed,
  { offMicros, isWhole }: VoucherScope,
  { rows, lines }: VoucherGoods,
): number {
  const net = lines.reduce(
    (sum, line, index) =>
      sum +
      (line.grossCents === 0 ? 0 : ((offMicros[index] ?? 0) * line.netCents) / line.grossCents),
    0,
  )
  const nets = isWhole ? [net, ...averageNets(grossMicros, lines.slice(0, rows.length))] : [net]
  return Math.min(...nets.map(one => Math.abs(one - netMicros)))
}

/**
 * Net amounts by an average VAT rate of all goods: to a tenth of a percent in PrestaShop 1.6, and
 * weighted by the prices with VAT where the back office up to 1.7.6 added an amount to an order.
 */
function averageNets(grossMicros: number, goods: readonly OrderLine[]): number[] {
  const sum = (of: (line: OrderLine) => number) => goods.reduce((all, line) => all + of(line), 0)
  const [gross, net] = [sum(line => line.grossCents), sum(line => line.netCents)]
  if (gross <= 0 || net <= 0) return []
  const ofNet = Math.round(((gross - net) * 1000) / net) / 1000
  const ofGross = sum(line => line.grossCents * line.vatRate) / gross / 10_000
  return [grossMicros / (1 + ofNet), grossMicros / (1 + ofGross)]
}

/** Ways that differ by a tenth of a cent on some line. */
function unlike(ways: readonly Way[]): Way[] {
  const keyOf = ({ offMicros, isShippingFree, isExact }: Way) =>
    [isShippingFree, isExact, ...offMicros.map(off => Math.round(off / 1_000))].join(' ')
  return [...new Map(ways.toReversed().map(way => [keyOf(way), way])).values()].toReversed()
}

function inCents(order: ShopOrder, lines: readonly OrderLine[], way: Way): LineOff[] {
  const shipping = inLineCents(order.shipping)
  const freed = way.isShippingFree ? shipping : { grossCents: 0, netCents: 0 }
  const whole = inLineCents(order.discount)
  const weights = lines.map((_line, index) => way.offMicros[index] ?? 0)
  const goodsCents = lines.map(line => (line.kind === 'shipping' ? 0 : line.grossCents))
  const isNothing = weights.every(weight => weight === 0)
  const grossOff = spread(whole.grossCents - freed.grossCents, isNothing ? goodsCents : weights)
  const netWeights = lines.map((line, index) =>
    Math.round((grossOff[index] ?? 0) * (10_000_000 / (10_000 + line.vatRate))),
  )
  const netOff = spread(whole.netCents - freed.netCents, netWeights)
  return lines.map((line, index) =>
    way.isShippingFree && line.kind === 'shipping'
      ? freed
      : { grossCents: grossOff[index] ?? 0, netCents: netOff[index] ?? 0 },
  )
}

const inLineCents = ({ grossMicros, netMicros }: Billed): LineOff => ({
  grossCents: centsFromMicros(grossMicros),
  netCents: centsFromMicros(netMicros),
})
const less = (a: Billed, b: Billed): Billed => ({
  grossMicros: a.grossMicros - b.grossMicros,
  netMicros: a.netMicros - b.netMicros,
})

function spread(cents: number, weights: readonly number[]): number[] {
  return weights.length === 0 ? [] : allocate(cents, weights)
}
