import type { SaleEntry } from '@/core/journal/journal'

/** Ids of the shop's products that these sales sold, the most sold first. */
export function mostSoldProducts(sales: readonly SaleEntry[]): number[] {
  const milliOf = new Map<number, number>()
  for (const { event } of sales) {
    for (const { articleId, quantityMilli } of event.lines) {
      const productId = Number(/^ps-(\d+)/.exec(articleId)?.[1])
      if (Number.isNaN(productId) || quantityMilli <= 0) continue
      milliOf.set(productId, (milliOf.get(productId) ?? 0) + quantityMilli)
    }
  }
  return [...milliOf].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([productId]) => productId)
}
