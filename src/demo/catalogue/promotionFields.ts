import type { Row } from '@/demo/webservice/shopData'

const NO_DATE = '0000-00-00 00:00:00'

/** Fields of a row of `specific_prices` for everybody, without beginning, end or reduction. */
export const PROMOTION_FIELDS: Row['fields'] = {
  id_shop_group: '0',
  id_shop: '0',
  id_cart: '0',
  id_product: '0',
  id_product_attribute: '0',
  id_currency: '0',
  id_country: '0',
  id_group: '0',
  id_customer: '0',
  id_specific_price_rule: '0',
  price: '-1.000000',
  from_quantity: '1',
  reduction: '0.000000',
  reduction_tax: '1',
  reduction_type: 'percentage',
  from: NO_DATE,
  to: NO_DATE,
}
