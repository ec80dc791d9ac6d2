import * as v from 'valibot'
import type { CatalogueRecord } from './sharedCatalogue'
import type { HeldProduct, ShopState } from '@/core/catalogue/shopState'

/*
 * Shapes of a shop's rows as another device says them: exactly the fields that a sync stores. What
 * any other holds is of another version, and is kept unread.
 */

/** A description of PrestaShop's own is longer, but no row that is kept has one. */
const MOST_LETTERS = 10_000
const MOST_ROWS = 200_000
const MOST_PRODUCTS_A_RECORD = 500

const text = v.pipe(v.string(), v.maxLength(MOST_LETTERS))
const whole = v.pipe(v.number(), v.safeInteger())
const id = v.pipe(whole, v.minValue(0))
const price = v.pipe(whole, v.minValue(0))
/** Hundredths of a percent, as `core/vat` takes them. */
const rate = v.pipe(whole, v.minValue(0), v.maxValue(10_000))
const moment = v.pipe(v.string(), v.isoTimestamp())
const many = <Shape extends v.GenericSchema>(shape: Shape) =>
  v.pipe(v.array(shape), v.maxLength(MOST_ROWS))
const byId = <Shape extends v.GenericSchema>(shape: Shape) =>
  v.pipe(v.record(v.pipe(v.string(), v.regex(/^\d{1,16}$/)), shape), v.maxEntries(MOST_ROWS))

const product: v.GenericSchema<unknown, HeldProduct> = v.strictObject({
  productId: id,
  name: text,
  reference: text,
  barcodes: many(text),
  vatGroupId: id,
  mainCategoryId: id,
  categoryIds: many(id),
  imageId: v.nullable(id),
  isActive: v.boolean(),
  isSaved: v.boolean(),
  plainNetMicros: whole,
  priceMicros: price,
  ecotaxMicros: price,
  purchaseMicros: price,
  combinations: many(
    v.strictObject({
      combinationId: id,
      priceMicros: v.nullable(price),
      details: v.nullable(
        v.strictObject({
          name: text,
          reference: text,
          barcodes: many(text),
          impactMicros: whole,
          ecotaxMicros: v.exactOptional(price),
          unitImpactMicros: v.exactOptional(whole),
        }),
      ),
    }),
  ),
  updatedAtShopTime: text,
  content: v.exactOptional(
    v.strictObject({ unit: text, billionths: v.pipe(whole, v.minValue(1)) }),
  ),
  isListed: v.picklist([0, 1]),
})

const promotion = v.strictObject({
  productId: id,
  combinationId: id,
  fromShopTime: text,
  toShopTime: text,
  fromQuantity: whole,
  ruleId: id,
  score: whole,
  fixedNetMicros: v.nullable(whole),
  reductionKind: v.picklist(['percent', 'amount']),
  reductionMicros: whole,
  isReductionGross: v.boolean(),
  isForSure: v.boolean(),
})

const state: v.GenericSchema<
  unknown,
  Omit<ShopState, 'productIds' | 'listedIds' | 'hashes'>
> = v.strictObject({
  source: text,
  languageId: id,
  languages: many(
    v.strictObject({ languageId: id, name: text, isoCode: text, isActive: v.boolean() }),
  ),
  vatGroups: many(
    v.strictObject({ vatGroupId: id, name: text, isActive: v.boolean(), isDeleted: v.boolean() }),
  ),
  categories: many(
    v.strictObject({
      categoryId: id,
      parentId: id,
      isRoot: v.boolean(),
      isActive: v.boolean(),
      position: whole,
      name: text,
    }),
  ),
  rateProofs: many(
    v.strictObject({
      productId: id,
      vatGroupId: id,
      plainNetMicros: whole,
      plainGrossMicros: whole,
    }),
  ),
  taxRates: byId(rate),
  promotions: many(promotion),
  pricedAt: v.exactOptional(moment),
  knownRates: many(rate),
  rights: v.record(text, many(text)),
  keyPlace: v.picklist(['header', 'query']),
  tablesReadAt: moment,
  isNoticeTold: v.exactOptional(v.boolean()),
  newestShopTime: text,
  freshness: many(v.strictObject({ upToId: id, checkedAt: moment })),
  pricesReadAt: moment,
})

const catalogueRecord = v.variant('kind', [
  v.strictObject({
    kind: v.literal('products'),
    products: v.pipe(v.array(product), v.maxLength(MOST_PRODUCTS_A_RECORD)),
  }),
  v.strictObject({
    kind: v.literal('catalogue'),
    catalogue: v.strictObject({
      readAt: moment,
      host: text,
      state,
      stock: v.nullable(v.pipe(v.record(text, whole), v.maxEntries(MOST_ROWS))),
      removedIds: many(id),
    }),
  }),
])

/**
 * Whether a record is one of the catalogue. Nothing is made anew: rows are compared as texts, in the
 * order of their fields.
 */
export const isCatalogueRecord = (record: unknown): record is CatalogueRecord =>
  v.is(catalogueRecord, record)
