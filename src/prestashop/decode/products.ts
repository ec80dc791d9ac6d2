import * as v from 'valibot'
import { barcodesOf } from './barcodes'
import { associatedIds, flag, id, localText, micros, text } from './fields'
import type { ShopProduct } from '@/core/catalogue/shopRows'

export const PRODUCT_FIELDS = [
  'id,id_category_default,id_default_image,id_tax_rules_group,reference,ean13,isbn,upc',
  'state,ecotax,price,wholesale_price,active,date_upd,name,plainnet,plaingross,shown',
  'categories[id],combinations[id]',
].join(',')

/**
 * Named computed prices, which PrestaShop gives to any key that may read products. Six decimals are
 * requested explicitly: by a PrestaShop bug the default number of decimals is the shop's rounding
 * mode. `shown` is the price for a visitor (group 1; the default is group 3, customers), with
 * reductions, ecotax and VAT.
 */
export const PRICE_ALIASES = {
  ...alias('plainnet', { use_tax: 0, use_reduction: 0, use_ecotax: 0 }),
  ...alias('plaingross', { use_tax: 1, use_reduction: 0, use_ecotax: 0 }),
  ...alias('shown', { use_tax: 1, group: 1 }),
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
    price: v.optional(micros),
    wholesale_price: v.optional(micros, '0'),
    active: flag,
    date_upd: text,
    name: localText,
    plainnet: micros,
    plaingross: micros,
    shown: micros,
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
    ...(row.price === undefined ? {} : { baseNetMicros: row.price }),
    plainNetMicros: row.plainnet,
    plainGrossMicros: row.plaingross,
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
  })),
)
