import { lineCents } from '@/core/money'

/** The fields of a line that give its eco-participation. */
export interface EcotaxedLine {
  /**
   * Eco-participation of one piece, VAT included, as part of the price; absent when there is none.
   */
  ecotaxCents?: number
  quantityMilli: number
}

/**
 * Eco-participation of a line, VAT included: the amount of one piece times the quantity, below zero
 * on a line that gives back. Producers pay it for the waste of electrical goods and furniture.
 * Discounts never lower it: it is shown per unit and passed on to the last buyer unchanged, "sans
 * possibilité de réfaction" (C. env. art. L541-10-20, formerly L541-10-2).
 */
export function lineEcotaxCents({ ecotaxCents = 0, quantityMilli }: EcotaxedLine): number {
  return lineCents(ecotaxCents, quantityMilli)
}

/** Eco-participation of all lines, as printed at the foot of a receipt or invoice. */
export function totalEcotaxCents(lines: readonly EcotaxedLine[]): number {
  return lines.reduce((sum, line) => sum + lineEcotaxCents(line), 0)
}
