import type { OrderLine } from './orderLines'
import type { ShopOrder, ShopVoucher } from './shopOrder'
import { allocate, centsFromMicros } from '@/core/money'

/** What vouchers take off each line, with VAT and without. */
export interface LineOff {
  grossCents: number
  netCents: number
}

/**
 * Spreads the vouchers of an order. PrestaShop tells their two totals alone: free shipping is
 * taken off the shipping, the rest off the goods in proportion to what they cost; net amounts
 * follow their rates and add up to the total told.
 */
export function spreadVouchers(
  order: ShopOrder,
  lines: readonly OrderLine[],
  vouchers: readonly ShopVoucher[] | undefined,
): LineOff[] {
  const offCents = {
    gross: centsFromMicros(order.discount.grossMicros),
    net: centsFromMicros(order.discount.netMicros),
  }
  const freeCents = freeShippingCents(order, vouchers)
  const freeNet = centsFromMicros(order.shipping.netMicros)
  const isFree = freeCents > 0
  const goods = lines.map(line => (line.kind === 'shipping' ? 0 : line.grossCents))
  const grossOff = spread(offCents.gross - freeCents, goods)
  const netWeights = lines.map((line, place) =>
    Math.round((grossOff[place] ?? 0) * (10_000_000 / (10_000 + line.vatRate))),
  )
  const netOff = spread(offCents.net - (isFree ? freeNet : 0), netWeights)
  return lines.map((line, place) => {
    const isFreed = isFree && line.kind === 'shipping'
    return {
      grossCents: isFreed ? freeCents : (grossOff[place] ?? 0),
      netCents: isFreed ? freeNet : (netOff[place] ?? 0),
    }
  })
}

/**
 * What of the discount is the shipping made free: all of it, as a voucher frees shipping
 * whole. Where vouchers cannot be read, a discount of exactly the shipping is taken for that.
 */
export function freeShippingCents(
  order: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
): number {
  const shippingCents = centsFromMicros(order.shipping.grossMicros)
  const discountCents = centsFromMicros(order.discount.grossMicros)
  const isFree = vouchers
    ? vouchers.some(voucher => voucher.isFreeShipping)
    : order.discount.grossMicros === order.shipping.grossMicros &&
      order.discount.netMicros === order.shipping.netMicros
  return isFree && discountCents >= shippingCents ? shippingCents : 0
}

function spread(cents: number, weights: readonly number[]): number[] {
  return weights.length === 0 ? [] : allocate(cents, weights)
}
