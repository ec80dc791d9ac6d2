import { expect, it } from 'vitest'
import { mostSoldProducts } from '@/core/catalogue/mostSold'
import type { SaleEntry } from '@/core/journal/journal'

const sale = (...lines: [articleId: string, quantityMilli: number][]) =>
  ({
    event: { lines: lines.map(([articleId, quantityMilli]) => ({ articleId, quantityMilli })) },
  }) as unknown as SaleEntry

it('are the shop’s products, by pieces of all their combinations, without what came back', () => {
  const sales = [
    sale(['ps-1', 2_000], ['ps-52-520', 2_000]),
    sale(['ps-52-521', 1_000], ['own-a', 9_000], ['ps-3', -4_000], ['ps-2', 2_000]),
  ]
  expect(mostSoldProducts(sales)).toEqual([52, 1, 2])
  expect(mostSoldProducts([])).toEqual([])
})
