import type { OrderLine } from './orderLines'
import type { ShopOrder, ShopVoucher } from './shopOrder'
import { allocate, centsFromMicros } from '@/core/money'

/** Amount that vouchers take off one line, with VAT and without. */
export interface LineOff {
  grossCents: number
  netCents: number
}

/**
 * Spreads the vouchers of an order over its lines. PrestaShop gives only two totals, gross and net.
 * Free shipping is taken off the shipping line, the rest off the goods in proportion to their
 * price. Net amounts follow the VAT rates and add up to the net total.
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
 * Part of the discount that is free shipping: all of the shipping, because such a voucher frees it
 * whole. When vouchers cannot be read, a discount equal to the shipping is taken for free shipping.
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
