import type { SaleEntry } from '@/core/journal/journal'
import { referenceKey } from '@/core/journal/entryReference'
import { copyAddress } from './copyAddress'

/** A sale of one of the shop's tills. */
export interface ShopSale {
  sale: SaleEntry
  /** The seal of its journal's first entry; null for a sale of this device. */
  journal: string | null
}

/** A sale as an address and the key of a list name it. */
export const addressOfSale = ({ sale, journal }: ShopSale): string =>
  journal === null ? referenceKey(sale) : copyAddress(journal, sale.number)

/**
 * Sales of several tills as one list, newest first, at most `limit`. Each till's are given in its own
 * order, which holds whatever its clock did.
 */
export function mergeSales(ofTills: readonly (readonly ShopSale[])[], limit: number): ShopSale[] {
  const left = ofTills.map(sales => ({ sales, at: 0 }))
  const merged: ShopSale[] = []
  while (merged.length < limit) {
    const next = left
      .filter(({ sales, at }) => at < sales.length)
      .toSorted((a, b) => timeOf(b) - timeOf(a))[0]
    const sale = next?.sales[next.at]
    if (!next || !sale) return merged
    merged.push(sale)
    next.at += 1
  }
  return merged
}

const timeOf = ({ sales, at }: { sales: readonly ShopSale[]; at: number }) =>
  Date.parse(sales[at]?.sale.at ?? '')
