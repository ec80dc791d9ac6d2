import * as v from 'valibot'
import { flag, id, localText, text } from './fields'

const written = v.object({ id_customization_field: v.optional(id, 0), value: text })

/**
 * What a customer asked of an article (resource customizations). PrestaShop: texts are what they
 * typed, images are names of files that the webservice does not give.
 */
export const customizationRow = v.pipe(
  v.object({
    id,
    id_cart: v.optional(id, 0),
    id_product: v.optional(id, 0),
    id_product_attribute: v.optional(id, 0),
    quantity: v.optional(id, 1),
    in_cart: flag,
    associations: v.optional(
      v.object({
        customized_data_text_fields: v.optional(v.array(written), []),
        customized_data_images: v.optional(v.array(written), []),
      }),
      {},
    ),
  }),
  v.transform(row => ({
    customizationId: row.id,
    cartId: row.id_cart,
    productId: row.id_product,
    combinationId: row.id_product_attribute,
    quantity: row.quantity,
    isOrdered: row.in_cart && row.quantity > 0,
    written: (row.associations.customized_data_text_fields ?? []).map(one => ({
      fieldId: one.id_customization_field,
      text: one.value,
    })),
    fileCount: (row.associations.customized_data_images ?? []).length,
  })),
)

export const customizationFieldRow = v.object({ id, name: localText })

/** Whether a product is a download, or another article that nobody carries. */
export const virtualRow = v.object({ id, is_virtual: flag })
