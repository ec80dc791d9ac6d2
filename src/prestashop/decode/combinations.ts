import * as v from 'valibot'
import { associatedIds, id, localText, micros, signedMicros, text } from './fields'
import { barcodesOf } from './barcodes'

/**
 * A combination, read with `display=full`: on PHP 8 named fields bring no `product_option_values`,
 * and no error (recording combinations-fields-with-options-json).
 */
export const combinationRow = v.pipe(
  v.object({
    id,
    reference: text,
    ean13: text,
    upc: text,
    isbn: text,
    ecotax: v.optional(micros, '0'),
    price: v.optional(signedMicros, '0'),
    unit_price_impact: v.optional(signedMicros, '0'),
    associations: v.optional(v.object({ product_option_values: associatedIds }), {}),
  }),
  v.transform(row => ({
    combinationId: row.id,
    reference: row.reference,
    barcodes: barcodesOf([row.ean13, row.upc, row.isbn]),
    impactMicros: row.price,
    // PrestaShop: only an ecotax above zero replaces the product's.
    ...(row.ecotax > 0 ? { ecotaxMicros: row.ecotax } : {}),
    ...(row.unit_price_impact === 0 ? {} : { unitImpactMicros: row.unit_price_impact }),
    optionValueIds: row.associations.product_option_values,
  })),
)

export const OPTION_FIELDS = 'id,position'

/** An option such as size or colour; the position gives its order in a name. */
export const optionRow = v.pipe(
  v.object({ id, position: id }),
  v.transform(row => ({ optionId: row.id, position: row.position })),
)

export const OPTION_VALUE_FIELDS = 'id,id_attribute_group,name'

export const optionValueRow = v.pipe(
  v.object({ id, id_attribute_group: id, name: localText }),
  v.transform(row => ({
    optionValueId: row.id,
    optionId: row.id_attribute_group,
    name: row.name,
  })),
)
