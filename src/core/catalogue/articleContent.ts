import { divideRounded } from '@/core/money'
import { CONTENT_PARTS, MOST_OF_A_UNIT, type ArticleContent } from './content'
import type { CombinationDetails, ShopProduct } from './shopRows'

/**
 * What one combination holds, from its product: PrestaShop adds the combination's own difference to
 * the product's price of a unit, and compares its price with that. Undefined where the product says
 * nothing, the key does not show the difference, or the prices make more than any piece holds.
 */
export function contentOfCombination(
  { content, plainNetMicros }: Pick<ShopProduct, 'content' | 'plainNetMicros'>,
  details: Pick<CombinationDetails, 'impactMicros' | 'unitImpactMicros'> | null,
): ArticleContent | undefined {
  if (!content || !details) return undefined
  const parts = BigInt(content.billionths)
  const priceMicros = BigInt(plainNetMicros + details.impactMicros)
  // The price of a unit is the product's price over its content, and the difference.
  const over =
    BigInt(plainNetMicros) * BigInt(CONTENT_PARTS) + BigInt(details.unitImpactMicros ?? 0) * parts
  if (priceMicros <= 0n || over <= 0n) return undefined
  const top = priceMicros * parts * BigInt(CONTENT_PARTS)
  if (top > over * BigInt(MOST_OF_A_UNIT * CONTENT_PARTS)) return undefined
  const billionths = divideRounded(top, over)
  return billionths > 0 ? { ...content, billionths } : undefined
}
