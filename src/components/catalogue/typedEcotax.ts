import { eurosTyped } from '@/components/ticket/typedPrice'
import { parseCents } from '@/core/money'

/**
 * The eco-participation typed of an article, in cents: none where nothing is; undefined for what
 * is no amount, or more than the price it is a part of.
 */
export function typedEcotax(typed: string, priceCents: number | undefined): number | undefined {
  const ecotaxCents = typed.trim() === '' ? 0 : parseCents(typed)
  if (ecotaxCents === undefined || ecotaxCents > (priceCents ?? ecotaxCents)) return undefined
  return ecotaxCents
}

/** As it would have been typed; empty where there is none. */
export const ecotaxDigits = (cents: number) => (cents === 0 ? '' : eurosTyped(cents))
