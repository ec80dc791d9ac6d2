import { computed } from 'vue'
import { eurosTyped } from '@/components/ticket/typedPrice'
import { parseCents } from '@/core/money'
import { codesTyped } from '@/core/scanning/articleCode'

/** What is typed of an article, whether the shop's or the till's own. */
export interface TypedArticle {
  name: string
  price: string
  ecotax: string
  codes: string
}

/**
 * The eco-participation typed of an article, in cents: none where nothing is; undefined for what
 * is no amount, or more than the price it is a part of.
 */
function typedEcotax(typed: string, priceCents: number | undefined): number | undefined {
  const ecotaxCents = typed.trim() === '' ? 0 : parseCents(typed)
  if (ecotaxCents === undefined || ecotaxCents > (priceCents ?? ecotaxCents)) return undefined
  return ecotaxCents
}

/** As it would have been typed; empty where there is none. */
export const ecotaxDigits = (cents: number) => (cents === 0 ? '' : eurosTyped(cents))

/** What is typed means; `ownerOfCode` names the other article that has a code already. */
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
  /** What an article of either kind has; undefined while something is missing or wrong. */
  const meant = computed(() => {
    const name = typed.name.trim()
    if (name === '' || takenCode.value) return undefined
    if (priceCents.value === undefined || ecotaxCents.value === undefined) return undefined
    return { name, priceCents: priceCents.value, ecotaxCents: ecotaxCents.value }
  })
  return { priceCents, ecotaxCents, codes, takenCode, meant }
}
