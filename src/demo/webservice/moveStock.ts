import { findRow, rowsOf, type Row, type ShopData } from './shopData'
import { sumCombinations } from './stock'

const PACK_ONLY = 0
const COMPONENTS_ONLY = 1
const BOTH = 2
const SHOP_DEFAULT = 3

/**
 * Moves stock as an order of PrestaShop does (StockManager::updateQuantity): an order lowers it, a
 * product put back raises it. A pack moves itself, its components or both, by its
 * `pack_stock_type`; a component sold by itself lowers a pack of the last kind to the packs that
 * can still be made.
 */
export function moveStock(
  data: ShopData,
  productId: number,
  combinationId: number,
  delta: number,
): void {
  const product = findRow(data, 'products', productId)
  if (product && isPack(product)) {
    const type = stockTypeOf(data, product)
    if (type !== PACK_ONLY) {
      for (const item of itemsOf(product))
        add(data, item.id, item.combinationId, delta * item.pieces)
    }
    if (type !== COMPONENTS_ONLY) add(data, productId, combinationId, delta)
    return
  }
  const left = add(data, productId, combinationId, delta)
  if (delta < 0) lowerPacks(data, productId, combinationId, left)
}

function lowerPacks(data: ShopData, productId: number, combinationId: number, left: number): void {
  for (const pack of rowsOf(data, 'products').filter(isPack)) {
    if (stockTypeOf(data, pack) !== BOTH) continue
    const item = itemsOf(pack).find(
      one => one.id === productId && one.combinationId === combinationId,
    )
    const stock = stockRow(data, pack.id, 0)
    if (!item || !stock) continue
    const most = Math.max(0, Math.floor(left / item.pieces))
    if (Number(stock.fields.quantity) > most) stock.fields.quantity = String(most)
  }
}

function add(data: ShopData, productId: number, combinationId: number, delta: number): number {
  const row = stockRow(data, productId, combinationId)
  if (!row) return 0
  const left = Number(row.fields.quantity) + delta
  row.fields.quantity = String(left)
  sumCombinations(data, row)
  return left
}

const isPack = ({ fields }: Row) => String(fields.cache_is_pack) === '1'

function stockTypeOf(data: ShopData, { fields }: Row): number {
  const own = Number(fields.pack_stock_type)
  if (own !== SHOP_DEFAULT) return own
  const setting = rowsOf(data, 'configurations').find(
    row => row.fields.name === 'PS_PACK_STOCK_TYPE',
  )
  return Number(setting?.fields.value ?? PACK_ONLY)
}

const itemsOf = ({ associations }: Row) =>
  (associations.product_bundle ?? []).map(({ id, id_product_attribute, quantity }) => ({
    id: Number(id),
    combinationId: Number(id_product_attribute ?? 0),
    pieces: Number(quantity),
  }))

const stockRow = (data: ShopData, productId: number, combinationId: number): Row | undefined =>
  rowsOf(data, 'stock_availables').find(
    ({ fields }) =>
      Number(fields.id_product) === productId &&
      Number(fields.id_product_attribute) === combinationId,
  )
