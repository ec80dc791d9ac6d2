import type { Billed, ShopOrder, ShopSlip } from './shopOrder'
import { centsFromMicros } from '@/core/money'

/** PrestaShop: the type of a slip of the articles' price without the order's voucher. */
const WITHOUT_VOUCHER = 1
/** PrestaShop: the type of a slip of an amount by hand, and of any slip that gives back shipping. */
const BY_HAND = 2

/**
 * What a credit slip gives back of the articles, with VAT. PrestaShop keeps the full price on the
 * rows whatever was chosen. A slip without the voucher has one of its two sums of the articles less
 * the voucher: with VAT where prices are typed without it, without VAT in the others. A slip of an
 * amount by hand has that amount, whatever its rows add up to.
 */
export function slipGoodsCents({ rows, kind, shipping }: ShopSlip, order: ShopOrder): number {
  const rowsCents = inCents(rows.map(({ given }) => given))
  if (!kind) return rowsCents.gross
  const off = inCents([order.discount])
  const goods = inCents([kind.goods])
  const roundingCents = 1 + rows.reduce((sum, { quantity }) => sum + quantity, 0)
  const isOff = (lessCents: number, offCents: number) =>
    offCents > 0 && Math.abs(lessCents - offCents) <= Math.min(roundingCents, offCents - 1)
  const lessGross = rowsCents.gross - goods.gross
  if (isOff(lessGross, off.gross) || isOff(lessGross, off.net)) return Math.max(0, goods.gross)
  if (isOff(rowsCents.net - goods.net, off.gross) || kind.type === WITHOUT_VOUCHER) {
    return Math.max(0, rowsCents.gross - off.gross)
  }
  if (kind.type !== BY_HAND) return rowsCents.gross
  // A slip that gives back shipping has this type too; its amount is then one of its own two sums.
  const amountCents = centsFromMicros(kind.amountMicros)
  const isSumOfRows = goods.gross === amountCents || goods.net === amountCents
  return shipping.grossMicros > 0 && isSumOfRows ? rowsCents.gross : amountCents
}

/** What a credit slip gives back in all, with VAT. */
export const slipTotalCents = (slip: ShopSlip, order: ShopOrder): number =>
  slipGoodsCents(slip, order) + centsFromMicros(slip.shipping.grossMicros)

const inCents = (amounts: readonly Billed[]) => ({
  gross: amounts.reduce((sum, { grossMicros }) => sum + centsFromMicros(grossMicros), 0),
  net: amounts.reduce((sum, { netMicros }) => sum + centsFromMicros(netMicros), 0),
})
