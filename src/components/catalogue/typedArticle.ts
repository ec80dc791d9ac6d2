import { computed } from 'vue'
import { parseCents } from '@/core/money'
import { codesTyped } from '@/core/scanning/articleCode'
import { amountTyped } from '@/core/typedAmount'

/** The typed fields that an article of the shop and one of the till have in common. */
export interface TypedArticle {
  name: string
  price: string
  ecotax: string
  codes: string
}

/**
 * The typed eco-participation of an article, in cents; 0 where nothing is typed. Undefined where it
 * is not an amount, or exceeds the price it is a part of.
 */
function typedEcotax(typed: string, priceCents: number | undefined): number | undefined {
  const ecotaxCents = typed.trim() === '' ? 0 : parseCents(typed)
  if (ecotaxCents === undefined || ecotaxCents > (priceCents ?? ecotaxCents)) return undefined
  return ecotaxCents
}

/** The amount as a person would type it; empty for 0. */
export const ecotaxDigits = (cents: number) => (cents === 0 ? '' : amountTyped(cents))

/** Reads the typed fields; `ownerOfCode` names the other article that already has a code. */
export function useTypedArticle(
  typed: TypedArticle,
  ownerOfCode: (code: string) => string | undefined,
) {
  const priceCents = computed(() => parseCents(typed.price))
  const ecotaxCents = computed(() => typedEcotax(typed.ecotax, priceCents.value))
  const codes = computed(() => codesTyped(typed.codes))
  const takenCode = computed(() => {
    for (const code of codes.value) {
      const owner = ownerOfCode(code)
      if (owner !== undefined) return { code, owner }
    }
    return null
  })
  /** The fields of a valid article; undefined while something is missing or wrong. */
  const meant = computed(() => {
    const name = typed.name.trim()
    if (name === '' || takenCode.value) return undefined
    if (priceCents.value === undefined || ecotaxCents.value === undefined) return undefined
    return { name, priceCents: priceCents.value, ecotaxCents: ecotaxCents.value }
  })
  return { priceCents, ecotaxCents, codes, takenCode, meant }
}
