import type { SaleV1, VatShareV1 } from './events/saleV1'
import { splitVat } from '@/core/vat'

/**
 * Splits the sealed VAT of a sale over its lines. VAT is sealed per rate for the whole sale: each
 * line gets the VAT of the running sum up to it, less the VAT of the lines before. The lines of a
 * rate therefore add up exactly to the sealed VAT, and no line is off by more than a cent.
 */
export function lineShares({ lines, vat }: Pick<SaleV1, 'lines' | 'vat'>): VatShareV1[] {
  const soFar = new Map<number, { grossCents: number; vatCents: number; left: number }>()
  for (const { vatRate } of lines) {
    const counted = soFar.get(vatRate)
    soFar.set(vatRate, { grossCents: 0, vatCents: 0, left: (counted?.left ?? 0) + 1 })
  }
  const sealed = new Map(vat.map(share => [share.vatRate, share.vatCents]))
  return lines.map(({ vatRate, grossCents }) => {
    const before = soFar.get(vatRate) ?? { grossCents: 0, vatCents: 0, left: 1 }
    const sumCents = before.grossCents + grossCents
    const left = before.left - 1
    const upTo = left === 0 ? sealed.get(vatRate) : splitVat(sumCents, vatRate).vatCents
    const vatUpTo = upTo ?? 0
    soFar.set(vatRate, { grossCents: sumCents, vatCents: vatUpTo, left })
    const vatCents = vatUpTo - before.vatCents
    return { vatRate, netCents: grossCents - vatCents, vatCents, grossCents }
  })
}
