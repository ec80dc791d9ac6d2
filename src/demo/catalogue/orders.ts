import { ARTICLES, type DemoArticle } from './articles'
import { inBoth, MADE_AT, netPrice, taxesOf, vatRatePercent } from './tables'
import type { Row, Value } from '@/demo/webservice/shopData'

interface DemoOrder {
  id: number
  state: number
  lines: [articleId: number, quantity: number][]
  shippingCents: number
  discountCents?: number
  freeShipping?: boolean
}

/** Online orders of the demo shop: mixed VAT, a voucher, free shipping, an unpaid order. */
const ORDERS: readonly DemoOrder[] = [
  {
    id: 1,
    state: 5,
    lines: [
      [1, 2],
      [9, 1],
    ],
    shippingCents: 690,
  },
  {
    id: 2,
    state: 2,
    lines: [
      [33, 1],
      [40, 1],
      [43, 3],
    ],
    shippingCents: 690,
  },
  {
    id: 3,
    state: 4,
    lines: [
      [56, 1],
      [24, 2],
    ],
    shippingCents: 0,
    freeShipping: true,
  },
  {
    id: 4,
    state: 2,
    lines: [
      [45, 2],
      [4, 1],
    ],
    shippingCents: 690,
    discountCents: 600,
  },
  { id: 5, state: 7, lines: [[47, 1]], shippingCents: 690 },
  { id: 6, state: 10, lines: [[50, 1]], shippingCents: 690 },
]

/** Invented people; one of them buys for a company. */
const BUYERS = [
  { id: 1, firstname: 'Camille', lastname: 'Lenoir', company: '', vat_number: '' },
  {
    id: 2,
    firstname: 'Jean',
    lastname: 'Fabre',
    company: 'Fabre & Fils',
    vat_number: 'FR83404833048',
  },
]
const ADDRESS = { address1: '3 rue des Tanneurs', address2: '', postcode: '69005', city: 'Lyon' }
const buyerOf = ({ id }: DemoOrder) => (id === 4 ? BUYERS[1] : BUYERS[0]) ?? { id: 0 }

const STATES: [id: number, fr: string, en: string, isPaid: boolean, isLogged: boolean][] = [
  [2, 'Paiement accepté', 'Payment accepted', true, true],
  [4, 'Expédié', 'Shipped', true, true],
  [5, 'Livré', 'Delivered', true, true],
  [7, 'Remboursé', 'Refunded', false, false],
  [10, 'En attente de virement', 'Awaiting bank wire', false, false],
]

const row = (id: number, fields: Record<string, Value>, associations = {}): Row => ({
  id,
  fields,
  associations,
})

/** The tables of the demo shop's orders. */
export function orderTables(): Record<string, Row[]> {
  const details = ORDERS.flatMap(order => order.lines.map(line => ({ order, line })))
  return {
    order_states: STATES.map(([id, fr, en, isPaid, isLogged]) =>
      row(id, { logable: isLogged ? '1' : '0', paid: isPaid ? '1' : '0', name: inBoth(en, fr) }),
    ),
    carriers: [
      row(1, { id_reference: '1', deleted: '0', name: 'Colibri Express', active: '1' }),
      row(2, { id_reference: '2', deleted: '0', name: 'Retrait en boutique', active: '1' }),
    ],
    customers: BUYERS.map(({ id, firstname, lastname }) => row(id, { firstname, lastname })),
    addresses: BUYERS.map(({ id, company, vat_number }) =>
      row(id, { ...ADDRESS, company, vat_number }),
    ),
    order_details: details.map(({ order, line }, index) => detail(index + 1, order, line)),
    orders: ORDERS.map(order => header(order, details.findIndex(one => one.order === order) + 1)),
    order_carriers: ORDERS.map(order => carrier(order)),
    order_cart_rules: ORDERS.filter(order => order.discountCents).map(order =>
      row(order.id, {
        id_order: String(order.id),
        id_cart_rule: '1',
        name: 'BIENVENUE',
        value: money(order.discountCents ?? 0),
        value_tax_excl: money(totals(order).discountNetCents),
        free_shipping: '0',
        deleted: '0',
      }),
    ),
    cart_rules: [],
    order_payments: ORDERS.filter(order => isPaid(order)).map(order =>
      row(order.id, {
        order_reference: reference(order.id),
        amount: money(totals(order).paidCents),
        payment_method: 'Carte bancaire',
        date_add: MADE_AT,
      }),
    ),
    order_slip: [],
    ...customizationTables(),
    order_histories: ORDERS.map(({ id, state }) =>
      row(id, { id_order: String(id), id_order_state: String(state), date_add: MADE_AT }),
    ),
    order_invoices: [],
  }
}

/** What a customer of the demo shop asked to have written, by order and article. */
const ENGRAVED = { orderId: 4, articleId: 45, text: 'Pour Lise, 24 décembre' }

const customizationOf = (orderId: number, articleId: number) =>
  ENGRAVED.orderId === orderId && ENGRAVED.articleId === articleId ? 1 : 0

