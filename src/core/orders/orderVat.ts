import type { LineOff } from './orderDiscount'
import type { OrderLine } from './orderLines'
import type { VatShareV1 } from '@/core/journal/events/saleV1'

/**
 * VAT per rate from the net amounts the shop billed. Cents of rounding between these amounts and
 * the order's net total go to the largest taxed share. Undefined when more is missing than rounding
 * can explain.
 */
export function vatOfOrder(
  lines: readonly OrderLine[],
  off: readonly LineOff[],
  paidNetCents: number,
): VatShareV1[] | undefined {
  const byRate = new Map<number, { grossCents: number; netCents: number }>()
  lines.forEach((line, index) => {
    const sum = byRate.get(line.vatRate) ?? { grossCents: 0, netCents: 0 }
    byRate.set(line.vatRate, {
      grossCents: sum.grossCents + line.grossCents - (off[index]?.grossCents ?? 0),
      netCents: sum.netCents + line.netCents - (off[index]?.netCents ?? 0),
    })
  })
  const shares = [...byRate]
    .map(([vatRate, { grossCents, netCents }]) => ({ vatRate, grossCents, netCents }))
    .sort((a, b) => a.vatRate - b.vatRate)
  const missing = paidNetCents - shares.reduce((sum, share) => sum + share.netCents, 0)
  const largest = shares.reduce<(typeof shares)[number] | undefined>(
    (found, share) =>
      share.vatRate > 0 && share.grossCents > (found?.grossCents ?? 0) ? share : found,
    undefined,
  )
  if (Math.abs(missing) > lines.length + 1 || (missing !== 0 && !largest)) return undefined
  if (largest) largest.netCents += missing
  return shares.map(({ vatRate, grossCents, netCents }) => ({
    vatRate,
    netCents,
    vatCents: grossCents - netCents,
    grossCents,
  }))
}
