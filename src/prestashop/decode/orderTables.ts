import * as v from 'valibot'
import { id, micros, text } from './fields'
import { percent } from './orders'
import type { VoucherRule } from '@/core/orders/shopOrder'

/** What a voucher applies to (cart_rules). */
export const cartRuleRow = v.pipe(
  v.object({
    id,
    reduction_percent: percent,
    reduction_amount: micros,
    reduction_product: v.pipe(
      v.union([v.string(), v.number()]),
      v.transform(Number),
      v.number(),
      v.safeInteger(),
    ),
    gift_product: id,
    gift_product_attribute: id,
  }),
  v.transform(row => ({
    ruleId: row.id,
    rule: {
      percent: row.reduction_percent,
      amountMicros: row.reduction_amount,
      productId: row.reduction_product,
      giftProductId: row.gift_product,
      giftCombinationId: row.gift_product_attribute,
    } satisfies VoucherRule,
  })),
)

/** Fields of a voucher's rule; none of them says who may use it. */
export const CART_RULE_FIELDS = [
  'id',
  'reduction_percent',
  'reduction_amount',
  'reduction_product',
  'gift_product',
  'gift_product_attribute',
] as const

export const currencyRow = v.pipe(
  v.object({ id, iso_code: text }),
  v.transform(row => ({ currencyId: row.id, isoCode: row.iso_code })),
)

export const configurationRow = v.pipe(
  v.object({ id, value: text }),
  v.transform(row => ({ value: row.value })),
)

/** The currency of an order, without the order. */
export const orderCurrencyRow = v.pipe(
  v.object({ id, id_currency: id, conversion_rate: micros }),
  v.transform(row => ({ currencyId: row.id_currency, conversionMicros: row.conversion_rate })),
)
