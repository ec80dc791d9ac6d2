import { lineCents } from '@/core/money'

/** What of a line tells its eco-participation; absent where it has none. */
export interface EcotaxedLine {
  /** Of one, VAT included: a part of its price. */
  ecotaxCents?: number
  quantityMilli: number
}

/**
 * The eco-participation of a line, VAT included: that of one, times the quantity; below zero
 * where it is given back. What producers pay for the waste of electrical goods and furniture is
 * shown unit by unit and passed on to the last buyer as it is, "sans possibilité de réfaction"
 * (C. env. art. L541-10-20, before it L541-10-2): it is the same whatever is taken off the price.
 */
export function lineEcotaxCents({ ecotaxCents = 0, quantityMilli }: EcotaxedLine): number {
  return lineCents(ecotaxCents, quantityMilli)
}

/** That of all lines, as it stands at the foot of a paper. */
export function totalEcotaxCents(lines: readonly EcotaxedLine[]): number {
  return lines.reduce((sum, line) => sum + lineEcotaxCents(line), 0)
}
