import { articleIdOf, type ShopOrder, type ShopSlip } from './shopOrder'
import { slipGoodsCents } from './slipAmount'
import { allocate, centsFromMicros, divideRounded } from '@/core/money'
import type { RefundableLine } from '@/core/payment/refund'

/** The part of a sealed line that a refund gives back. */
export interface GivenPart {
  line: RefundableLine
  milli: number
  cents: number
}

/** What a slip means to give back of a line, before what is left of it is looked at. */
interface Wanted {
  line: RefundableLine
  /** Number of pieces it names, in thousandths; 0 when it names none. */
  milli: number
  cents: number
}

/**
 * The parts of the sealed lines that a credit slip gives back. Where it gives back the full price
 * of an article that a voucher made cheaper, the rest comes off other lines at the same VAT rate.
 * Undefined when it gives back a row that was not sold, or more than is left.
 */
export function partsOfSlip(
  slip: ShopSlip,
  order: ShopOrder,
  refundable: readonly RefundableLine[],
): GivenPart[] | undefined {
  const goods = wantedGoods(slip, order, refundable)
  const shippingCents = centsFromMicros(slip.shipping.grossMicros)
  const line = refundable.find(one => one.line.kind === 'shipping')
  if (!goods || (shippingCents > 0 && !line)) return undefined
  const shipping = line && shippingCents > 0 ? [{ line, milli: 0, cents: shippingCents }] : []
  const settled = withinLeft(perLine([...goods, ...shipping]), refundable)
  return settled?.flatMap(part => (part.cents === 0 ? [] : givenPart(part)))
}

function wantedGoods(
  slip: ShopSlip,
  order: ShopOrder,
  refundable: readonly RefundableLine[],
): Wanted[] | undefined {
  const rows: Wanted[] = []
  for (const { rowId, quantity, given } of slip.rows) {
    const cents = centsFromMicros(given.grossMicros)
    const line = lineOfRow(refundable, order, rowId)
    if (line) rows.push({ line, milli: quantity * 1000, cents })
    else if (cents !== 0) return undefined
  }
  const totalCents = slipGoodsCents(slip, order)
  const sumCents = sumOf(rows.map(({ cents }) => cents))
  if (rows.some(({ cents }) => cents < 0)) return undefined
  if (totalCents === sumCents) return rows
  if (rows.length > 0) return spreadOver(rows, totalCents)
  // An amount by hand without a row: off all goods.
  const left = refundable.filter(({ line }) => line.kind !== 'shipping')
  const weights = left.map(({ leftCents }) => leftCents)
  const shares = left.length === 0 ? [] : allocate(totalCents, weights)
  return left.map((line, index) => ({ line, milli: 0, cents: shares[index] ?? 0 }))
}

/**
 * An amount over the rows of a slip, in proportion to what was paid for their pieces, after
 * vouchers; what goes beyond, in proportion to their prices.
 */
function spreadOver(rows: readonly Wanted[], totalCents: number): Wanted[] {
  const paid = rows.map(({ line: { line }, milli, cents }) =>
    Math.min(
      cents,
      milli > 0 && milli < line.quantityMilli
        ? divideRounded(BigInt(line.grossCents) * BigInt(milli), line.quantityMilli)
        : line.grossCents,
    ),
  )
  const paidCents = sumOf(paid)
  const withinCents = Math.min(totalCents, paidCents)
  const within = allocate(withinCents, paid)
  const prices = rows.map(({ cents }, index) => cents - (paid[index] ?? 0))
  const isAbove = prices.every(price => price === 0)
  const beyond = allocate(totalCents - withinCents, isAbove ? paid : prices)
  return rows.map((row, index) => ({ ...row, cents: (within[index] ?? 0) + (beyond[index] ?? 0) }))
}

/** One wish per line: a slip may name a line twice. */
function perLine(wanted: readonly Wanted[]): Wanted[] {
  const byLine = new Map<number, Wanted>()
  for (const { line, milli, cents } of wanted) {
    const before = byLine.get(line.lineIndex) ?? { line, milli: 0, cents: 0 }
    byLine.set(line.lineIndex, { line, milli: before.milli + milli, cents: before.cents + cents })
  }
  return [...byLine.values()]
}

/**
 * What a slip wants of a line beyond what is left, moved to lines at the same rate, those it names
 * first. Only where a voucher explains it: the slip then gives back a price that nobody paid.
 */
function withinLeft(
  wanted: readonly Wanted[],
  refundable: readonly RefundableLine[],
): Wanted[] | undefined {
  const parts = wanted.map(one => ({ ...one, cents: Math.min(one.cents, one.line.leftCents) }))
  for (const { line: over, cents } of wanted) {
    let beyondCents = cents - over.leftCents
    if (beyondCents <= 0) continue
    if (over.line.discountCents <= 0) return undefined
    const named = parts.map(({ line }) => line)
    const others = refundable.filter(line => !named.includes(line))
    for (const line of [...named, ...others]) {
      if (line.line.vatRate !== over.line.vatRate) continue
      const part = parts.find(one => one.line === line)
      const roomCents = Math.min(beyondCents, line.leftCents - (part?.cents ?? 0))
      if (roomCents <= 0) continue
      beyondCents -= roomCents
      if (part) part.cents += roomCents
      else parts.push({ line, milli: 0, cents: roomCents })
    }
    if (beyondCents > 0) return undefined
  }
  return parts
}

/**
 * The sealed line of an order row. Rows may have been added or deleted in the shop since: the line
 * with the row's article is searched, at the row's index first.
 */
function lineOfRow(
  refundable: readonly RefundableLine[],
  { rows }: ShopOrder,
  rowId: number,
): RefundableLine | undefined {
  const lineIndex = rows.findIndex(row => row.rowId === rowId)
  const row = rows[lineIndex]
  if (!row) return undefined
  const same = refundable.filter(({ line }) => line.articleId === articleIdOf(row))
  return same.find(line => line.lineIndex === lineIndex) ?? same[0]
}

/** Without a usable number of pieces, the quantity is in proportion to the amount. */
function givenPart({ line, milli: toldMilli, cents }: Wanted): GivenPart {
  const { leftMilli, leftCents } = line
  if (cents === leftCents) return { line, milli: leftMilli, cents }
  const isTold = toldMilli > 0 && toldMilli < leftMilli
  const shareMilli = divideRounded(BigInt(leftMilli) * BigInt(cents), leftCents)
  const milli = isTold ? toldMilli : Math.min(Math.max(shareMilli, 1), leftMilli - 1)
  return { line, milli, cents }
}

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
