import { stockRowOf, type StockDelta } from './stockDeltas'

/** What the sale of a pack takes off the shop's stock (PrestaShop's `pack_stock_type`). */
export type PackStock = 'pack' | 'components' | 'both'

/** An article of the shop that is sold as a whole and made of other articles. */
export interface Pack {
  articleId: string
  name: string
  lowers: PackStock
  /**
   * The pack follows the shop's own setting, which the key may not read: the setting of a new
   * PrestaShop, the pack alone, is assumed.
   */
  isAssumed?: true
  components: PackComponent[]
}

export interface PackComponent {
  articleId: string
  name: string
  /** Pieces of the component in one pack. */
  pieces: number
}

/** Packs of the shop, as the till last read them. */
export type Packs = readonly Pack[]

/** The pack that an article is. PrestaShop: a combination of a pack is that pack. */
export function packOf(articleId: string, packs: Packs): Pack | undefined {
  const productId = stockRowOf(articleId)?.productId
  return productId === undefined
    ? undefined
    : packs.find(pack => stockRowOf(pack.articleId)?.productId === productId)
}

/**
 * Changes of stock with packs taken apart as PrestaShop does (StockManager::updatePackQuantity): a
 * sold pack lowers its own stock, the stock of its components, or both; a returned pack gives back
 * the same.
 */
export function unpackDeltas(deltas: readonly StockDelta[], packs: Packs): StockDelta[] {
  const merged = new Map<string, StockDelta>()
  for (const { articleId, name, deltaMilli } of deltas) {
    add({ articleId, name }, deltaMilli * ownPieces(articleId, packs))
    for (const component of componentsOf(articleId, packs)) {
      add(component, deltaMilli * component.pieces)
    }
  }
  return [...merged.values()].filter(delta => delta.deltaMilli !== 0)

  function add({ articleId, name }: Pick<StockDelta, 'articleId' | 'name'>, deltaMilli: number) {
    const before = merged.get(articleId)
    merged.set(articleId, {
      articleId,
      name: before?.name || name,
      deltaMilli: (before?.deltaMilli ?? 0) + deltaMilli,
    })
  }
}

/** Pieces that one sold piece of `soldId` takes off the stock of `articleId`. */
export function piecesTaken(soldId: string, articleId: string, packs: Packs): number {
  const own = soldId === articleId ? ownPieces(soldId, packs) : 0
  return componentsOf(soldId, packs)
    .filter(component => component.articleId === articleId)
    .reduce((sum, component) => sum + component.pieces, own)
}

/**
 * Packs whose stock follows a component that was sold by itself. PrestaShop
 * (StockManager::updatePacksQuantityContainingProduct): the pack's stock is lowered to the packs
 * that can still be made, when the pack lowers both.
 */
export function linkedPacks(componentId: string, packs: Packs): Pack[] {
  if (packOf(componentId, packs)) return []
  return packs.filter(
    ({ lowers, components }) =>
      lowers === 'both' && components.some(({ articleId }) => articleId === componentId),
  )
}

/** Packs that can be made from so many pieces of a component, never below zero. */
export const packsFrom = (pieces: number, { pieces: inOne }: PackComponent): number =>
  Math.max(0, Math.floor(pieces / inOne))

const ownPieces = (articleId: string, packs: Packs): number =>
  packOf(articleId, packs)?.lowers === 'components' ? 0 : 1

function componentsOf(articleId: string, packs: Packs): readonly PackComponent[] {
  const pack = packOf(articleId, packs)
  return !pack || pack.lowers === 'pack' ? [] : pack.components
}
