import { eurosTyped } from '@/components/ticket/typedPrice'
import { parseCents } from '@/core/money'

/**
 * The typed eco-participation of an article, in cents; 0 where nothing is typed. Undefined where it
 * is not an amount, or exceeds the price it is a part of.
 */
export function typedEcotax(typed: string, priceCents: number | undefined): number | undefined {
  const ecotaxCents = typed.trim() === '' ? 0 : parseCents(typed)
  if (ecotaxCents === undefined || ecotaxCents > (priceCents ?? ecotaxCents)) return undefined
  return ecotaxCents
}

/** The amount as a person would type it; empty for 0. */
export const ecotaxDigits = (cents: number) => (cents === 0 ? '' : eurosTyped(cents))
