import { markChecked, type SweepPlan } from '@/core/catalogue/freshness'
import { proofsByGroup } from '@/core/catalogue/plainPrice'
import { rateOfGroup } from '@/core/catalogue/vatRates'
import type { ShopProduct } from '@/core/catalogue/shopRows'
import type { HeldProduct, ShopState } from '@/core/catalogue/shopState'

/**
 * Latest date of change, in the shop's time zone. A date in the future, from a faulty import, is
 * ignored: it would hide every later change.
 */
export function newest(products: readonly ShopProduct[], before: string, at: string): string {
  const furthest = new Date(Date.parse(at) + 14 * 3_600_000).toISOString().replace('T', ' ')
  return products.reduce(
    (latest, { updatedAtShopTime: one }) => (one > latest && one < furthest ? one : latest),
    before,
  )
}

/** When products were last read, after this sync. */
export function freshnessAfter(
  known: ShopState | null,
  sweep: SweepPlan | null,
  read: readonly ShopProduct[],
  at: string,
) {
  const last = read.at(-1)?.productId
  if (!known) return last === undefined ? [] : [{ upToId: last, checkedAt: at }]
  return sweep ? markChecked(known.freshness, sweep.afterId, sweep.upToId, at) : known.freshness
}

/** Ids of the stored products after this sync, ascending. */
export function idsAfter(
  before: readonly number[],
  put: readonly HeldProduct[],
  removedIds: readonly number[],
): number[] {
  const ids = new Set([...before, ...put.map(product => product.productId)])
  for (const id of removedIds) ids.delete(id)
  return [...ids].sort((a, b) => a - b)
}

/** The rate that each VAT group's proofs tell: other products may prove the same one. */
function ratesOf({ rateProofs, knownRates }: ShopState) {
  return [...proofsByGroup(rateProofs)]
    .map(([vatGroupId, proofs]) => {
      const { vatRate, evidence } = rateOfGroup(proofs, knownRates)
      return [vatGroupId, vatRate, evidence.kind]
    })
    .sort(([a], [b]) => Number(a) - Number(b))
}

/** Whether languages, VAT groups, their rates, categories and promotions are unchanged. */
export function isSameTables(one: ShopState, other: ShopState): boolean {
  const text = (state: ShopState) =>
    JSON.stringify([
      state.languages,
      state.vatGroups,
      state.categories,
      ratesOf(state),
      state.taxRates,
      state.promotions,
      state.knownRates,
    ])
  return text(one) === text(other)
}
