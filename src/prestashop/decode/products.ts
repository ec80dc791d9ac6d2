import * as v from 'valibot'
import { barcodesOf } from './barcodes'
import { associatedIds, billionths, flag, id, localText, micros, text } from './fields'
import type { RateProof, ShopProduct } from '@/core/catalogue/shopRows'

export const PRODUCT_FIELDS = [
  'id,id_category_default,id_default_image,id_tax_rules_group,reference,ean13,isbn,upc',
  'state,ecotax,wholesale_price,active,date_upd,name,price,shown',
  'unity,unit_price_ratio',
  'categories[id],combinations[id]',
].join(',')

/**
 * The one computed price of a product, which PrestaShop gives to any key that may read products: for
 * a visitor (group 1; the default is group 3, customers), with reductions, ecotax and VAT. Six
 * decimals are requested explicitly: by a PrestaShop bug the default number of decimals is the
 * shop's rounding mode.
 */
export const SHOWN_PRICE = alias('shown', { use_tax: 1, group: 1 })

/** Prices that tell a VAT rate: with and without VAT, without reduction and ecotax. */
export const PROOF_PRICES = {
  ...alias('plainnet', { use_tax: 0, use_reduction: 0, use_ecotax: 0 }),
  ...alias('plaingross', { use_tax: 1, use_reduction: 0, use_ecotax: 0 }),
}

/** Request parameters of one named price. */
export function alias(name: string, options: Record<string, number>): Record<string, number> {
  const all = { ...options, decimals: 6 }
  return Object.fromEntries(
    Object.entries(all).map(([option, value]) => [`price[${name}][${option}]`, value]),
  )
}

export const productRow = v.pipe(
  v.object({
    id,
    id_category_default: id,
    id_default_image: v.optional(id, 0),
    id_tax_rules_group: v.optional(id, 0),
    reference: text,
    ean13: text,
    isbn: v.optional(text, ''),
    upc: text,
    // Drafts exist since 1.7; before, every product was saved.
    state: v.optional(flag, '1'),
    ecotax: v.optional(micros, '0'),
    wholesale_price: v.optional(micros, '0'),
    active: flag,
    date_upd: text,
    name: localText,
    price: micros,
    shown: micros,
    unity: v.optional(text, ''),
    unit_price_ratio: billionths,
    associations: v.optional(
      v.object({ categories: associatedIds, combinations: associatedIds }),
      {},
    ),
  }),
  v.transform((row): ShopProduct => ({
    productId: row.id,
    name: row.name,
    reference: row.reference,
    barcodes: barcodesOf([row.ean13, row.upc, row.isbn]),
    vatGroupId: row.id_tax_rules_group,
    mainCategoryId: row.id_category_default,
    categoryIds: row.associations.categories,
    imageId: row.id_default_image === 0 ? null : row.id_default_image,
    isActive: row.active,
    isSaved: row.state,
    plainNetMicros: row.price,
    priceMicros: row.shown,
    ecotaxMicros: row.ecotax,
    purchaseMicros: row.wholesale_price,
    combinations: row.associations.combinations
      .toSorted((a, b) => a - b)
      .map(combinationId => ({
        combinationId,
        priceMicros: null,
        details: null,
      })),
    updatedAtShopTime: row.date_upd,
    ...(row.unity !== '' && row.unit_price_ratio > 0
      ? { content: { unit: row.unity, billionths: row.unit_price_ratio } }
      : {}),
  })),
)

export const PRICE_FIELDS = 'id,price,shown,combinations[id]'

/** What a product costs now, and the combinations it has. */
export const priceRow = v.pipe(
  v.object({
    id,
    price: micros,
    shown: micros,
    associations: v.optional(v.object({ combinations: associatedIds }), {}),
  }),
  v.transform(row => ({
    productId: row.id,
    plainNetMicros: row.price,
    priceMicros: row.shown,
    combinationIds: row.associations.combinations.toSorted((a, b) => a - b),
  })),
)

export type PriceRow = v.InferOutput<typeof priceRow>

export const PROOF_FIELDS = 'id,id_tax_rules_group,plainnet,plaingross'

/** The two prices of a product that tell the rate of its VAT group. */
export const proofRow = v.pipe(
  v.object({
    id,
    id_tax_rules_group: v.optional(id, 0),
    plainnet: micros,
    plaingross: micros,
  }),
  v.transform((row): RateProof => ({
    productId: row.id,
    vatGroupId: row.id_tax_rules_group,
    plainNetMicros: row.plainnet,
    plainGrossMicros: row.plaingross,
  })),
)
