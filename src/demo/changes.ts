import { PROMOTION_FIELDS } from './catalogue/promotionFields'
import { giveSlip, setOrderState, type DemoSlip } from './orders/giveSlip'
import { placeOrder, type PlacedOrder } from './orders/placeOrder'
import { findRow, isLocalText, rowsOf, type Row, type ShopData } from './webservice/shopData'

/** Changes that an owner makes in the back office between two syncs. */
export type ShopChange =
  | { kind: 'price'; productId: number; netPrice: string; movesDate?: boolean }
  | { kind: 'name'; productId: number; name: string }
  | { kind: 'active'; productId: number; isActive: boolean }
  | { kind: 'delete'; productId: number }
  | { kind: 'add'; productId: number; name: string; netPrice: string }
  | { kind: 'vat'; vatGroupId: number; ratePercent: string }
  /** Another tax for a group, in France. */
  | { kind: 'tax-rule'; vatGroupId: number; taxId: number }
  /** A specific price: a share off, or a price without VAT; for one combination or all. */
  | {
      kind: 'specific-price'
      productId: number
      combinationId?: number
      reductionPercent?: number
      netPrice?: string
    }
  | { kind: 'combination-price'; combinationId: number; netImpact: string }
  | { kind: 'combination-delete'; productId: number; combinationId: number }
  | { kind: 'department'; departmentId: number; name: string }
  | { kind: 'picture'; productId: number; pictureId: number }
  | { kind: 'promotion'; productId: number; fields: Row['fields'] }
  | { kind: 'promotions-gone'; productId: number }
  | { kind: 'order'; order: PlacedOrder }
  | { kind: 'order-state'; orderId: number; stateId: number; at: string }
  | { kind: 'credit-slip'; slip: DemoSlip }

/** Changes a shop. Only saving a product's sheet moves its date of change. */
export function changeShop(data: ShopData, change: ShopChange, now: string): void {
  switch (change.kind) {
    case 'price':
      edit(
        data,
        change.productId,
        { price: change.netPrice },
        change.movesDate === false ? null : now,
      )
      return
    case 'active':
      edit(data, change.productId, { active: change.isActive ? '1' : '0' }, now)
      return
    case 'name':
      rename(data, 'products', change.productId, change.name, now)
      return
    case 'department':
      rename(data, 'categories', change.departmentId, change.name, null)
      return
    case 'delete':
      data.tables.products = rowsOf(data, 'products').filter(row => row.id !== change.productId)
      return
    case 'add':
      add(data, change, now)
      return
    case 'vat':
      edit(data, change.vatGroupId, { rate: change.ratePercent }, null, 'taxes')
      return
    case 'promotion':
      promote(data, change)
      return
    case 'promotions-gone':
      data.tables.specific_prices = rowsOf(data, 'specific_prices').filter(
        row => Number(row.fields.id_product) !== change.productId,
      )
      return
    case 'tax-rule':
      for (const rule of rowsOf(data, 'tax_rules')) {
        if (Number(rule.fields.id_tax_rules_group) === change.vatGroupId) {
          edit(data, rule.id, { id_tax: String(change.taxId) }, null, 'tax_rules')
        }
      }
      return
    case 'specific-price':
      addSpecificPrice(data, change)
      return
    case 'combination-price':
      edit(data, change.combinationId, { price: change.netImpact }, null, 'combinations')
      return
    case 'combination-delete':
      deleteCombination(data, change.productId, change.combinationId)
      return
    case 'picture':
      edit(data, change.productId, { id_default_image: String(change.pictureId) }, null)
      product(data, change.productId).associations.images = [{ id: String(change.pictureId) }]
      return
    case 'order':
      placeOrder(data, change.order)
      return
    case 'order-state':
      setOrderState(data, change)
      return
    case 'credit-slip':
      giveSlip(data, change.slip)
  }
}

function edit(
  data: ShopData,
  id: number,
  fields: Row['fields'],
  savedAt: string | null,
  resource = 'products',
): void {
  const row = findRow(data, resource, id)
  if (!row) throw new Error(`the shop has no ${resource} ${id}`)
  row.fields = { ...row.fields, ...fields, ...(savedAt === null ? {} : { date_upd: savedAt }) }
}

function rename(
  data: ShopData,
  resource: string,
  id: number,
  name: string,
  now: string | null,
): void {
  const before = findRow(data, resource, id)?.fields.name
  const texts = isLocalText(before) ? before : []
  edit(data, id, { name: texts.map(text => ({ ...text, value: name })) }, now, resource)
}

function addSpecificPrice(
  data: ShopData,
  change: Extract<ShopChange, { kind: 'specific-price' }>,
): void {
  const { productId, combinationId = 0, reductionPercent = 0, netPrice } = change
  const fields = {
    id_product_attribute: String(combinationId),
    reduction: (reductionPercent / 100).toFixed(6),
    reduction_type: reductionPercent > 0 ? 'percentage' : 'amount',
    ...(netPrice === undefined ? {} : { price: netPrice }),
  }
  promote(data, { kind: 'promotion', productId, fields })
}

function deleteCombination(data: ShopData, productId: number, combinationId: number): void {
  data.tables.combinations = rowsOf(data, 'combinations').filter(row => row.id !== combinationId)
  const { associations } = product(data, productId)
  associations.combinations = (associations.combinations ?? []).filter(
    one => Number(one.id) !== combinationId,
  )
}

function add(
  data: ShopData,
  { productId, name, netPrice }: Extract<ShopChange, { kind: 'add' }>,
  now: string,
): void {
  const [model] = rowsOf(data, 'products')
  if (!model) throw new Error('a shop without products has no model for another')
  rowsOf(data, 'products').push({
    ...structuredClone(model),
    id: productId,
    fields: {
      ...structuredClone(model.fields),
      price: netPrice,
      ean13: '',
      reference: `NEW-${productId}`,
    },
  })
  rename(data, 'products', productId, name, now)
}

/** Adds a promotion for everybody, without beginning or end but as `fields` say. */
function promote(
  data: ShopData,
  { productId, fields }: Extract<ShopChange, { kind: 'promotion' }>,
): void {
  const rows = (data.tables.specific_prices ??= [])
  const id = Math.max(0, ...rows.map(row => row.id)) + 1
  rows.push({
    id,
    fields: { ...PROMOTION_FIELDS, id_product: String(productId), ...fields },
    associations: {},
  })
}

function product(data: ShopData, productId: number): Row {
  const found = findRow(data, 'products', productId)
  if (!found) throw new Error(`the shop has no product ${productId}`)
  return found
}