function customizationTables(): Record<string, Row[]> {
  const { orderId, articleId, text } = ENGRAVED
  const fields = {
    id_address_delivery: '2',
    id_cart: String(orderId),
    id_product: String(articleId),
    id_product_attribute: '0',
    quantity: '2',
    quantity_refunded: '0',
    quantity_returned: '0',
    in_cart: '1',
  }
  const written = [{ id_customization_field: '1', value: text }]
  return {
    customizations: [row(1, fields, { customized_data_text_fields: written })],
    product_customization_fields: [
      row(1, {
        id_product: String(articleId),
        type: '1',
        required: '0',
        name: inBoth('Dedication', 'Dédicace'),
      }),
    ],
  }
}

function header(order: DemoOrder, firstDetailId: number): Row {
  const { goodsCents, goodsNet, discountCents, discountNetCents, paidCents } = totals(order)
  const shipping = order.shippingCents
  return row(
    order.id,
    {
      id_carrier: '1',
      id_customer: String(buyerOf(order).id),
      id_cart: String(order.id),
      id_address_invoice: String(buyerOf(order).id),
      id_currency: '1',
      conversion_rate: '1.000000',
      current_state: String(order.state),
      module: 'ps_checkout',
      valid: isPaid(order) ? '1' : '0',
      date_add: MADE_AT,
      date_upd: MADE_AT,
      payment: 'Carte bancaire',
      total_discounts_tax_incl: money(discountCents),
      total_discounts_tax_excl: money(discountNetCents),
      total_paid_tax_incl: money(paidCents),
      total_paid_tax_excl: (goodsNet + shipping / 120 - discountNetCents / 100).toFixed(6),
      total_paid_real: isPaid(order) ? money(paidCents) : '0.000000',
      total_products: goodsNet.toFixed(6),
      total_products_wt: money(goodsCents),
      total_shipping_tax_incl: money(shipping),
      total_shipping_tax_excl: money(shipping / 1.2),
      carrier_tax_rate: '20.000',
      total_wrapping_tax_incl: '0.000000',
      total_wrapping_tax_excl: '0.000000',
      round_mode: '2',
      round_type: '2',
      reference: reference(order.id),
    },
    {
      order_rows: order.lines.map(([articleId, quantity], index) => {
        const article = articleOf(articleId)
        return {
          id: String(firstDetailId + index),
          product_id: String(articleId),
          product_attribute_id: '0',
          product_quantity: String(quantity),
          product_name: article.fr,
          product_reference: `COL-${String(articleId).padStart(3, '0')}`,
          id_customization: String(customizationOf(order.id, articleId)),
          unit_price_tax_incl: money(billedCents(article)),
          unit_price_tax_excl: netPrice(billedCents(article), article.vat),
        }
      }),
    },
  )
}

function detail(id: number, order: DemoOrder, [articleId, quantity]: [number, number]): Row {
  const article = articleOf(articleId)
  const net = Number(netPrice(billedCents(article), article.vat))
  return row(
    id,
    {
      id_order: String(order.id),
      product_id: String(articleId),
      product_attribute_id: '0',
      download_hash: '',
      product_name: article.fr,
      product_quantity: String(quantity),
      product_quantity_refunded: order.state === 7 ? String(quantity) : '0',
      unit_price_tax_incl: money(billedCents(article)),
      unit_price_tax_excl: net.toFixed(6),
      total_price_tax_incl: money(billedCents(article) * quantity),
      total_price_tax_excl: (Math.round(net * quantity * 100) / 100).toFixed(6),
      ecotax: netPrice(article.ecotaxCents ?? 0, article.vat),
      ecotax_tax_rate: vatRatePercent(article.vat).toFixed(3),
    },
    { taxes: taxesOf(article.vat) },
  )
}

function carrier({ id, shippingCents }: DemoOrder): Row {
  return row(id, {
    id_order: String(id),
    id_carrier: '1',
    shipping_cost_tax_excl: money(shippingCents / 1.2),
    shipping_cost_tax_incl: money(shippingCents),
  })
}

function totals(order: DemoOrder) {
  const goodsCents = order.lines.reduce(
    (sum, [id, quantity]) => sum + billedCents(articleOf(id)) * quantity,
    0,
  )
  const goodsNet = order.lines.reduce((sum, [id, quantity]) => {
    const article = articleOf(id)
    const net = (billedCents(article) * quantity) / (1 + vatRatePercent(article.vat) / 100)
    return sum + Math.round(net) / 100
  }, 0)
  const discountCents = order.discountCents ?? 0
  // Off all goods, in proportion: PrestaShop's own arithmetic.
  const discountNetCents = Math.round((discountCents * goodsNet * 100) / goodsCents)
  const paidCents = goodsCents + order.shippingCents - discountCents
  return { goodsCents, goodsNet, discountCents, discountNetCents, paidCents }
}

/** An order's price is the shelf price: it includes eco-participation. */
const billedCents = ({ priceCents, ecotaxCents = 0 }: DemoArticle) => priceCents + ecotaxCents
const isPaid = ({ state }: DemoOrder) => [2, 4, 5].includes(state)
const money = (cents: number) => (Math.round(cents) / 100).toFixed(6)
const reference = (id: number) => `COLIBRI${String(id).padStart(2, '0')}`

function articleOf(id: number) {
  const article = ARTICLES.find(one => one.id === id)
  if (!article) throw new Error(`the demo shop has no article ${id}`)
  return article
}
