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
  | { kind: 'picture'; productId: number; pictureId: number }
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
      rename(data, change.productId, change.name, now)
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

function rename(data: ShopData, productId: number, name: string, now: string): void {
  const { fields } = product(data, productId)
  const texts = isLocalText(fields.name) ? fields.name : []
  edit(data, productId, { name: texts.map(text => ({ ...text, value: name })) }, now)
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
  rename(data, productId, name, now)
}

function product(data: ShopData, productId: number): Row {
  const found = findRow(data, 'products', productId)
  if (!found) throw new Error(`the shop has no product ${productId}`)
  return found
}
