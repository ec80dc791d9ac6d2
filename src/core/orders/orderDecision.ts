import { agreedFingerprint } from './agreedEntry'
import { canonicalJson } from '@/core/journal/canonicalJson'
import type { OrderDecision } from './orderImport'
import type { ShopOrder } from './shopOrder'
import type { UnnumberedSale } from '@/core/payment/settle'

/** What the owner must choose between: the sales that may record one order. */
export const decisionOf = (
  { reference }: ShopOrder,
  eventId: string,
  sales: readonly UnnumberedSale[],
): OrderDecision => ({
  reference,
  eventId,
  options: sales.map(sale => ({
    fingerprint: agreedFingerprint(sale),
    vat: sale.vat,
    off: sale.lines.flatMap(({ name, discountCents }) =>
      discountCents > 0 ? { name, cents: discountCents } : [],
    ),
  })),
})

/** The sale among these that a journal holds: the one with the same VAT. */
export const recordedSale = (
  sales: readonly UnnumberedSale[],
  { vat }: Pick<UnnumberedSale, 'vat'>,
): UnnumberedSale | undefined =>
  sales.find(sale => canonicalJson(sale.vat) === canonicalJson(vat)) ?? sales[0]

/** The sale the owner chose, by its fingerprint; the only one when there is nothing to choose. */
export function chosenSale(
  sales: readonly UnnumberedSale[],
  fingerprint: string | undefined,
): UnnumberedSale | undefined {
  const [only, ...others] = sales
  if (others.length === 0) return only
  return sales.find(sale => agreedFingerprint(sale) === fingerprint)
}
